"""What a corpus holds: one row per document, totals, and the list of sources (`sources.toml`) made from them.

Owns the format of sources.toml and the ids of the exam's domains. Knows nothing of indexes; prints nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from ingest.errors import BadSourcesFile, UnreadableFile
from ingest.readers import read
from ingest.schema import KINDS, LANGS, Document, LeftOut, Problem
from ingest.settings import IngestSettings
from ingest.sourcing.passed_over import PassedOver
from ingest.sourcing.sources import AS_OF, walk
from ingest.twins import originals

# The domains of the exam, and "exam" for what is about the exam itself.
EXAM_DOMAINS = (
    "data-engineering",
    "exploratory-data-analysis",
    "modeling",
    "ml-implementation-and-operations",
)
# Those of its successors, MLA-C01 and AIP-C01, as the exams' blueprints name them.
SUCCESSOR_DOMAINS = (
    "data-preparation",
    "model-development",
    "deployment-and-orchestration",
    "monitoring-maintenance-and-security",
    "fm-integration-data-and-compliance",
    "implementation-and-integration",
    "safety-security-and-governance",
    "operational-efficiency",
    "testing-validation-and-troubleshooting",
)
DOMAINS = (*EXAM_DOMAINS, *SUCCESSOR_DOMAINS, "exam")

HTTPS_URL = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?:/[^\s<>\"]*)?", re.IGNORECASE)
_HEADER = (
    "# The sources of the corpus: what each file is, where its facts come from, under which licence, as of when.\n"
    "# Made from the files' front matter by `python -m ingest list --write-manifest`; do not edit by hand.\n"
)


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """What is known of one document. In sources.toml `uri` is the path below the corpus folder.

    `words` are separated by white space.
    """

    uri: str
    title: str
    lang: str
    kind: str
    domains: tuple[str, ...]
    url: str
    guide: str
    licence: str
    as_of: str
    words: int


@dataclass(frozen=True, slots=True)
class Catalog:
    """The documents of a corpus in order of uri, the files that are none, and what is missing of those that are.

    `versions` are by the uri of a translation that of the page through which it is searched.
    """

    rows: tuple[CatalogRow, ...]
    problems: tuple[Problem, ...] = ()
    omissions: tuple[LeftOut, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)


def describe(roots: Sequence[Path], settings: IngestSettings | None = None) -> Catalog:
    """Read every file below the roots. Raises CorpusNotFound; a file that cannot be read is among the problems."""
    settings = settings or IngestSettings()
    documents: list[Document] = []
    problems: list[Problem] = []
    omissions: list[LeftOut] = []
    passed = PassedOver()
    for item in walk(roots, settings, passed):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        try:
            document = read(item, item.read_bytes(), settings)
            documents.append(document)
            omissions.extend(document.left_out)
        except UnreadableFile as error:
            problems.append(Problem(item.uri, error.code, error.message, error.help))
    rows = tuple(sorted(map(_row, documents), key=lambda row: row.uri))
    return Catalog(rows, tuple(problems), (*omissions, *passed.left_out()), originals(documents))


def _row(document: Document) -> CatalogRow:
    source = document.source
    return CatalogRow(
        uri=source.uri,
        title=source.title,
        lang=source.lang,
        kind=source.kind,
        domains=source.domains,
        url=source.url,
        guide=source.guide,
        licence=source.licence,
        as_of=source.as_of,
        words=len(document.text.split()),
    )


def totals(rows: Iterable[CatalogRow]) -> dict[str, dict[str, tuple[int, int]]]:
    """(documents, words) by kind, lang and domain, and under "all" for the whole; a document counts in each domain."""
    documents: Counter[tuple[str, str]] = Counter()
    words: Counter[tuple[str, str]] = Counter()
    for row in rows:
        keys = [("all", "all"), ("kind", row.kind), ("lang", row.lang), *(("domain", domain) for domain in row.domains)]
        for key in keys:
            documents[key] += 1
            words[key] += row.words
    found: dict[str, dict[str, tuple[int, int]]] = {"all": {}, "kind": {}, "lang": {}, "domain": {}}
    for group, name in sorted(documents):
        found[group][name] = (documents[group, name], words[group, name])
    return found


def summary_text(catalog: Catalog) -> str:
    """The totals as lines of text, then what could not be read and what is missing of what was."""
    lines = [
        f"{group:<7} {name:<34} {count:>5} documents {words:>9} words"
        for group, names in totals(catalog.rows).items()
        for name, (count, words) in names.items()
    ]
    if catalog.versions:
        lines.append(f"searched through its other-language version: {len(catalog.versions)} (--json says which)")
    lines += [f"left out  {problem.uri} [{problem.code}]: {problem.reason}" for problem in catalog.problems]
    lines += [f"incomplete  {left}" for left in catalog.omissions]
    return "\n".join(lines)


def manifest_text(rows: Iterable[CatalogRow]) -> str:
    """The content of sources.toml for the rows of one corpus folder, sorted by uri; the same rows, the same text."""
    tables = [_table(row) for row in sorted(rows, key=lambda row: row.uri)]
    return "\n".join([_HEADER, *tables])


def _table(row: CatalogRow) -> str:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    values["uri"] = row.uri.partition("/")[2] or row.uri
    return "[[source]]\n" + "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: object) -> str:
    """TOML's strings, numbers and arrays of strings are written as JSON's, but for the delete character."""
    plain = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def load_manifest(path: Path) -> dict[str, CatalogRow]:
    """The rows of a sources.toml by uri. Raises BadSourcesFile, which names every fault."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSourcesFile(f"{path} cannot be opened ({error.strerror}).", source=str(path)) from error
    except ValueError as error:
        raise BadSourcesFile(f"{path} is not TOML: {error}", source=str(path)) from error
    tables = content.get("source")
    if not isinstance(tables, list) or set(content) != {"source"}:
        raise BadSourcesFile(f"{path} does not consist of [[source]] tables.", source=str(path))
    faults = list(_faults(tables))
    if faults:
        raise BadSourcesFile(f"{path}: {'; '.join(faults)}.", source=str(path))
    rows = (CatalogRow(**{**table, "domains": tuple(table["domains"])}) for table in tables)
    return {row.uri: row for row in rows}


