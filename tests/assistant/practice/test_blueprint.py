"""Exams as data: what is shipped, what a learner adds, what a bad file is told."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assistant.practice.blueprint import SHIPPED, load_catalogue, read_blueprint
from assistant.practice.errors import BlueprintError

GOOD = """
id = "my-exam"
code = "MY"
name = "My exam"
status = "live"
item_types = ["single"]
scored = 10
unscored = 0
minutes = 20
scale_min = 0
scale_max = 100
pass_mark = 70

[[domains]]
id = "all"
name = "All of it"
weight = 100
tasks = ["Know it", { en = "Do it", fr = "Le faire" }]
"""


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("id", "scored", "unscored", "minutes", "pass_mark", "weights"),
    [
        ("mls-c01", 50, 15, 180, 750, (20, 24, 36, 20)),
        ("mla-c01", 50, 15, 130, 720, (28, 26, 22, 24)),
        ("aip-c01", 65, 10, 180, 750, (31, 26, 20, 12, 11)),
    ],
)
def test_shipped_exams_hold_the_gathered_facts(
    id: str, scored: int, unscored: int, minutes: int, pass_mark: int, weights: tuple[float, ...]
) -> None:
    exam = load_catalogue()[id]
    assert (exam.scored, exam.unscored, exam.minutes, exam.pass_mark) == (scored, unscored, minutes, pass_mark)
    assert tuple(domain.weight for domain in exam.domains) == weights
    assert (exam.scale_min, exam.scale_max) == (100, 1000)
    assert all(domain.tasks and domain.name.fr != domain.name.en for domain in exam.domains)
    assert "minutes" in exam.uncertain


def test_mls_is_retired_with_successors_that_exist() -> None:
    catalogue = load_catalogue()
    exam = catalogue["MLS-C01"]
    assert (exam.status, exam.retired_on) == ("retired", datetime.date(2026, 3, 31))
    assert exam.successors == ("mla-c01", "aip-c01")
    assert all(catalogue[id].status == "live" for id in exam.successors)
    assert exam.item_types == ("single", "several")


def test_a_learner_adds_an_exam_and_may_correct_a_shipped_one(data_folder: Path) -> None:
    write(data_folder / "exams", GOOD)
    text = (SHIPPED / "mla-c01.toml").read_text(encoding="utf-8")
    write(data_folder / "exams", text.replace("pass_mark = 720", "pass_mark = 730"), "corrected.toml")
    catalogue = load_catalogue()
    assert catalogue.problems == ()
    mine = catalogue["my-exam"]
    assert mine.own
    assert mine.domains[0].tasks[0].fr == "Know it"
    assert mine.domains[0].tasks[1].fr == "Le faire"
    assert catalogue["mla-c01"].pass_mark == 730


@pytest.mark.parametrize(
    ("wrong", "right", "key", "remedy"),
    [
        ("minutes = 20", "minutes = 0", "minutes", "the least is 1"),
        ("minutes = 20", "minutes = 1441", "minutes", "the most is 1440"),
        ("minutes = 20", "minutes = 20\nown = true", "own", "unknown key"),
        ("minutes = 20", "minutes = true", "minutes", "whole number"),
        ("minutes = 20", "minuts = 20", "minutes", "minuts: unknown key"),
        ("minutes = 20", "minutes = 20\ncolour = 1", "colour", "unknown key"),
        ('id = "my-exam"', 'id = "../x"', "id", "small letters"),
        ("weight = 100", "weight = 90", "domains", "make them 100"),
        ("weight = 100", "weight = -1", "domains[0].weight", "above 0"),
        ("weight = 100", 'weight = 100\nwieght = "x"', "domains[0].wieght", "unknown key"),
        ("pass_mark = 70", "pass_mark = 101", "pass_mark", "Compare with"),
        ('item_types = ["single"]', 'item_types = ["essay"]', "item_types[0]", "single, several"),
        ('item_types = ["single"]', "item_types = []", "item_types", "Compare with"),
        ('status = "live"', 'status = "soon"', "status", "live, beta, retired"),
        ('status = "live"', 'status = "retired"', "retired_on", "retired_on = 2026-03-31"),
        ('status = "live"', 'status = "live"\nlive_from = "2024"', "live_from", "without quotes"),
        ('status = "live"', 'status = "live"\nuncertain = ["fee"]', "uncertain.fee", "Compare with"),
        ('name = "All of it"', "name = { en = 'x' }", "domains[0].name.fr", "is missing"),
        ('name = "My exam"', 'name = ""', "name", "Compare with"),
    ],
)
def test_a_bad_file_is_named_with_key_and_remedy(tmp_path: Path, wrong: str, right: str, key: str, remedy: str) -> None:
    assert wrong in GOOD
    path = write(tmp_path, GOOD.replace(wrong, right))
    with pytest.raises(BlueprintError) as caught:
        read_blueprint(path)
    assert f"{path}: " in caught.value.message
    assert f"{key}: " in caught.value.message
    assert remedy in str(caught.value)


@pytest.mark.parametrize("content", [b"id = ", b"\xff\xfe", b"# x\n" * 60_000])
def test_a_file_that_is_no_toml_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(BlueprintError, match=r"broken\.toml"):
        read_blueprint(path)


def test_a_bad_file_of_the_learner_leaves_the_others_and_is_told_when_asked_for(data_folder: Path) -> None:
    write(data_folder / "exams", "id = 3", "broken.toml")
    catalogue = load_catalogue()
    assert set(catalogue.exams) == {"mls-c01", "mla-c01", "aip-c01"}
    assert len(catalogue.problems) == 1
    with pytest.raises(BlueprintError) as caught:
        catalogue["my-exam"]
    assert "broken.toml" in str(caught.value)


def test_unknown_domain_lists_the_known_ones() -> None:
    with pytest.raises(BlueprintError, match="modeling"):
        load_catalogue()["mls-c01"].domain("physics")


@pytest.mark.parametrize(("weight", "fits"), [(99.5, True), (100.5, True), (99.4, False), (100.6, False)])
def test_weights_may_miss_a_hundred_by_what_rounding_leaves(tmp_path: Path, weight: float, fits: bool) -> None:
    other = '\n[[domains]]\nid = "more"\nname = "The rest"\nweight = 50\ntasks = ["Know more"]\n'
    path = write(tmp_path, GOOD.replace("weight = 100", f"weight = {weight - 50:g}") + other)
    if fits:
        assert [domain.weight for domain in read_blueprint(path).domains] == [weight - 50, 50]
    else:
        with pytest.raises(BlueprintError, match=f"add up to {weight:g}"):
            read_blueprint(path)


@pytest.mark.parametrize(("mark", "fits"), [(0, False), (1, True), (100, True), (101, False)])
def test_the_pass_mark_stands_above_the_least_and_up_to_the_most(tmp_path: Path, mark: int, fits: bool) -> None:
    path = write(tmp_path, GOOD.replace("pass_mark = 70", f"pass_mark = {mark}"))
    if fits:
        assert read_blueprint(path).pass_mark == mark
    else:
        with pytest.raises(BlueprintError, match="pass_mark"):
            read_blueprint(path)
