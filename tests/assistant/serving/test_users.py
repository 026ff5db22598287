"""Names, passwords and tokens; sessions that end; sign-ins that wait."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from assistant import __main__ as command_line
from assistant.serving import users as module
from assistant.serving.sessions import Attempts, Sessions
from assistant.serving.users import UserError, Users

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little work: what is tested is what is done with it."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(module, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


class Clock:
    """A time that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_file_holds_argon2_hashes_and_is_its_owners_only(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    assert users.names() == ()
    users.add("Anna", PASSWORD)
    token = users.new_token("anna")
    text = (tmp_path / "users.json").read_text()
    assert PASSWORD not in text
    assert token not in text
    assert json.loads(text)["users"]["anna"]["hash"].startswith("$argon2id$")
    assert stat.S_IMODE(os.stat(tmp_path / "users.json").st_mode) == 0o600
    assert users.verified("ANNA ", PASSWORD) == "anna"
    assert users.verified("anna", PASSWORD + "!") is None
    assert users.verified("bob", PASSWORD) is None
    assert users.of_token(token) == "anna"
    assert users.of_token("citeprep_other") is None
    assert users.forget_tokens("anna") == 1
    assert users.of_token(token) is None


def test_the_real_hasher_asks_for_memory() -> None:
    from argon2 import PasswordHasher

    assert PasswordHasher().memory_cost >= 64 * 1024  # kibibytes


@pytest.mark.parametrize("name", ["", "a b", "../x", "é", "x" * 33, "-x", "a/b"])
def test_what_is_no_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="no user name"):
        Users(tmp_path / "users.json").add(name, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_what_is_no_password(tmp_path: Path, password: str) -> None:
    with pytest.raises(UserError, match="Give 10 to 200"):
        Users(tmp_path / "users.json").add("anna", password)


def test_a_change_by_another_process_is_seen_at_once(tmp_path: Path) -> None:
    serving, other = Users(tmp_path / "users.json"), Users(tmp_path / "users.json")
    other.add("anna", PASSWORD)
    assert serving.verified("anna", PASSWORD) == "anna"
    before = serving.stamp("anna")
    other.set_password("anna", "another horse")
    assert serving.stamp("anna") != before
    other.remove("anna")
    assert serving.stamp("anna") is None
    assert serving.verified("anna", "another horse") is None


@pytest.mark.parametrize("text", ["", "[]", '{"users": {"a": {}}}', '{"users": {"a": {"hash": 1, "tokens": []}}}'])
def test_a_damaged_file_is_told_and_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / "users.json").write_text(text)
    with pytest.raises(UserError, match="cannot be read"):
        Users(tmp_path / "users.json").verified("a", PASSWORD)


def test_a_session_ends_by_time_by_rest_by_password_and_by_hand(tmp_path: Path) -> None:
    stamps, clock = {"anna": "1"}, Clock()
    sessions = Sessions(stamps.get, hours=3, now=clock)

    def signed() -> tuple[str, str | None]:
        cookie = sessions.begin("anna")
        return cookie, sessions.user_of(cookie)

    assert signed()[1] == "anna"
    assert sessions.user_of("") is None
    cookie, _ = signed()
    for _ in range(2):
        clock.now += 1.4 * 3600
        assert sessions.user_of(cookie) == "anna"  # used: no rest of two hours
    clock.now += 1.4 * 3600
    assert sessions.user_of(cookie) is None  # over three hours
    cookie, _ = signed()
    clock.now += 2.1 * 3600
    assert sessions.user_of(cookie) is None
    cookie, _ = signed()
    stamps["anna"] = "2"
    assert sessions.user_of(cookie) is None
    cookie, _ = signed()
    sessions.end(cookie)
    assert sessions.user_of(cookie) is None
    cookie, _ = signed()
    del stamps["anna"]
    assert sessions.user_of(cookie) is None


def test_wrong_passwords_make_a_name_wait_at_an_address_only() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    assert [attempts.begin("anna", "10.0.0.1") for _ in range(5)] == [0] * 5
    assert attempts.begin("Anna ", "10.0.0.1") == 15 * 60
    assert attempts.begin("anna", "10.0.0.2") == 0
    assert attempts.begin("bob", "10.0.0.1") == 0
    clock.now += 15 * 60 + 1
    assert attempts.begin("anna", "10.0.0.1") == 0


def test_an_address_that_tries_many_names_waits() -> None:
    attempts = Attempts(Clock())
    assert [attempts.begin(f"name{i}", "10.0.0.1") for i in range(20)] == [0] * 20
    assert attempts.begin("another", "10.0.0.1") > 0
    assert attempts.begin("another", "10.0.0.2") == 0


def test_a_name_that_is_tried_from_many_addresses_waits() -> None:
    attempts = Attempts(Clock())
    assert [attempts.begin("anna", f"10.0.0.{i}") for i in range(50)] == [0] * 50
    assert attempts.begin("anna", "10.0.1.1") > 0


def test_who_gets_it_right_does_not_wait_later() -> None:
    attempts = Attempts(Clock())
    for _ in range(30):
        for _ in range(4):
            assert attempts.begin("anna", "10.0.0.1") == 0
            attempts.succeeded("anna", "10.0.0.1")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path))
    return tmp_path


def test_the_command_line(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = iter([PASSWORD, PASSWORD, PASSWORD, "no match here", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(given))
    assert command_line.main(["user", "add", "Anna"]) == 0
    assert command_line.main(["user", "list"]) == 0
    assert capsys.readouterr().out == "anna may sign in.\nanna\n"
    assert command_line.main(["user", "add", "anna"]) == 2
    assert "The two passwords are not the same." in capsys.readouterr().err
    assert command_line.main(["user", "add", "anna"]) == 2
    assert "There is a user anna already." in capsys.readouterr().err
    assert command_line.main(["user", "token", "anna"]) == 0
    said = capsys.readouterr()
    assert Users(home / "users.json").of_token(said.out.strip()) == "anna"
    assert "not shown again" in said.err
    assert command_line.main(["user", "forget-tokens", "anna"]) == 0
    assert capsys.readouterr().out == "1 tokens forgotten.\n"
    assert command_line.main(["user", "remove", "bob"]) == 2
    assert "Users: anna." in capsys.readouterr().err
    assert command_line.main(["user", "remove", "anna"]) == 0
    assert Users(home / "users.json").names() == ()