def _faults(tables: Sequence[object]) -> Iterator[str]:
    types: dict[str, type] = {field.name: str for field in fields(CatalogRow)} | {"domains": list, "words": int}
    seen: set[object] = set()
    for number, table in enumerate(tables, start=1):
        if not isinstance(table, dict):
            yield f"source {number} is no table"
            continue
        name = f"source {number} ({table.get('uri', 'without uri')})"
        if set(table) != set(types):
            yield f"{name} has other keys than {', '.join(types)}"
            continue
        wrong = [key for key, kind in types.items() if type(table[key]) is not kind]
        yield from (f"{name}: {key} has the wrong type" for key in wrong)
        if not wrong:
            yield from (f"{name}: {fault}" for fault in _value_faults(table))
        if table["uri"] in seen:
            yield f"{name} is there twice"
        seen.add(table["uri"])


def _value_faults(table: Mapping[str, object]) -> Iterator[str]:
    uri, url, as_of, domains = str(table["uri"]), str(table["url"]), str(table["as_of"]), table["domains"]
    assert isinstance(domains, list)
    if not uri or uri.startswith("/") or ".." in uri.split("/") or "\\" in uri:
        yield "uri is not a path below the corpus folder"
    if not table["title"] or not table["licence"]:
        yield "title and licence must not be empty"
    if table["lang"] not in LANGS or table["kind"] not in KINDS:
        yield f"lang is one of {', '.join(LANGS)}, kind one of {', '.join(KINDS)}"
    if url and not HTTPS_URL.fullmatch(url):
        yield "url is not an https address"
    if as_of and not AS_OF.fullmatch(as_of):
        yield "as_of is not YYYY, YYYY-MM or YYYY-MM-DD"
    if any(domain not in DOMAINS for domain in domains):
        yield f"domains are among {', '.join(DOMAINS)}"
