"""The ways in: the names that programs import, the one command line, the wheel, the lines of the README."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import assistant
import ingest
from assistant import __main__ as command_line
from assistant.answering import opening
from ingest.settings import DEFAULT_INDEX, IngestSettings

ROOT = Path(__file__).resolve().parent.parent
README_PROGRAM = (ROOT / "README.md").read_text(encoding="utf-8").split("```python\n", 1)[1].split("```", 1)[0]


def test_what_a_program_needs_is_imported_from_the_top() -> None:
    from assistant.answering.answer import Assistant, open_assistant
    from assistant.schema import Answer
    from ingest.pipeline import build_index

    assert (assistant.Assistant, assistant.open_assistant, assistant.Answer) == (Assistant, open_assistant, Answer)
    assert (ingest.build_index, ingest.IngestSettings) == (build_index, IngestSettings)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = assistant.no_such_name


def test_importing_the_face_loads_nothing_heavy() -> None:
    code = "import assistant, ingest, sys; print({'numpy', 'torch', 'chromadb', 'gradio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"


def test_ingest_is_handed_on_with_its_own_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["ingest", "list", "--corpus", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_missing_default_index_is_built_and_a_named_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[IngestSettings] = []
    monkeypatch.setattr("ingest.pipeline.build_index", lambda settings, progress: built.append(settings))
    monkeypatch.setattr(opening, "DEFAULT_INDEX", tmp_path / "default")
    opening.build_if_missing(IngestSettings(index=tmp_path / "named"))
    assert not built
    opening.build_if_missing(IngestSettings(index=tmp_path / "default"))
    assert [settings.index for settings in built] == [tmp_path / "default"]
    assert "building it" in capsys.readouterr().err
    (tmp_path / "default").mkdir()
    opening.build_if_missing(IngestSettings(index=tmp_path / "default"))
    assert len(built) == 1


def test_in_a_checkout_the_index_lies_beside_the_code() -> None:
    assert DEFAULT_INDEX == ROOT / ".index"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from a copy without a network."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in ("assistant", "corpus", "evals", "ingest"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, source / name)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        str(source),
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(out.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_all_that_the_program_reads(wheel: Path) -> None:
    """Every file of the packages that is no code of Python, and the corpus, are in it; so is the command."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        commands = next(name for name in names if name.endswith("entry_points.txt"))
        assert "citeprep = assistant.__main__:main" in archive.read(commands).decode()
    folders = ("assistant", "corpus", "evals", "ingest")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    expected = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert expected - names == set()


@pytest.mark.slow
def test_installed_elsewhere_the_index_goes_to_the_users_data(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "from ingest.settings import DEFAULT_CORPUS, DEFAULT_INDEX; print(DEFAULT_CORPUS, DEFAULT_INDEX, sep='\\n')"
    environment = {"PYTHONPATH": str(tmp_path / "site"), "CITEPREP_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    corpus, index = map(Path, done.stdout.splitlines())
    assert corpus == tmp_path / "site" / "corpus"
    assert (corpus / "sources.toml").is_file()
    assert index == tmp_path / "data" / "index"


def test_the_program_of_the_readme_is_five_lines() -> None:
    assert len([line for line in README_PROGRAM.splitlines() if line.strip()]) == 5
