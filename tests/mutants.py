"""Would the tests notice? Small seeded changes to the code, each judged by the tests that run the changed line.

`python -m tests.mutants [--n 60] [--seed 1] [--only assistant/finding]` (or `make mutants`). The fast tests run once
under coverage to learn which of them run which line; then each mutant is written into a copy of the project and those
tests run until the first fails. A mutant that no test notices has survived: it is listed with its line, and the exit
code is 1 when more than `--most` of a hundred survive. Outside `make test`: it takes some minutes.

Owns the kinds of change and the choice of tests; judges no code by itself.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("assistant", "ingest")
_FAST = "not model and not browser and not slow"
_MOST_TESTS = 60  # of those that run a line; more add time and seldom notice what these do not
_SECONDS = 300.0  # a mutant may loop for ever; a busy machine may take its time
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file, its line, what was there and what stands there now, and the whole new text."""

    path: str
    line: int
    before: str
    after: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: "killed", "survived", "untested" (no fast test runs the line) or "hung"."""

    mutant: Mutant
    state: str
    tests: int


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; see the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=60, help="how many mutants (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same mutants of the same code (default 1)")
    parser.add_argument("--only", default="", metavar="PREFIX", help="only files whose path begins so")
    parser.add_argument("--most", type=float, default=15.0, help="most of a hundred that may survive (default 15)")
    parser.add_argument("--coverage", type=Path, help="a .coverage file with contexts, made before on the same code")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copied = Path(folder) / "project"
        shutil.copytree(
            ROOT, copied, ignore=shutil.ignore_patterns(".git", ".venv", ".index", ".*_cache", "__pycache__")
        )
        data = arguments.coverage or _covered(copied)
        who = _Who(data, copied if arguments.coverage is None else ROOT)
        chosen = choose(arguments.n, arguments.seed, arguments.only)
        outcomes = []
        for place, mutant in enumerate(chosen, start=1):
            outcome = judged(mutant, copied, who)
            outcomes.append(outcome)
            sys.stdout.write(f"{place:3}/{len(chosen)} {outcome.state:9} {_line(outcome)}\n")
            sys.stdout.flush()
    return _report(outcomes, arguments.most)


def choose(n: int, seed: int, only: str = "") -> list[Mutant]:
    """`n` mutants drawn at random, at most one a function, spread over the files by their size."""
    rng = random.Random(seed)
    found = []
    for path in sorted(path for package in _PACKAGES for path in (ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(only):
            found += [(name, place) for place in range(_count(path.read_text(encoding="utf-8")))]
    rng.shuffle(found)
    chosen: list[Mutant] = []
    taken: set[tuple[str, str]] = set()
    for name, place in found:
        text = (ROOT / name).read_text(encoding="utf-8")
        mutant, function = _mutated(name, text, place)
        if (name, function) not in taken:
            taken.add((name, function))
            chosen.append(mutant)
        if len(chosen) == n:
            break
    return chosen


def judged(mutant: Mutant, project: Path, who: _Who) -> Outcome:
    """Run the tests that run the mutant's line in the copy, until one fails: those of its own room first."""
    near, far = who.runs(mutant.path, mutant.line)
    if not near and not far:
        return Outcome(mutant, "untested", 0)
    target = project / mutant.path
    original = target.read_text(encoding="utf-8")
    target.write_text(mutant.text, encoding="utf-8")
    run = 0
    try:
        for tests in filter(None, (near, far)):
            run += len(tests)
            state = _state(tests, project)
            if state != "survived":
                break
    finally:
        target.write_text(original, encoding="utf-8")
    return Outcome(mutant, state, run)


