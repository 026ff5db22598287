"""Tables with ruling lines: cells between drawn lines, merged cells repeated in each row and column they span.

Owns how lines that are drawn in pieces become a grid, and which grids are tables. Knows nothing of tables without
lines (`tables`) beyond calling it for those ruled across only.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from ingest.readers.pdf.layout.lines import Line, joined, lines_of, row_groups
from ingest.readers.pdf.layout.tables import Join, Table, as_table, header_rows
from ingest.readers.pdf.layout.words import Rule, Word

# Lines that end this close to each other, in points, meet.
_MEETS = 4.0
# Share of the cells that hold text in a grid that is a table.
_FILLED = 0.4
_MOST_LINES = 600
# Lines of text in step are rows of their own where no more rows than these are drawn.
_FEW_ROWS = 2
# A cell over all columns with that many words is a box beside the table.
_BOX_WORDS = 6

# An underline lies that share of the letters' size below their foot at most, and ends within so many points of them.
_UNDERLINE, _SAME_END = 0.25, 1.5
# Points below a foot in which an underline is looked for.
_DEEPEST_UNDERLINE = 12

Owner = dict[tuple[int, int], tuple[int, int]]
# Rows outside of the lines across a table are at most that far away, in points.
_FURTHEST = 40.0


def ruled_tables(words: Sequence[Word], rules: Sequence[Rule], join: Join) -> tuple[list[Table], list[Word]]:
    """The tables that drawn lines make, and the words outside them."""
    across = [rule for rule in rules if rule.horizontal and rule.x1 - rule.x0 > 8]
    across = _merged(_without_underlines(across, words))
    upright = _merged([_swapped(rule) for rule in rules if not rule.horizontal and rule.y1 - rule.y0 > 4])
    down = [_swapped(rule) for rule in upright]
    if len(across) + len(down) > _MOST_LINES:
        return [], list(words)
    tables: list[Table] = []
    left = list(words)
    for part in _connected(across, down):
        table, inside = _grid_table(left, part, join)
        if table is not None:
            tables.append(table)
            left = [word for word in left if id(word) not in inside]
    for box in _ruled_across(across, down):
        table, inside = _across_table(left, box, join)
        if table is not None:
            tables.append(table)
            left = [word for word in left if id(word) not in inside]
    return tables, left


def _without_underlines(rules: Sequence[Rule], words: Sequence[Word]) -> list[Rule]:
    """The lines that are not drawn under words, exactly as wide as they are: those of links."""
    by_foot: dict[int, list[Word]] = {}
    for word in words:
        by_foot.setdefault(round(word.base), []).append(word)
    return [rule for rule in rules if not _underlines(rule, by_foot)]


def _underlines(rule: Rule, by_foot: Mapping[int, Sequence[Word]]) -> bool:
    over = [
        word
        for foot in range(round(rule.y0) - _DEEPEST_UNDERLINE, round(rule.y0) + 1)
        for word in by_foot.get(foot, ())
        if 0 <= rule.y0 - word.base <= _UNDERLINE * word.size
        and word.x0 >= rule.x0 - _SAME_END
        and word.x1 <= rule.x1 + _SAME_END
    ]
    if not over:
        return False
    over.sort(key=lambda word: word.x0)
    near = all(after.x0 - before.x1 < after.size for before, after in itertools.pairwise(over))
    return near and over[0].x0 - rule.x0 < _SAME_END and rule.x1 - max(word.x1 for word in over) < _SAME_END


def _swapped(rule: Rule) -> Rule:
    return Rule(rule.y0, rule.x0, rule.y1, rule.x1)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Horizontal lines drawn in pieces, whole."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.y0 / 2), rule.x0)):
        last = merged[-1] if merged else None
        if last is not None and abs(rule.y0 - last.y0) < 2.5 and rule.x0 <= last.x1 + _MEETS and rule.x0 >= last.x0 - 1:
            merged[-1] = Rule(last.x0, last.y0, max(last.x1, rule.x1), last.y1)
        else:
            merged.append(rule)
    return merged


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[list[Rule]]:
    """The groups of lines that meet each other, those with both directions only."""
    rules = [*across, *down]
    group = list(range(len(rules)))

    def find(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, a in enumerate(across):
        for j, b in enumerate(down, start=len(across)):
            meets = a.x0 - _MEETS <= b.x0 <= a.x1 + _MEETS and b.y0 - _MEETS <= a.y0 <= b.y1 + _MEETS
            if meets:
                group[find(i)] = find(j)
    parts: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        parts.setdefault(find(index), []).append(rule)
    return [part for part in parts.values() if any(r.horizontal for r in part) and any(not r.horizontal for r in part)]


def _clustered(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _MEETS:
            found.append(value)
    return found


def _grid_table(words: Sequence[Word], part: Sequence[Rule], join: Join) -> tuple[Table | None, set[int]]:
    across = [rule for rule in part if rule.horizontal]
    down = [rule for rule in part if not rule.horizontal]
    ys = _clustered([rule.y0 for rule in across] + [edge for rule in down for edge in (rule.y0, rule.y1)])
    xs = _clustered([rule.x0 for rule in down] + [edge for rule in across for edge in (rule.x0, rule.x1)])
    if len(xs) < 3 or len(ys) < 2:
        return None, set()
    cells: dict[tuple[int, int], list[Word]] = {}
    inside: set[int] = set()
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
        if xs[0] < x < xs[-1] and ys[0] < y < ys[-1]:
            inside.add(id(word))
            cells.setdefault((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1), []).append(word)
    owner = _merged_cells(len(ys) - 1, len(xs) - 1, xs, ys, across, down)
    areas: dict[tuple[int, int], list[Word]] = {}
    for place, held in cells.items():
        areas.setdefault(owner[place], []).extend(held)
    if not _is_table(areas, owner):
        return None, set()
    own = _own_rows(owner, areas, len(ys) - 1, len(xs) - 1)
    inside -= {id(word) for row in range(len(ys) - 1) if row not in own for word in areas.get(owner[row, 0], [])}
    rows: list[tuple[str, ...]] = []
    for row in own:
        few = len(own) <= _FEW_ROWS
        rows.extend(_grid_rows([areas.get(owner[row, column], []) for column in range(len(xs) - 1)], join, few=few))
    rows = _without_empty(rows)
    if len(rows) < 2 or not rows[0]:
        return None, set()
    size = median(word.size for word in words if id(word) in inside)
    headers = max(header_rows(rows), _header_height(owner, own, areas, len(xs) - 1))
    top = min(word.top for word in words if id(word) in inside)
    return Table(tuple(rows), tuple(xs[: len(rows[0])]), top, ys[-1], headers, size, xs[-1]), inside


def _own_rows(owner: Owner, areas: dict[tuple[int, int], list[Word]], rows: int, columns: int) -> list[int]:
    """The rows of the table itself: a box over all columns with running text in it stands beside it."""
    own = []
    for row in range(rows):
        one_cell = len({owner[row, column] for column in range(columns)}) == 1
        if not (one_cell and len(areas.get(owner[row, 0], [])) >= _BOX_WORDS):
            own.append(row)
    return own


def _header_height(owner: Owner, own: Sequence[int], areas: dict[tuple[int, int], list[Word]], columns: int) -> int:
    """How many rows the header has where it has cells over several columns: as many as its tallest cell."""
    if not own:
        return 0
    first = own[0]
    cells = [owner[first, column] for column in range(columns) if owner[first, column] in areas]
    if len(set(cells)) == len(cells):
        return 0
    height = max(sum(1 for row in own if cell in (owner[row, column] for column in range(columns))) for cell in cells)
    return height if height < len(own) else 0


def _merged_cells(
    rows: int, columns: int, xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> Owner:
    """For each cell the first cell of the area it belongs to: cells without a line between them are one."""
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}
    for row in range(rows):
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            x = (xs[column] + xs[column + 1]) / 2
            if column and not any(abs(r.x0 - xs[column]) <= _MEETS and r.y0 <= y <= r.y1 for r in down):
                owner[row, column] = owner[row, column - 1]
            if row and not any(abs(r.y0 - ys[row]) <= _MEETS and r.x0 <= x <= r.x1 for r in across):
                owner[row, column] = owner[row - 1, column]
    return owner


def _is_table(areas: dict[tuple[int, int], list[Word]], owner: Owner) -> bool:
    distinct = set(owner.values())
    if len({column for _, column in distinct}) < 2 or len(distinct) < 3:
        return False
    return len(areas) >= _FILLED * len(distinct)


def _grid_rows(cells: Sequence[Sequence[Word]], join: Join, *, few: bool) -> list[tuple[str, ...]]:
    """The row between two lines; several where the lines of all its cells stand in step (no line between rows)."""
    lines = [row_groups(lines_of(cell)) for cell in cells]
    filled = [part for part in lines if part]
    count = max(map(len, filled), default=0)
    if (
        count >= (2 if few else 3)
        and len(filled) > 1
        and all(len(part) == count for part in filled)
        and _in_step(filled)
    ):
        return [tuple(joined(part[index]).text if part else "" for part in lines) for index in range(count)]
    return [tuple(_text(part, join) for part in lines)]


def _in_step(cells: Sequence[Sequence[Sequence[Line]]]) -> bool:
    return all(
        max(row[0].base for row in rows) - min(row[0].base for row in rows) < 3 for rows in zip(*cells, strict=True)
    )


def _text(rows: Sequence[Sequence[Line]], join: Join) -> str:
    text = ""
    for row in rows:
        line = joined(row).text
        text = join(text, line) if text else line
    return text


def _without_empty(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without rows and columns that hold nothing, and without a row that repeats the one before (a merged row)."""
    kept = [row for row in rows if any(row)]
    columns = [index for index in range(len(kept[0]) if kept else 0) if any(row[index] for row in kept)]
    narrowed = [tuple(row[index] for index in columns) for row in kept]
    return [row for index, row in enumerate(narrowed) if not index or row != narrowed[index - 1]]


