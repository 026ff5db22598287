"""The lines of a page in the order they are read: columns before lines, tables apart.

Owns how white space makes columns. Recursive: a band of rows that share an upright strip of white space is a table, or
columns that are ordered each by themselves. Knows nothing of paragraphs, pages or what lines say.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf.layout.lines import Line, in_step, row_groups
from ingest.readers.pdf.layout.tables import (
    NARROWEST_GUTTER,
    Interval,
    Join,
    Table,
    as_table,
    cells_of,
    gutters,
    is_prose,
)
from ingest.readers.pdf.layout.words import Word

# Strips between columns of prose are at least that many letter sizes wide.
_NARROWEST_STRIP = 0.9
_DEEPEST = 4
# Rows that are looked at together; no page of prose has more.
_LONGEST_RUN = 150
# A step that many usual steps high ends a column that has no neighbour any more.
_LARGE_STEP = 1.7
# A line that ends that share of its column before the edge still fills it.
_NEARLY = 0.1

Region = Table | list[Line]


def regions_of(lines: Sequence[Line], tables: Sequence[Table], join: Join) -> list[Region]:
    """Tables and runs of lines of one column, in reading order. `tables` are those already found on the page."""
    places = [_place(table, number) for number, table in enumerate(tables)]
    regions: list[Region] = []
    for region in _ordered(in_step(row_groups([*lines, *places])), join, 0):
        if isinstance(region, Table):
            regions.append(region)
            continue
        part: list[Line] = []
        for line in region:
            if line.stands_for is None:
                part.append(line)
                continue
            regions.extend([part] if part else [])
            regions.append(tables[line.stands_for])
            part = []
        regions.extend([part] if part else [])
    return regions


def _place(table: Table, number: int) -> Line:
    """A line that stands for a table while the columns of its page are found."""
    left, foot = min(table.lefts), table.top + 0.5 * table.size
    word = Word(" ", left, table.top, max(table.right, left + 1), table.bottom, foot, table.size)
    return Line((word,), number)


def _ordered(rows: Sequence[list[Line]], join: Join, depth: int) -> list[Region]:
    regions: list[Region] = []
    plain: list[Line] = []
    index = 0
    while index < len(rows):
        end, strips = _band(rows, index) if depth < _DEEPEST else (index + 1, [])
        found = _of_band(rows[index:end], strips, join, depth) if strips else None
        if found is None:
            plain.extend(rows[index])
            index += 1
            continue
        if plain:
            regions.append(plain)
            plain = []
        regions.extend(found)
        index = end
    if plain:
        regions.append(plain)
    return regions


def _band(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, list[Interval]]:
    """The end of the run of rows from `start` that share white strips, and the strips with text on both sides."""
    long_end, long_strips = _run(rows, start, give_up=False)
    if long_strips and _columns_of_prose(rows[start:long_end], long_strips):
        end = _without_tail(rows, start, long_end, long_strips)
        return end, gutters(rows[start:end], _narrowest(rows[start:end]))
    return _run(rows, start, give_up=True)


def _narrowest(rows: Sequence[Sequence[Line]]) -> float:
    return _NARROWEST_STRIP * median(line.size for row in rows for line in row)


def _run(rows: Sequence[Sequence[Line]], start: int, *, give_up: bool) -> tuple[int, list[Interval]]:
    """Rows from `start` on while a strip is left; with `give_up` no strip that two rows used may be lost."""
    rows = rows[: start + _LONGEST_RUN]
    left = min(line.x0 for row in rows[start:] for line in row)
    right = max(line.x1 for row in rows[start:] for line in row)
    narrowest = _narrowest(rows[start:])
    if give_up:
        # Cells stand closer than columns of prose; that they are cells is known from the gaps between their words.
        narrowest *= NARROWEST_GUTTER / _NARROWEST_STRIP
    free: list[Interval] = [(left, right)]
    end = start
    while end < len(rows):
        narrower = _remaining(free, rows[end], narrowest)
        if not narrower or (give_up and end - start > 1 and _lost(rows[start:end], free, narrower)):
            break
        if give_up and end > start and _stands_apart(rows[end - 1], rows[end]):
            break
        free = narrower
        end += 1
    run = rows[start:end]
    strips = [strip for strip in free if _used(run, strip)]
    return max(end, start + 1), strips


def _stands_apart(before: Sequence[Line], row: Sequence[Line]) -> bool:
    """Whether a row is in other letters and a large step below: no row of the same table."""
    size = max(line.size for line in before)
    other = abs(max(line.size for line in row) - size) > 0.1 * size
    return other and row[0].base - before[0].base > _LARGE_STEP * size


def _remaining(free: Sequence[Interval], row: Sequence[Line], narrowest: float) -> list[Interval]:
    """The parts of the strips that no line of the row covers."""
    found: list[Interval] = []
    for left, right in free:
        position = left
        for line in row:
            if line.x1 <= position or line.x0 >= right:
                continue
            if line.x0 - position >= narrowest:
                found.append((position, line.x0))
            position = max(position, line.x1)
        if right - position >= narrowest:
            found.append((position, right))
    return found


def _used(rows: Sequence[Sequence[Line]], strip: Interval) -> bool:
    before = any(line.x1 <= strip[0] + 0.1 for row in rows for line in row)
    return before and any(line.x0 >= strip[1] - 0.1 for row in rows for line in row)


def _lost(rows: Sequence[Sequence[Line]], free: Sequence[Interval], narrower: Sequence[Interval]) -> bool:
    """Whether a strip that parts the lines of at least two rows is closed by the next row."""
    for strip in free:
        if any(strip[0] <= left and right <= strip[1] for left, right in narrower):
            continue
        parted = sum(1 for row in rows if row[0].x1 <= strip[0] + 0.1 and row[-1].x0 >= strip[1] - 0.1)
        if parted > 1:
            return True
    return False


def _columns_of_prose(rows: Sequence[Sequence[Line]], strips: Sequence[Interval]) -> bool:
    columns = _by_column(rows, strips)
    prose = [is_prose(column, _width(column)) and len(column) > 3 for column in columns]
    return sum(prose) > 1 or (any(prose) and len(rows) > 5 and len(columns) == 2 and _both_wide(columns))


def _both_wide(columns: Sequence[Sequence[Line]]) -> bool:
    widths = [_width(column) for column in columns]
    return min(widths) > 0.5 * max(widths) and min(len(column) for column in columns) > 3


def _by_column(rows: Sequence[Sequence[Line]], strips: Sequence[Interval]) -> list[list[Line]]:
    cells = [cells_of(row, strips) for row in rows]
    return [[line for row in cells for line in row[column]] for column in range(len(strips) + 1)]


def _width(lines: Sequence[Line]) -> float:
    return max(line.x1 for line in lines) - min(line.x0 for line in lines) if lines else 0.0


def _without_tail(rows: Sequence[Sequence[Line]], start: int, end: int, strips: Sequence[Interval]) -> int:
    """The end of the columns: what stands apart below them and is no columns of prose itself belongs elsewhere."""
    for index in range(start + 1, end):
        step = rows[index][0].base - max(line.base for line in rows[index - 1])
        if step <= _LARGE_STEP * rows[index][0].size or _columns_of_prose(rows[index:end], strips):
            continue
        if _columns_of_prose(rows[start:index], strips) and not _fills_first(rows, start, index, end, strips):
            return index
    return end


def _fills_first(rows: Sequence[Sequence[Line]], start: int, index: int, end: int, strips: Sequence[Interval]) -> bool:
    """Whether the rows from `index` on go on with the first column: within its width, and one of them as wide."""
    first = _by_column(rows[start:index], strips)[0]
    right = max(line.x1 for line in first)
    tail = [line for row in rows[index:end] for line in row]
    within = all(line.x1 <= right + 1 for line in tail)
    return within and any(line.x1 >= right - _NEARLY * _width(first) for line in tail)


def _of_band(rows: Sequence[list[Line]], strips: Sequence[Interval], join: Join, depth: int) -> list[Region] | None:
    """The band as a table or as columns; None where it is neither (its first row is plain then)."""
    if _columns_of_prose(rows, strips):
        columns = _by_column(rows, strips)
        return [region for column in columns for region in _ordered(row_groups(column), join, depth + 1)]
    leading = next((index for index, row in enumerate(rows) if len(row) > 1), len(rows))
    trailing = next((index for index in range(len(rows), 0, -1) if len(rows[index - 1]) > 1), 0)
    if leading >= trailing:
        return _loose(rows, strips, join, depth)
    trailing = _wrapped_end(rows, trailing)
    table = as_table(rows[leading:trailing], join)
    if table is None:
        return _loose(rows, strips, join, depth)
    before = [line for row in rows[:leading] for line in row]
    after = _ordered(rows[trailing:], join, depth + 1) if trailing < len(rows) else []
    return [*([before] if before else []), table, *after]


def _wrapped_end(rows: Sequence[Sequence[Line]], end: int) -> int:
    """The end of a table whose last cells wrap: rows that follow as closely as lines of one cell do."""
    while end < len(rows) and rows[end][0].base - rows[end - 1][0].base < 1.45 * rows[end][0].size:
        if rows[end][0].x0 <= rows[end - 1][0].x0 + 1:
            break
        end += 1
    return end


def _loose(rows: Sequence[list[Line]], strips: Sequence[Interval], join: Join, depth: int) -> list[Region] | None:
    """Blocks that stand beside each other without being prose or a table: each side by itself."""
    columns = _by_column(rows, strips)
    beside = sum(1 for row in rows if len(row) > 1)
    if beside > 1 or min(map(len, columns)) < 2:
        return None
    return [region for column in columns for region in _ordered(row_groups(column), join, depth + 1)]