def _state(tests: Sequence[str], project: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "hung"
    return "survived" if done.returncode == 0 else "killed"


class _Who:
    """Which tests run a line, from a coverage file with one context a test."""

    def __init__(self, data: Path, root: Path) -> None:
        from coverage import CoverageData

        self._data = CoverageData(str(data))
        self._data.read()
        self._root = root

    def runs(self, path: str, line: int) -> tuple[list[str], list[str]]:
        """Ids of tests of the line's own room and of others, at most half of `_MOST_TESTS` each, spread evenly.

        For a line that only importing runs, the tests of its file.
        """
        contexts = self._data.contexts_by_lineno(str(self._root / path))
        own = {name for name in contexts.get(line, ()) if name}
        every = own or {name for names in contexts.values() for name in names if name}
        tests = sorted({name.split("|")[0] for name in every})
        room = f"tests/{'/'.join(path.split('/')[:2]).removesuffix('.py')}/"
        near = [test for test in tests if test.startswith(room)]
        return _spread(near), _spread([test for test in tests if not test.startswith(room)])


def _spread(tests: Sequence[str]) -> list[str]:
    return list(tests[:: max(1, -(-len(tests) // (_MOST_TESTS // 2)))])


def _covered(project: Path) -> Path:
    """Run the fast tests once, learning who runs what. Raises RuntimeError when they fail without any change."""
    sys.stdout.write("Learning which tests run which lines ...\n")
    sys.stdout.flush()
    started = time.monotonic()
    sources = [f"--cov={package}" for package in _PACKAGES]
    command = [sys.executable, "-m", "pytest", "-q", "-m", _FAST, *sources, "--cov-context=test", "--cov-report="]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The tests fail without any change:\n{done.stdout[-2000:]}")
    sys.stdout.write(f"... in {time.monotonic() - started:.0f} s.\n")
    return project / ".coverage"


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every node that can be changed, with the function it stands in ("" for a module's own lines)."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
        for child in ast.iter_child_nodes(node):
            if child in getattr(node, "decorator_list", ()) or child is getattr(node, "returns", None):
                continue
            if isinstance(child, ast.AnnAssign | ast.arg | ast.Import | ast.ImportFrom):
                value = getattr(child, "value", None)
                if isinstance(value, ast.expr):
                    yield from walk(ast.Expression(value), function)
                continue
            if isinstance(child, ast.If) and _is_typing(child):
                continue
            name = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else ""
            inner = f"{function}.{name}" if name else function
            if _changeable(child):
                yield child, inner
            yield from walk(child, inner)

    yield from walk(tree, "")


def _is_typing(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _changeable(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=[op]):
            return type(op) in _COMPARED
        case ast.BinOp(op=op):
            return type(op) in _COMPUTED and not isinstance(node.left, ast.Constant | ast.JoinedStr)
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Continue():
            return True
        case ast.Constant(value=value):
            return isinstance(value, bool | int | float) and not isinstance(value, str)
    return False


def _change(node: ast.AST) -> ast.AST:
    """The node that takes another's place."""
    match node:
        case ast.Compare(ops=[op]):
            return ast.Compare(node.left, [_COMPARED[type(op)]()], node.comparators)
        case ast.BinOp(op=op):
            return ast.BinOp(node.left, _COMPUTED[type(op)](), node.right)
        case ast.BoolOp(op=op):
            return ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp():
            return node.operand
        case ast.Continue():
            return ast.Break()
        case ast.Constant(value=bool() as value):
            return ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            return ast.Constant(value * 2 + (1 if isinstance(value, int) else 0.1))
    raise ValueError(ast.dump(node))


def _count(text: str) -> int:
    return sum(1 for _ in _places(ast.parse(text)))


def _mutated(path: str, text: str, place: int) -> tuple[Mutant, str]:
    """The mutant of the `place`-th changeable node, and the function it stands in."""
    tree = ast.parse(text)
    node, function = next(pair for at, pair in enumerate(_places(tree)) if at == place)
    new = _change(copy.deepcopy(node))
    lines = text.splitlines(keepends=True)
    start = _offset(lines, node.lineno, node.col_offset)  # type: ignore[attr-defined]
    end = _offset(lines, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    written = ast.unparse(new)
    if not isinstance(new, ast.Constant | ast.Break):
        written = f"({written})"
    return Mutant(path, node.lineno, text[start:end], written, text[:start] + written + text[end:]), function  # type: ignore[attr-defined]


def _offset(lines: Sequence[str], line: int, column: int) -> int:
    """Position in the text of a place that the parser gives in bytes of a line."""
    before = sum(len(text) for text in lines[: line - 1])
    return before + len(lines[line - 1].encode()[:column].decode())


def _line(outcome: Outcome) -> str:
    mutant = outcome.mutant
    before, after = (" ".join(text.split()) for text in (mutant.before, mutant.after))
    return f"{mutant.path}:{mutant.line} ({outcome.tests} tests): {before[:60]} -> {after[:60]}"


def _report(outcomes: Sequence[Outcome], most: float) -> int:
    survivors = [outcome for outcome in outcomes if outcome.state in ("survived", "untested")]
    share = 100 * len(survivors) / max(1, len(outcomes))
    sys.stdout.write(f"\n{len(outcomes)} mutants, {len(survivors)} not noticed ({share:.0f} %):\n")
    for outcome in survivors:
        sys.stdout.write(f"  {outcome.state:9} {_line(outcome)}\n")
    return 1 if share > most else 0


if __name__ == "__main__":
    sys.exit(main())
