"""`python -m ingest fetch`: what is asked on the command line, what is said about it.

Owns the words and the exit code (0 all went, 1 some pages failed). Decides nothing of what is fetched or how.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from ingest.fetch.pages import FetchReport, PageResult, PlanState, fetch_pages, plan
from ingest.fetch.settings import FetchSettings
from ingest.fetch.wanted import LeftOut, Wanted, wanted_pages
from ingest.progress import ProgressBar
from ingest.settings import IngestSettings
from ingest.sourcing.sources import walk

_HOST_REASON = "is not on the list of hosts."


class Told(Protocol):
    """Something that is told of a digest: as lines of text, and, being a dataclass, as JSON."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __str__(self) -> str: ...


def run(
    arguments: argparse.Namespace,
    settings: IngestSettings,
    folder: Path,
    digests: Callable[[], Sequence[Told]] = tuple,
) -> int:
    """Bring the pages that the corpus points to into `folder`, or list them; returns the exit code.

    `digests` says how the digests of the corpus stand beside the pages that are there afterwards.
    """
    rules = FetchSettings.for_learner(arguments.host, again=arguments.again)
    wanted, left_out = wanted_pages(walk(settings.roots, settings), rules)
    if arguments.dry_run:
        planned = plan(wanted, folder, rules, datetime.datetime.now(datetime.UTC).date())
        show = _plan_json if arguments.json else _plan_text
        sys.stdout.write(show(planned, left_out, folder, digests()))
        return 0
    with ProgressBar() as progress:
        report = fetch_pages(wanted, folder, rules, progress)
    told = _report_json if arguments.json else _report_text
    sys.stdout.write(told(report, left_out, digests()))
    return 1 if report.count("failed") else 0


def _plan_text(
    planned: Sequence[tuple[Wanted, PlanState]], left_out: Sequence[LeftOut], folder: Path, digests: Sequence[Told]
) -> str:
    lines = [f"{state:<6} {page.url}  <- {_why(page.reasons)}" for page, state in planned]
    counts = Counter(state for _, state in planned)
    lines += _left_out_lines(left_out)
    lines += map(str, digests)
    lines.append(
        f"Would bring {counts['new']} new pages into {folder} and ask whether {counts['check']} changed; "
        f"{counts['fresh']} were brought today."
    )
    return "\n".join(lines) + "\n"


def _report_text(report: FetchReport, left_out: Sequence[LeftOut], digests: Sequence[Told]) -> str:
    lines = _failure_lines([page for page in report.pages if page.state == "failed"])
    lines += _left_out_lines(left_out)
    lines += map(str, digests)
    size = sum(page.size for page in report.pages) / 1e6
    lines.append(
        f"Brought {report.count('brought')} pages ({size:.1f} MB), {report.count('unchanged')} unchanged, "
        f"{report.count('fresh')} already brought today, {report.count('failed')} failed, in {report.seconds:.0f} s."
    )
    if report.count("brought"):
        lines.append(f"They are in {report.folder}; `python -m ingest build` indexes them.")
    if report.count("failed"):
        lines.append("Nothing is lost by a failure: the same command asks again for what is missing.")
    return "\n".join(lines) + "\n"


def _failure_lines(failed: Sequence[PageResult]) -> list[str]:
    """A line per failure; one line for many of the same kind."""
    kinds: dict[tuple[str, str, str], list[PageResult]] = {}
    for page in failed:
        kinds.setdefault((page.code, page.message, page.help), []).append(page)
    lines = []
    for (code, message, help), pages in kinds.items():
        which = pages[0].url if len(pages) == 1 else f"{len(pages)} pages, the first is {pages[0].url}"
        lines.append(f"failed  {which} [{code}]: {message} {help}".rstrip())
    return lines


def _left_out_lines(left_out: Sequence[LeftOut]) -> list[str]:
    hosts = Counter(urlsplit(item.url).hostname or "?" for item in left_out if item.reason.endswith(_HOST_REASON))
    lines = [
        f"left out  {item.url}  <- {_why(item.reasons)}: {item.reason}"
        for item in left_out
        if not item.reason.endswith(_HOST_REASON)
    ]
    if hosts:
        ordered = sorted(hosts.items(), key=lambda pair: (-pair[1], pair[0]))
        names = ", ".join(f"{host} ({count})" for host, count in ordered)
        lines.append(f"left out  {sum(hosts.values())} addresses on other hosts (--host NAME brings them): {names}")
    return lines


def _why(reasons: Sequence[str]) -> str:
    return reasons[0] if len(reasons) == 1 else f"{reasons[0]} and {len(reasons) - 1} more"


def _plan_json(
    planned: Sequence[tuple[Wanted, PlanState]], left_out: Sequence[LeftOut], folder: Path, digests: Sequence[Told]
) -> str:
    pages = [{**dataclasses.asdict(page), "state": state} for page, state in planned]
    more = {"left_out": _rows(left_out), "digests": _rows(digests)}
    return _dumped({"dry_run": True, "folder": str(folder), "pages": pages, **more})


def _report_json(report: FetchReport, left_out: Sequence[LeftOut], digests: Sequence[Told]) -> str:
    more = {"left_out": _rows(left_out), "digests": _rows(digests)}
    return _dumped({"dry_run": False, **dataclasses.asdict(report), **more})


def _rows(items: Sequence[Told | LeftOut]) -> list[dict[str, object]]:
    return [dataclasses.asdict(item) for item in items]


def _dumped(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