def _ruled_across(across: Sequence[Rule], down: Sequence[Rule]) -> list[list[Rule]]:
    """Runs of horizontal lines of the same extent that no upright line crosses: tables ruled across only."""
    groups: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.y0):
        if any(d.y0 - _MEETS <= rule.y0 <= d.y1 + _MEETS and rule.x0 - 1 <= d.x0 <= rule.x1 + 1 for d in down):
            continue
        same = next((g for g in groups if abs(g[0].x0 - rule.x0) < 5 and abs(g[0].x1 - rule.x1) < 5), None)
        if same is None:
            groups.append([rule])
        else:
            same.append(rule)
    return [group for group in groups if len(group) > 1]


def _across_table(words: Sequence[Word], rules: Sequence[Rule], join: Join) -> tuple[Table | None, set[int]]:
    """The table between lines drawn across, with the rows that stand above the first or below the last of them."""
    ys = [rule.y0 for rule in rules]
    rows = row_groups(lines_of(_between(words, rules, ys[0], ys[-1])))
    if not rows:
        return None, set()
    reach = 1.3 * max(b - a for a, b in itertools.pairwise(ys))
    above = _whole_rows(words, rules, ys[0] - min(reach, _FURTHEST), ys[0])
    below = _whole_rows(words, rules, ys[-1], ys[-1] + min(reach, _FURTHEST))
    best = as_table(rows, join, ys)
    for more, lines in (([*above, *rows, *below], ys), ([*above, *rows], ys), ([*rows, *below], ys)):
        wider = as_table(more, join, lines)
        columns = len(best.lefts) if best else 2
        if wider is not None and len(wider.lefts) >= columns and _all_rows_filled(wider):
            best, rows = wider, more
            break
    if best is None or (len(rules) == 2 and _goes_on_below(best, words, rules)):
        return None, set()
    return best, {id(word) for row in rows for line in row for word in line.words}


