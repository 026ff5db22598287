"""What the README says of the code is what the code says."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.readme import API, README, SECURITY, with_doors, with_transcripts, written


def test_the_table_of_settings_is_that_of_the_fields() -> None:
    text = README.read_text(encoding="utf-8")
    assert written(text) == text, "write it anew: python -m tests.readme"


def test_the_table_of_doors_is_that_of_the_code() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    assert with_doors(text) == text, "write it anew: python -m tests.readme"


def test_the_transcripts_of_the_interface_are_what_it_gives() -> None:
    text = API.read_text(encoding="utf-8")
    assert with_transcripts(text) == text, "write it anew: python -m tests.readme"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing")
@pytest.mark.parametrize(
    ("written", "handed_on"),
    [("corpus  /home/me/notes", "corpus:/home/me/notes"), ("corpus:notes", "corpus:notes"), ("", "not set")],
)
def test_make_hands_the_folders_on_as_programs_read_them(written: str, handed_on: str) -> None:
    rules = "include Makefile\nshow-corpus:\n\t@echo $${CORPUS-not set}\n"
    environment = {name: value for name, value in os.environ.items() if name != "CORPUS"}
    command = ["make", "-s", "-f", "-", "show-corpus", *([f"CORPUS={written}"] if written else [])]
    shown = subprocess.run(
        command, input=rules, cwd=README.parent, env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == handed_on
