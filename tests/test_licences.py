"""What is installed at run time may be: no GPL, no AGPL, the rest named; docs/licences.md says what is installed."""

from __future__ import annotations

import platform
import sys

import pytest

from tests import licences
from tests.licences import ALLOWED, LICENCES, MODELS, Closure, Package


@pytest.fixture(scope="module")
def found() -> Closure:
    return licences.closure(licences.asked_for())


@pytest.fixture(scope="module")
def as_locked(found: Closure) -> Closure:
    """The closure where the page can be compared with it: the page's system, the lock's packages and versions."""
    if (sys.platform, platform.machine(), sys.version_info[:2]) != ("linux", "x86_64", (3, 11)):
        pytest.skip("docs/licences.md lists the packages of Linux on x86-64 with Python 3.11")
    lock = licences.locked()
    if absent := sorted(lock.keys() & set(found.missing)):
        pytest.skip(f"packages of requirements.lock are not installed: {', '.join(absent)}")
    if other := licences.unlike_lock(found.packages, lock):
        pytest.skip(f"other versions than those of requirements.lock are installed: {', '.join(other)}")
    return found


def test_no_package_of_the_run_time_is_under_the_gpl_or_agpl(found: Closure) -> None:
    assert len(found.packages) > 100
    assert [one for one in found.packages if licences.copyleft(one.licence) & {"GPL", "AGPL"}] == []
    assert not {"GPL", "AGPL"} & {kind for kind, _ in ALLOWED.values()}


def test_every_package_says_its_licence(found: Closure) -> None:
    assert [one.name for one in found.packages if not one.licence] == []


def test_licences_with_duties_are_those_that_are_allowed_with_a_reason(found: Closure) -> None:
    here = {one.name: licences.copyleft(one.licence) for one in found.packages if licences.copyleft(one.licence)}
    assert here == {name: {kind} for name, (kind, _) in ALLOWED.items() if name not in found.missing}
    assert all(reason for _, reason in ALLOWED.values())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("GPL-3.0-only", {"GPL"}),
        ("GPLv2+", {"GPL"}),
        ("MIT OR GPL-2.0-or-later", {"GPL"}),
        ("GNU General Public License v3 (GPLv3)", {"GPL"}),
        ("AGPL-3.0-or-later", {"AGPL"}),
        ("LGPL-2.1-or-later AND MIT", {"LGPL"}),
        ("GNU Lesser General Public License v3", {"LGPL"}),
        ("Mozilla Public License 2.0 (MPL 2.0)", {"MPL"}),
        ("SSPL-1.0", {"other"}),
        ("Apache-2.0 WITH LLVM-exception AND BSD-2-Clause AND BSL-1.0", set()),
        ("Python Software Foundation License", set()),
    ],
)
def test_families_are_told_from_a_licences_words(text: str, kinds: set[str]) -> None:
    assert licences.copyleft(text) == kinds


def test_affero_in_words_is_agpl() -> None:
    assert "AGPL" in licences.copyleft("GNU Affero General Public License v3")


@pytest.mark.parametrize(
    ("fields", "classifiers", "said"),
    [
        ({"License-Expression": "MIT", "License": "BSD"}, [], ("MIT", True)),
        ({"License": "BSD-3-Clause"}, ["License :: OSI Approved :: BSD License"], ("BSD-3-Clause", False)),
        (
            {"License": "Copyright 2001\nRedistribution ..."},
            ["License :: OSI Approved :: BSD License"],
            ("BSD License", False),
        ),
        ({"License": "\nMIT License\n\nCopyright 2022"}, [], ("MIT License", False)),
        ({}, ["License :: OSI Approved :: MIT License", "Typing :: Typed"], ("MIT License", False)),
        ({}, [], ("", False)),
    ],
)
def test_the_newest_field_that_names_a_licence_counts(
    fields: dict[str, str], classifiers: list[str], said: tuple[str, bool]
) -> None:
    assert licences.licence(fields, classifiers) == said


def test_versions_unlike_the_lock_are_named_and_a_builds_mark_is_none() -> None:
    here = [Package(name, "2.13.0+cpu", "MIT", True, ()) for name in ("torch", "numpy", "unlocked")]
    assert licences.unlike_lock(here, {"torch": "2.13.0", "numpy": "2.4"}) == ["numpy 2.13.0+cpu, not 2.4"]


@pytest.mark.skipif(sys.platform != "linux", reason="docs/licences.md lists the packages of Linux")
def test_each_installed_package_of_the_lock_has_its_row(found: Closure) -> None:
    """Holds without the extras too, where the whole page cannot be compared."""
    lock, text = licences.locked(), LICENCES.read_text(encoding="utf-8")
    here = [one for one in found.packages if one.name in lock and not licences.unlike_lock([one], lock)]
    assert len(here) > 100
    rows = {one.name: f"\n| {one.name} | {lock[one.name]} | {one.licence} |" for one in here}
    assert [name for name, row in rows.items() if row not in text] == [], "write it anew: python -m tests.licences"


def test_the_page_lists_what_is_installed(as_locked: Closure) -> None:
    text = LICENCES.read_text(encoding="utf-8")
    assert licences.written(text, licences.parts(as_locked)) == text, "write it anew: python -m tests.licences"


@pytest.mark.slow
def test_the_page_lists_what_is_never_loaded(as_locked: Closure) -> None:
    text = LICENCES.read_text(encoding="utf-8")
    assert licences.written(text, {"never loaded": licences.never_loaded()}) == text, (
        "write it: python -m tests.licences"
    )


def test_the_bill_of_materials_names_each_package_and_model_once(found: Closure) -> None:
    bill = licences.sbom(found)
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    components = bill["components"]
    assert isinstance(components, list)
    assert {one["name"] for one in components} == {one.name for one in found.packages} | {one.name for one in MODELS}
    refs = [one["bom-ref"] for one in components]
    assert len(refs) == len(set(refs))
    edges = bill["dependencies"]
    assert isinstance(edges, list)
    used = {ref for edge in edges for ref in edge["dependsOn"]}
    assert used == set(refs), "each component is needed by something, and nothing unknown is"
