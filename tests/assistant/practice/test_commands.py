"""`python -m assistant quiz` and `practice`, as people and scripts use them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.__main__ import main
from assistant.practice.bank import COMMITTED, load_bank, write_items
from assistant.practice.blueprint import load_catalogue
from assistant.practice.generate.report import Report, Tally
from assistant.practice.records.store import PracticeStore, default_path
from assistant.practice.schema import PracticeItem
from assistant.practice.training.training import Training
from assistant.practice.views import letters
from assistant.ui.practice.desk import Desk
from tests.assistant.practice.items import ITEMS, item


@pytest.fixture
def bank(tmp_path: Path) -> str:
    path = tmp_path / "bank.jsonl"
    write_items(path, ITEMS)
    return str(path)


class Learner:
    """Types lines at a prompt; a callable line is worked out when it is asked for."""

    def __init__(self, *lines: str) -> None:
        self.lines = iter(lines)
        self.prompts: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.prompts.append(prompt)
        line = next(self.lines, None)
        if line is None:
            raise EOFError
        return line


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def typed(*lines: str) -> Learner:
        learner = Learner(*lines)
        monkeypatch.setattr("builtins.input", learner)
        return learner

    return typed


def keys(bank: str, n: int, **options: str) -> list[str]:
    """What to type for each of the next items."""
    exam = load_catalogue()["mls-c01"]
    training = Training(PracticeStore(default_path()).learner("local"), load_bank("mls-c01", path=Path(bank)), exam)
    picks = training.next(n, lang="en" if options.get("lang", "en") == "en" else "fr")
    return [" ".join(letters(training.order(one.item), one.item.answers)) for one in picks]


def test_quiz_json_prints_items_and_keeps_the_answers_back(bank: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quiz", "--exam", "mls-c01", "--n", "3", "--lang", "en", "--json", "--bank", bank]) == 0
    out = capsys.readouterr().out
    data = json.loads(out)
    assert (data["exam"], data["lang"], len(data["items"])) == ("mls-c01", "en", 3)
    for row in data["items"]:
        one = item(row["id"])
        assert set(row) == {"id", "domain", "why", "type", "stem", "options", "prompts", "choose"}
        assert one.explanation not in out
        assert one.evidence[0].quote not in out
        assert all(set(option) == {"letter", "text"} for option in row["options"])


def test_quiz_json_with_answers(bank: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quiz", "--n", "6", "--lang", "en", "--json", "--with-answers", "--bank", bank]) == 0
    for row in json.loads(capsys.readouterr().out)["items"]:
        one = item(row["id"])
        shown = {option["letter"]: option["text"] for option in row["options"]}
        assert [shown[letter] for letter in row["key"]] == [one.options[k] for k in one.answers]
        assert row["explanation"] == one.explanation
        assert "correct" not in row


def test_quiz_of_one_domain_in_french(bank: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quiz", "--domain", "modeling", "--lang", "fr", "--json", "--bank", bank]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["items"]] == ["fr-03"]


def test_the_language_defaults_to_the_learners(
    bank: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert main(["quiz", "--json", "--bank", bank]) == 0
    assert json.loads(capsys.readouterr().out)["lang"] == "fr"


def test_a_quiz_on_the_terminal(bank: str, capsys: pytest.CaptureFixture[str], type_in: object) -> None:
    answers = keys(bank, 4)
    learner = type_in(answers[0], "zzz", "", "! two right answers", "q")  # type: ignore[operator]
    assert main(["quiz", "--n", "4", "--lang", "en", "--bank", bank]) == 0
    out = capsys.readouterr().out
    assert len(learner.prompts) == 5
    assert "Right.\n" in out
    assert "is no option of this question" in out
    assert "Wrong. Right: " in out
    assert "Reported" in out
    assert "1 of 2 right." in out
    assert "Source: “" in out
    assert "Comes back +10 min." in out
    store = PracticeStore(default_path()).learner("local")
    assert [one.correct for one in store.attempts()] == [True, False]
    assert [one.reason for one in store.reports()] == ["two right answers"]


def test_every_type_of_item_can_be_answered_on_the_terminal(
    bank: str, capsys: pytest.CaptureFixture[str], type_in: object
) -> None:
    type_in(*keys(bank, 4, lang="fr"))  # type: ignore[operator]
    assert main(["quiz", "--lang", "fr", "--bank", bank]) == 0
    assert "4 sur 4 justes." in capsys.readouterr().out


def test_an_unfinished_answer_is_asked_for_again(
    bank: str, capsys: pytest.CaptureFixture[str], type_in: object
) -> None:
    type_in("A", "q")  # type: ignore[operator]
    assert main(["quiz", "--domain", "modeling", "--lang", "fr", "--bank", bank]) == 0
    out = capsys.readouterr().out
    assert "Cette question demande 3 réponses." in out
    assert "0 sur 0 justes." in out


def test_the_end_of_input_ends_the_quiz(bank: str, capsys: pytest.CaptureFixture[str], type_in: object) -> None:
    type_in()  # type: ignore[operator]
    assert main(["quiz", "--lang", "en", "--bank", bank]) == 0
    assert "0 of 0 right." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("quiz", "--exam", "nope", "--json"), "mls-c01"),
        (("quiz", "--domain", "physics", "--json"), "modeling"),
        (("quiz", "--n", "0", "--json"), "from 1 to 500"),
        (("quiz", "--with-answers"), "--with-answers"),
        (("quiz", "--exam", "aip-c01", "--json"), "no question"),
        (("practice", "export", "--exam", "aip-c01", "--format", "csv", "--out", "x.csv"), "nothing to export"),
        (("practice", "export", "--n", "0", "--format", "csv", "--out", "x.csv"), "from 1 to 500"),
        (("practice", "import", "missing.jsonl"), "missing.jsonl"),
    ],
)
def test_wrong_use_is_one_line_with_a_remedy(
    bank: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    extra = () if "import" in arguments else ("--bank", bank)
    assert main([*arguments, *extra]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (("export", "--out", "x.csv"), "--format"),
        (("export", "--format", "csv"), "--out"),
        (("export", "--format", "docx", "--out", "x"), "docx"),
        (("import",), "FILE"),
        ((), "required"),
    ],
)
def test_what_a_command_needs_is_named(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], missing: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["practice", *arguments])
    assert ended.value.code == 2
    assert missing.casefold() in capsys.readouterr().err.casefold()


def test_export_import_and_stats(tmp_path: Path, bank: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["practice", "export", "--format", "json", "--out", str(out), "--bank", bank, "--lang", "fr"]) == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    out.write_text(out.read_text(encoding="utf-8").replace('"fr-', '"mine-') + "nonsense\n", encoding="utf-8")
    assert main(["practice", "import", str(out), "--unchecked"]) == 1
    printed = capsys.readouterr().out
    assert "4 added, 0 updated, 1 refused." in printed
    assert "line 5: not JSON" in printed
    assert main(["practice", "import", str(out), "--unchecked", "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["updated"]) == 4
    assert main(["quiz", "--json", "--lang", "fr", "--n", "500"]) == 0
    picked = [row["id"] for row in json.loads(capsys.readouterr().out)["items"]]
    assert {"mine-01", "mine-02", "mine-03", "mine-04"} <= set(picked)
    assert main(["practice", "stats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["streak"]["current"] == 0
    assert main(["practice", "stats", "--lang", "fr"]) == 0
    printed = capsys.readouterr().out
    assert "MLS-C01 a été retiré le 2026-03-31" in printed
    assert "Modélisation : pas encore travaillé" in printed


def test_import_without_an_index_says_what_to_do(tmp_path: Path, bank: str, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.jsonl"
    write_items(mine, [replace(ITEMS[0], id="mine-01")])
    assert main(["practice", "import", str(mine), "--index", str(tmp_path / "none")]) == 2
    assert "--unchecked" in capsys.readouterr().err


def test_a_sheet_of_some_questions_is_drawn_by_weight(
    tmp_path: Path, bank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sheet.html"
    command = ["practice", "export", "--format", "sheet", "--out", str(out), "--bank", bank, "--lang", "en", "--n", "4"]
    assert main(command) == 0
    assert out.read_text(encoding="utf-8").count("<li lang=") == 8


def test_built_questions_are_asked_beside_the_written_ones(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object, **__: object) -> tuple[tuple[PracticeItem, ...], Report]:
        return tuple(made), Report("mls-c01", 7, "extractive", "", {}, 0, Tally(()), tuple(made), Counter(), {})

    made = [one for one in ITEMS if one.lang == "en"]
    monkeypatch.setattr("assistant.practice.generate.build.build_bank", build)
    monkeypatch.setattr("ingest.index.store.open_index", lambda *_, **__: SimpleNamespace(documents={}))
    monkeypatch.setattr("assistant.commands.generate._search", lambda *_: (None, ""))
    package = {file.name: file.read_bytes() for file in COMMITTED.iterdir()}
    desk = Desk(store=PracticeStore(tmp_path / "p.db"))
    written = desk.bank("mls-c01", desk.learner("a")).items

    assert main(["practice", "build", "--n", "2"]) == 0
    assert str(data_folder) in capsys.readouterr().out
    assert {file.name: file.read_bytes() for file in COMMITTED.iterdir()} == package
    assert set(load_bank("mls-c01").items) == {*written, *made}
    assert desk.bank("mls-c01", desk.learner("a")).items == load_bank("mls-c01").items

    elsewhere = tmp_path / "elsewhere.jsonl"
    assert main(["practice", "build", "--n", "2", "--out", str(elsewhere)]) == 0
    assert f"quiz --bank {elsewhere}" in capsys.readouterr().out
    assert load_bank("mls-c01", path=elsewhere).items == tuple(sorted(made, key=lambda one: one.id))

    made.clear()
    assert main(["practice", "build", "--n", "2"]) == 1
    assert "is left as it is" in capsys.readouterr().out
    assert len(load_bank("mls-c01").items) > len(written)
