"""The rules of docs/corpus.md, held against the files of the corpus and the pages they were written from.

Owns what is checked across files and the report; the rules of one file's form are in `corpus_rules`. The snapshot of
AWS's pages and the article are not on a user's machine: without them the rules that need them are counted as skipped.
Prints nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.corpus.catalog import EXAM_DOMAINS
from ingest.corpus.overlap import Run, longest_shared_run, numbers_of, traceable_numbers, words_of
from ingest.corpus.pairs import english_of, french_of, pair_faults
from ingest.corpus.rules import CorpusFile, Finding, body_findings, front_matter_findings, parse_file, plain_text
from ingest.corpus.traces import trace_faults
from ingest.errors import CorpusNotFound, UnreadableFile
from ingest.readers.assemble import assemble
from ingest.readers.decode import decode
from ingest.readers.markdown.reader import read_markdown
from ingest.schema import Problem
from ingest.settings import IngestSettings
from ingest.sourcing.frontmatter import split_front_matter
from ingest.sourcing.sources import SourceFile, walk

# No digest shares a run of more words than this with its page; names and numbers do not count.
LONGEST_RUN = 8
FEWEST_DOCUMENTS = 12
_TITLE_WORD = 4
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ROW = re.compile(r"^\|(.+)\|[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What was found in one file. `numbers` of its numbers were traced to its source or to UPDATES.md."""

    uri: str
    words: int = 0
    run: Run = field(default_factory=Run)
    numbers: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """The files in order, the findings that concern no single file, and how often a rule was skipped, by rule."""

    files: tuple[FileCheck, ...]
    corpus_findings: tuple[Finding, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    statements: int = 0
    statements_covered: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of the files first."""
        return (*(finding for file in self.files for finding in file.findings), *self.corpus_findings)

    @property
    def longest_run(self) -> tuple[str, Run]:
        """The file with the longest run shared with its source, and the run; ("", no run) where none was compared."""
        best = max(self.files, key=lambda file: file.run.length, default=FileCheck(""))
        return (best.uri, best.run) if best.run.length else ("", Run())

    @property
    def numbers_traced(self) -> int:
        """Numbers of the digests that stand in their sources or are listed in UPDATES.md."""
        return sum(file.numbers for file in self.files)


def check_corpus(
    root: Path, snapshot: Path | None = None, article: Path | None = None, only: Sequence[Path] = ()
) -> CorpusReport:
    """Check the corpus below `root`, or only some of its files.

    `snapshot` is the folder of AWS's pages that front matter points into, `article` the text the notes follow.
    Raises CorpusNotFound.
    """
    sources = _Sources(snapshot, article, _updates(root / "aws" / "UPDATES.md"))
    wanted = {path.resolve() for path in only}
    skipped: Counter[str] = Counter()
    checks: list[FileCheck] = []
    parsed: list[CorpusFile] = []
    for item in walk([root], IngestSettings()):
        uri = item.uri.partition("/")[2]
        if isinstance(item, Problem):
            checks.append(FileCheck(uri, findings=(Finding(uri, "parse", item.reason),)))
            continue
        file, check = _check_file(item, uri, sources, skipped, not wanted or item.path.resolve() in wanted)
        if file is not None:
            parsed.append(file)
        if check is not None:
            checks.append(check)
    _refuse_unknown(wanted, root)
    statements, covered, faults = _coverage(root / "notes" / "COVERAGE.md")
    across = () if wanted else (*_domain_findings(parsed), *faults)
    named = {check.uri for check in checks}
    paired = [*_url_findings(parsed), *_pair_findings(parsed, skipped), *_trace_findings(parsed)]
    repeated = [finding for finding in paired if not wanted or finding.uri in named]
    return CorpusReport(tuple(checks), (*repeated, *across), dict(skipped), statements, covered)


def report_text(report: CorpusReport) -> str:
    """The findings, one a line, and the totals."""
    lines = [f"{finding.uri or 'corpus'}: {finding.rule}: {finding.message}" for finding in report.findings]
    uri, run = report.longest_run
    lines.append(f"{len(report.files)} files, {sum(file.words for file in report.files)} words")
    lines.append(f"longest run shared with a source: {run.length} words{f' ({uri}: {run.text!r})' if uri else ''}")
    lines.append(f"numbers traced: {report.numbers_traced}")
    lines.append(f"statements of the article covered: {report.statements_covered} of {report.statements}")
    lines += [f"skipped: {rule} ({count} files)" for rule, count in sorted(report.skipped.items())]
    lines.append(f"{len(report.findings)} findings")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Page:
    """A source as it is compared: its words, its numbers."""

    words: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()


class _Sources:
    """The pages behind the digests and the article behind the notes, each read once."""

    def __init__(self, snapshot: Path | None, article: Path | None, updates: Mapping[str, set[str]]) -> None:
        self._snapshot = snapshot
        self._article = article
        self._updates = updates
        self._pages: dict[Path, _Page | None] = {}

    def pages_of(self, file: CorpusFile) -> list[tuple[str, _Page | None]] | None:
        """The sources of a file by name, None for one that is not there; None altogether where none can be had."""
        if file.kind == "note":
            return [("the article", self._page(self._article))] if self._article is not None else None
        if self._snapshot is None or not file.snapshots:
            return None
        return [(name, self._page(self._snapshot / name) if _is_below(name) else None) for name in file.snapshots]

    def updates_of(self, uri: str) -> set[str]:
        """Numbers that UPDATES.md lists for a file."""
        return self._updates.get(uri, set()) | self._updates.get(english_of(uri), set())

    def _page(self, path: Path) -> _Page | None:
        if path not in self._pages:
            self._pages[path] = _read_page(path)
        return self._pages[path]


def _read_page(path: Path) -> _Page | None:
    try:
        text = decode(path.read_bytes(), str(path))
    except (OSError, UnreadableFile):
        return None
    if path.suffix == ".md":
        text = assemble(read_markdown(text[split_front_matter(text)[1] :]).pieces)[0]
    return _Page(tuple(words_of(text)), frozenset(traceable_numbers(text)))


def _is_below(name: str) -> bool:
    return not name.startswith("/") and ".." not in Path(name).parts


def _check_file(
    item: SourceFile, uri: str, sources: _Sources, skipped: Counter[str], wanted: bool
) -> tuple[CorpusFile | None, FileCheck | None]:
    try:
        file = parse_file(item, uri)
    except UnreadableFile as error:
        return None, FileCheck(uri, findings=(Finding(uri, "parse", error.message),)) if wanted else None
    if not wanted:
        return file, None
    findings = [*front_matter_findings(file), *body_findings(file)]
    run, numbers = Run(), 0
    pages = sources.pages_of(file)
    if pages is None:
        skipped["shared-run"] += file.kind in ("aws-doc", "note")
        skipped["number"] += file.kind == "aws-doc"
    else:
        findings += [Finding(uri, "snapshot", f"{name} is not there") for name, page in pages if page is None]
        found = [page for _, page in pages if page is not None]
        run = _longest_run(file, found)
        if run.length > LONGEST_RUN:
            findings.append(Finding(uri, "shared-run", f"{run.length} words in common with the source: {run.text!r}"))
        if file.kind == "aws-doc":
            said = plain_text(file.document)
            stated = numbers_of(_DECIMAL_COMMA.sub(".", said) if file.lang == "fr" else said)
            untraced = stated - sources.updates_of(uri) - {number for page in found for number in page.numbers}
            findings += [
                Finding(uri, "number", f"{number} is neither in the source nor in UPDATES.md")
                for number in sorted(untraced)
            ]
            numbers = len(stated) - len(untraced)
    return file, FileCheck(uri, len(words_of(file.document.text)), run, numbers, tuple(findings))


def _longest_run(file: CorpusFile, pages: Sequence[_Page]) -> Run:
    text = words_of(plain_text(file.document))
    names = {word.lower() for word in words_of(file.document.source.title) if len(word) >= _TITLE_WORD}
    runs = (longest_shared_run(text, page.words, names) for page in pages)
    return max(runs, key=lambda run: run.length, default=Run())


def _updates(path: Path) -> dict[str, set[str]]:
    """Numbers by file from the table of UPDATES.md; none where there is no such file."""
    listed: dict[str, set[str]] = {}
    for cells in _table_rows(path):
        if len(cells) >= 2:
            listed.setdefault(cells[0], set()).update(traceable_numbers(cells[1]))
    return listed


def _table_rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return []
    return [[cell.strip() for cell in match[1].split("|")] for match in _ROW.finditer(text)]


def _coverage(path: Path) -> tuple[int, int, list[Finding]]:
    """Statements of the article, how many the notes cover, and what is wrong with the table that says so."""
    uri = "notes/COVERAGE.md"
    rows = [
        (cells[0], [int(cell) for cell in cells[1:4]])
        for cells in _table_rows(path)
        if len(cells) >= 4 and all(cell.isdigit() for cell in cells[1:4])
    ]
    total = next((counts for name, counts in rows if name.lower() == "total"), None)
    if total is None:
        return 0, 0, [Finding(uri, "coverage", "there is no table with a row of totals")]
    sections = [counts for name, counts in rows if name.lower() != "total"]
    sums = [sum(counts[column] for counts in sections) for column in range(3)]
    faults = (
        [] if sums == total else [Finding(uri, "coverage", f"the sections add up to {sums}, the totals say {total}")]
    )
    if total[0] != total[1] + total[2]:
        faults.append(Finding(uri, "coverage", "covered and not covered do not add up to the statements"))
    return total[0], total[1], faults


def _domain_findings(files: Sequence[CorpusFile]) -> Iterator[Finding]:
    counts = Counter(domain for file in files for domain in file.document.source.domains)
    for domain in EXAM_DOMAINS:
        if counts[domain] < FEWEST_DOCUMENTS:
            message = f"{domain} has {counts[domain]} documents, fewer than {FEWEST_DOCUMENTS}"
            yield Finding("", "domains", message)


def _url_findings(files: Sequence[CorpusFile]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file in files:
        url, uri = file.document.source.url, english_of(file.uri)
        if url and file.kind == "aws-doc" and seen.setdefault(url, uri) != uri:
            yield Finding(file.uri, "source-url", f"{url} is the source of {seen[url]} too")


def _pair_findings(files: Sequence[CorpusFile], skipped: Counter[str]) -> Iterator[Finding]:
    """French pages without their English one, pairs that do not say the same; pages not yet in French are counted."""
    known = {file.uri: file for file in files}
    for file in files:
        if file.kind == "note":
            continue
        if file.lang == "en":
            skipped["pair"] += french_of(file.uri) not in known
            continue
        english = known.get(english_of(file.uri))
        faults = ["there is no English version"] if english is None else pair_faults(english.document, file.document)
        yield from (Finding(file.uri, "pair", fault) for fault in faults)


def _trace_findings(files: Sequence[CorpusFile]) -> Iterator[Finding]:
    pages = {file.uri: file.document.text for file in files if file.kind != "sheet"}
    for file in files:
        if file.kind == "sheet":
            yield from (Finding(file.uri, "trace", fault) for fault in trace_faults(file.body, pages.get))


def _refuse_unknown(wanted: set[Path], root: Path) -> None:
    below = root.resolve()
    for path in sorted(wanted):
        if not path.is_file() or not path.is_relative_to(below):
            raise CorpusNotFound(f"{path} is no file of the corpus {root}.", source=str(path))
