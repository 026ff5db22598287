"""Settings of every class: from the environment or by name, bounded, frozen; what is mistyped is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.settings import ALL_SETTINGS, AssistantSettings, PageSettings
from ingest.environment import Settings, bounds, mistyped, variables
from ingest.errors import CiteprepError, SettingsError
from ingest.fetch.settings import FetchSettings
from ingest.settings import DEFAULT_CORPUS, IngestSettings

BOUNDED = [
    (cls, name) for cls in ALL_SETTINGS for name, field in cls.model_fields.items() if bounds(field)[0] is not None
]


def test_the_constructor_reads_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for cls in ALL_SETTINGS:
        for variable, name, _ in variables(cls):
            monkeypatch.setenv(variable, "no value of any kind")
            monkeypatch.setenv(name, "no value of any kind")
    assert IngestSettings().chunk_tokens == 220
    assert AssistantSettings(max_tokens=64) == AssistantSettings().changed(max_tokens=64)


@pytest.mark.parametrize("cls", ALL_SETTINGS)
def test_an_empty_variable_is_an_unset_one(cls: type[Settings]) -> None:
    blank = {variable: blank for blank in ("", "  ") for variable, _, _ in variables(cls)}
    assert cls.from_env(blank) == cls()


@pytest.mark.parametrize("cls", ALL_SETTINGS)
def test_only_documented_variables_are_read(cls: type[Settings]) -> None:
    assert cls.from_env({form: "1" for name in cls.model_fields for form in (name, name.upper() + "S")}) == cls()


def test_variables_are_read_as_what_they_are() -> None:
    env = {"CORPUS": os.pathsep.join(["notes", "more notes"]), "INDEX_DIR": " here ", "INGEST_MAX_FILE_MB": "2.5"}
    settings = IngestSettings.from_env(env, pdf_seconds=None)
    assert settings.corpus == (Path("notes"), Path("more notes"))
    assert (settings.index, settings.max_file_mb, settings.pdf_seconds) == (Path("here"), 2.5, 120)
    assert IngestSettings.from_env(env, index=Path("there")).index == Path("there")
    assert IngestSettings.from_env({"CORPUS": os.pathsep}).corpus == (DEFAULT_CORPUS,)


def test_hosts_come_on_top_of_the_default_one() -> None:
    assert FetchSettings.from_env({"FETCH_HOSTS": "a.example, B.example"}).hosts == (
        "docs.aws.amazon.com",
        "a.example",
        "b.example",
    )


@pytest.mark.parametrize(("cls", "name"), BOUNDED)
def test_bounds_hold_whatever_way_a_value_comes(cls: type[Settings], name: str) -> None:
    field = cls.model_fields[name]
    low, high = bounds(field)
    assert low is not None
    assert high is not None
    for value in (low, high):
        assert getattr(cls(**{name: value}), name) == value
    named = field.validation_alias or name
    for value in (low - 1, high + 1, float("nan"), "many"):
        with pytest.raises(SettingsError) as raised:
            cls(**{name: value})
        assert raised.value.message == f"{named} is {value!r}."
        assert raised.value.help == f"Give a number from {low:.15g} to {high:.15g}."
        if isinstance(field.validation_alias, str):
            with pytest.raises(SettingsError, match=f"^{named} is '{value}'"):
                cls.from_env({field.validation_alias: str(value)})


@pytest.mark.parametrize(
    ("cls", "values"),
    [
        (AssistantSettings, {"chat_model": "gpt-5"}),
        (IngestSettings, {"chroma_url": "127.0.0.1:8000"}),
        (IngestSettings, {"embedding_model": None}),
        (FetchSettings, {"hosts": ("https://a.example",)}),
        (FetchSettings, {"hosts": ()}),
        (FetchSettings, {"ports": ()}),
        (PageSettings, {"port": []}),
    ],
)
def test_other_values_that_cannot_be_are_refused_with_a_remedy(cls: type[Settings], values: dict[str, object]) -> None:
    with pytest.raises(SettingsError) as raised:
        cls.from_mapping(values)
    assert raised.value.code == "settings"
    assert raised.value.help


def test_an_unknown_setting_is_refused_and_the_near_one_named() -> None:
    with pytest.raises(SettingsError, match=r"Unknown setting: chunk_token\. Did you mean chunk_tokens\?"):
        IngestSettings.from_mapping({"chunk_token": 100})
    with pytest.raises(SettingsError, match=r"Unknown setting: qqq\. Known: candidates, chat_base_url, "):
        AssistantSettings.from_env({}, qqq=1)


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("CHAT_MODLE", "Did you mean CHAT_MODEL?"),
        ("INGEST_MAX_FILES_MB", "Did you mean INGEST_MAX_FILE_MB?"),
        ("index_dir", "Did you mean INDEX_DIR?"),
        ("CITEPREP_CACH", "Did you mean CITEPREP_CACHE?"),
        ("CITEPREP_TOPK", "Those of that name are CITEPREP_CACHE, CITEPREP_DATA."),
    ],
)
def test_a_mistyped_variable_is_told(variable: str, said: str) -> None:
    (note,) = mistyped(ALL_SETTINGS, {variable: "3", "CHAT_MODEL": "local", "HOSTNAME": "me", "PATH": "", "LANG": ""})
    assert variable in note
    assert said in note


def test_a_mistyped_variable_is_told_on_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from assistant.__main__ import main as assistant
    from ingest.__main__ import main as ingest

    monkeypatch.setenv("INDEX_DRI", "elsewhere")
    monkeypatch.setenv("INDEX_DIR", str(tmp_path / "none"))
    for main, command in ((ingest, ["check"]), (assistant, ["ask", "What is recall?"])):
        assert main(command) in (1, 2)
        assert "INDEX_DRI is no setting and changes nothing. Did you mean INDEX_DIR?" in capsys.readouterr().err


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        IngestSettings().index = Path("x")
    assert hash(IngestSettings()) == hash(IngestSettings())


@given(st.integers(40, 480), st.text(min_size=1, max_size=20))
def test_a_fingerprint_is_of_what_shapes_an_index(tokens: int, model: str) -> None:
    """Nothing else may change it: an index would be built again for nothing, or not although it must."""
    one = IngestSettings(chunk_tokens=tokens, embedding_model=model)
    other = one.changed(index=Path("x"), embedding_threads=3, max_pages=7, chroma_url="http://127.0.0.1:1")
    assert one.fingerprint() == other.fingerprint()
    assert one.fingerprint() != one.changed(embedding_model=model + "x").fingerprint()


def test_all_errors_have_one_base() -> None:
    import assistant.errors
    import assistant.practice.errors
    import assistant.review.errors
    import evals.errors
    import ingest.errors

    for module in (assistant.errors, assistant.practice.errors, assistant.review.errors, evals.errors, ingest.errors):
        kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Exception)]
        assert kinds
        for kind in kinds:
            assert issubclass(kind, CiteprepError), kind
            error = kind("It went wrong.", help="Do this.")
            assert (str(error), bool(error.code)) == ("It went wrong. Do this.", True)
