"""Errors in the page's language: words of their own, or the kind of error with what the program says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import assistant.practice
import assistant.records
from assistant.errors import ModelTimeout
from assistant.practice.errors import BlueprintError, ExamError
from assistant.records.errors import StoreError
from assistant.schema import Failed
from assistant.ui.locale import load_labels
from assistant.ui.trouble import explained, failure
from ingest.errors import SettingsError
from tests.ui.html_check import assert_safe

EN, FR = load_labels("en"), load_labels("fr")


def test_a_message_with_a_key_is_said_in_the_pages_language() -> None:
    error = ExamError("n is 900.", help="Give a number from 1 to 500.", key="exam-number", low="1", high="500")
    assert explained(error, EN) == "Give a number from 1 to 500."
    assert explained(error, FR) == "Donnez un nombre de 1 à 500."


def test_a_path_in_a_message_is_not_a_format() -> None:
    error = StoreError("x", key="store-busy", path="/data/{0.__class__}/p.db")
    assert "/data/{0.__class__}/p.db" in explained(error, FR)


def test_a_message_without_a_key_is_quoted_after_its_kind() -> None:
    error = BlueprintError("own.toml: minutes: a number is needed.", help="Compare with mls-c01.toml.")
    assert explained(error, EN) == str(error)
    assert explained(error, FR) == f"La description d’un examen ne peut pas servir. ({error})"


def test_a_kind_without_words_is_what_the_program_says() -> None:
    class Strange(SettingsError):
        code = "strange"

    assert explained(Strange("x."), FR) == "x."


def test_a_failure_says_its_kind_first_and_what_is_not_translated_in_its_own_language() -> None:
    failed = Failed(ModelTimeout.code, "qwen did not answer in time.", "Try again.")
    page = assert_safe(failure(failed, FR))
    assert page.text == "Le modèle de langue a mis trop de temps. qwen did not answer in time. Try again."
    assert page.all("span", lang="en")
    assert assert_safe(failure(failed, EN)).text == "qwen did not answer in time. Try again."
    assert "aucune affirmation" in failure(Failed("text", "There is no statement in this text.", ""), FR)


def keys_in_the_code() -> set[str]:
    folders = (Path(str(package.__file__)).parent for package in (assistant.practice, assistant.records))
    files = (path for folder in folders for path in folder.rglob("*.py"))
    calls = (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    words = (word for node in calls if isinstance(node, ast.Call) for word in node.keywords if word.arg == "key")
    return {word.value.value for word in words if isinstance(word.value, ast.Constant)}  # type: ignore[misc]


@pytest.mark.parametrize("labels", [EN, FR], ids=["en", "fr"])
def test_every_key_has_its_words(labels: object) -> None:
    keys = keys_in_the_code()
    assert len(keys) > 10
    assert {key for key in keys if f"error.{key}" not in labels} == set()  # type: ignore[operator]
