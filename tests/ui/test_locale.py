"""The labels: complete and well formed in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import assistant.ui
import ingest.readers
from assistant.ui.chat.render import EXAMPLES
from assistant.ui.locale import Labels, flatten, load_labels
from ingest.schema import LANGS

SYNTAX = Path(ingest.readers.__file__).parent / "markdown" / "syntax.py"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert load_labels("fr").keys == load_labels("en").keys


def test_both_languages_fill_in_the_same_names() -> None:
    for key in load_labels("en").keys:
        assert fields(load_labels("fr")(key)) == fields(load_labels("en")(key)), key


@pytest.mark.parametrize("lang", LANGS)
def test_no_label_is_empty(lang: str) -> None:
    labels = load_labels("fr" if lang == "fr" else "en")
    assert all(labels(key).strip() for key in labels.keys)


def test_a_plural_has_its_singular() -> None:
    keys = load_labels("en").keys
    assert {key[: -len(".one")] for key in keys if key.endswith(".one")} == {
        key[: -len(".other")] for key in keys if key.endswith(".other")
    }


def test_french_sets_its_punctuation_apart_with_a_space_that_does_not_break() -> None:
    french = load_labels("fr")
    typed = {f"examples.{name}.text" for name in EXAMPLES}  # as a learner would type them
    wrong = [key for key in french.keys - typed if re.search(r"\w [:;?!]|[^\s\u00a0\u202f][;?!](?:\s|$)", french(key))]
    assert wrong == []


def test_every_key_in_the_code_exists() -> None:
    folder = Path(str(assistant.ui.__file__)).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    used = set(re.findall(r"labels\(\"([a-z_.-]+)\"", code)) | set(re.findall(r"labels\.count\(\"([a-z_.-]+)\"", code))
    keys = load_labels("en").keys
    assert len(used) > 30
    assert {key for key in used if key not in keys and f"{key}.one" not in keys} == set()


@pytest.mark.parametrize(
    ("lang", "n", "expected"),
    [
        ("fr", 0, "0 passage"),
        ("fr", 1, "1 passage"),
        ("fr", 2, "2 passages"),
        ("en", 0, "0 passages"),
        ("en", 1, "1 passage"),
    ],
)
def test_counting(lang: str, n: int, expected: str) -> None:
    assert load_labels("fr" if lang == "fr" else "en").count("page.chunks", n) == expected


def test_thousands() -> None:
    assert load_labels("en").number(12345) == "12,345"
    assert load_labels("fr").number(12345) == "12\u202f345"


@pytest.mark.parametrize(
    ("lang", "iso", "expected"),
    [
        ("fr", "2026-08-01", "1 août 2026"),
        ("en", "2026-08-01", "1 August 2026"),
        ("en", "2026-13-01", "2026-13-01"),
        ("en", "", ""),
        ("fr", "2023", "2023"),
        ("en", "{day}", "{day}"),
    ],
)
def test_dates(lang: str, iso: str, expected: str) -> None:
    assert load_labels("fr" if lang == "fr" else "en").date(iso) == expected


def test_values_are_not_formats() -> None:
    labels = Labels("en", {"a": "<{x}>"})
    assert labels("a", x="{y} {0.__class__}") == "<{y} {0.__class__}>"


def test_unknown_key() -> None:
    with pytest.raises(KeyError):
        load_labels("en")("chat.nothing")


def test_flatten() -> None:
    assert flatten({"a": {"b": "1", "c.d": "2"}, "e": "3"}) == {"a.b": "1", "a.c.d": "2", "e": "3"}


def test_what_is_left_out_of_a_file_has_a_label_whatever_the_reader() -> None:
    sources = (path.read_text(encoding="utf-8") for path in Path(ingest.readers.__file__).parent.rglob("*.py"))
    codes = {code for text in sources for code in re.findall(r"(?:Omission|omit)\(\s*\"([a-z-]+)\"", text)}
    counted = set(re.findall(r"count\(state\.env, \"([a-z-]+)\"", SYNTAX.read_text(encoding="utf-8")))
    assert {"embed", "expression", "chart", "no-note"} <= codes | counted
    assert {code for code in codes | counted if f"omissions.{code}" not in load_labels("fr")} == set()