def _goes_on_below(table: Table, words: Sequence[Word], rules: Sequence[Rule]) -> bool:
    """Whether there are more rows than the lines tell of: two of them are those of the header, none is at the end."""
    rows = _whole_rows(words, rules, table.bottom, table.bottom + _FURTHEST)
    return any(
        sum(any(abs(line.x0 - left) < _MEETS for left in table.lefts) for line in row) > 1 and len(row) > 1
        for row in rows[:1]
    )


def _all_rows_filled(table: Table) -> bool:
    """Whether the first and the last row have text in more than one column, as rows of a table do."""
    return all(sum(1 for cell in row if cell) > 1 for row in (table.rows[0], table.rows[-1]))


def _whole_rows(words: Sequence[Word], rules: Sequence[Rule], top: float, bottom: float) -> list[list[Line]]:
    """The rows of lines at these heights that begin and end within the width of the rules."""
    left, right = rules[0].x0 - _MEETS, rules[0].x1 + _MEETS
    rows = row_groups(lines_of(word for word in words if top < word.base - 0.3 * word.size < bottom))
    inside = [[line for line in row if line.x1 > left and line.x0 < right] for row in rows]
    return [row for row in inside if row and all(line.x0 >= left and line.x1 <= right for line in row)]


def _between(words: Sequence[Word], rules: Sequence[Rule], top: float, bottom: float) -> list[Word]:
    left, right = rules[0].x0 - _MEETS, rules[0].x1 + _MEETS
    return [
        word
        for word in words
        if left <= (word.x0 + word.x1) / 2 <= right and top < word.base - 0.3 * word.size < bottom
    ]
