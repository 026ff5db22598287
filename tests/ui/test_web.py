"""The scripts and style sheets of the page: they parse, and their names are those of the page."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.ui.check.state import Check
from assistant.ui.ids import Id, page_value
from assistant.ui.sources import Chosen, SourcesPanel
from assistant.ui.web import files

WEB = Path(files.__file__).parent
UI = WEB.parent
SCRIPTS, STYLES = sorted(WEB.glob("*.js")), sorted(WEB.glob("*.css"))
NODE = shutil.which("node")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_DERIVED = ("cp-map-", "cp-source-", "cp-group-", "cp-quality-")


def parsed(css: str) -> list[tuple[str, str]]:
    """The rules of a style sheet, nested ones too: what stands before "{", and the declarations directly inside.

    Raises ValueError for braces that do not match and for a declaration without ":".
    """
    rules: list[tuple[str, str]] = []
    open_rules: list[list[str]] = [["", ""]]
    text = ""
    for part in re.split(r"([{};])", re.sub(r'"[^"\n]*"', '""', _COMMENT.sub(" ", css))):
        if part == "{":
            open_rules.append([text.strip(), ""])
        elif part in (";", "}"):
            if text.strip() and not text.strip().startswith("@") and ":" not in text:
                raise ValueError(f"no declaration: {text.strip()}")
            open_rules[-1][1] += f"{text.strip()};" if text.strip() else ""
            if part == "}":
                if len(open_rules) == 1:
                    raise ValueError(f"a '}}' too many after {rules[-1] if rules else 'nothing'}")
                selector, declarations = open_rules.pop()
                rules.append((selector, declarations))
        else:
            text = part
            continue
        text = ""
    if len(open_rules) > 1:
        raise ValueError(f"not closed: {open_rules[-1][0]}")
    return rules


@pytest.mark.parametrize("bad", ["a { color: red", "a { color: red; } }", "a { color red; }"])
def test_a_broken_style_sheet_is_noticed(bad: str) -> None:
    with pytest.raises(ValueError, match=r"declaration|closed|too many"):
        parsed(bad)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheets_parse_and_every_rule_says_something(path: Path) -> None:
    rules = parsed(path.read_text(encoding="utf-8"))
    assert len(rules) > 5
    assert [selector for selector, declarations in rules if not declarations and not selector.startswith("@")] == []


def test_every_colour_and_size_that_is_used_is_defined() -> None:
    css = files.css()
    used = set(re.findall(r"var\((--cp-[\w-]+)", css))
    assert used - set(re.findall(r"(--cp-[\w-]+)\s*:", css)) == set()


@pytest.mark.skipif(NODE is None, reason="node is missing: apt-get install nodejs")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_parse(path: Path) -> None:
    done = subprocess.run([str(NODE), "--check", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_file_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    assert [path.name for path in SCRIPTS if f'"{path.stem}"' not in code] == []
    assert sorted(files.STYLES) == [path.name for path in STYLES]


def test_names_in_scripts_and_styles_are_names_of_the_page() -> None:
    known = {str(name) for name in Id}
    for path in (*SCRIPTS, *STYLES):
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r"#(cp-[\w-]+)", text)) | set(re.findall(r"getElementById\('(cp-[\w-]+)'", text))
        assert {name for name in named - known if not name.startswith(_DERIVED)} == set(), path.name


def test_no_module_writes_a_name_by_itself() -> None:
    """Names come from `ids`, which refuses two alike."""
    for path in UI.rglob("*.py"):
        if path.name != "ids.py":
            assert re.findall(r"""elem_id=f?["']|\bid=f?["']cp-""", path.read_text(encoding="utf-8")) == [], path


def test_a_click_opens_sources_of_its_own_part_only() -> None:
    panel = SourcesPanel("check", lambda uri: None, lambda citation: "gone")
    assert panel.clicked("check-3-12") == Chosen("check-3", 12)
    for value in ("", "check-3", "exam-3-12", "check-3-x", "check-٣-1", "check--3-1", "check-3-1 ", "check-3-1\n"):
        assert panel.clicked(value) is None


def test_what_a_part_draws_can_be_clicked_in_it() -> None:
    check = Check(7, "text")
    panel = SourcesPanel("check", lambda uri: None, lambda citation: "gone")
    assert panel.clicked(f"{check.anchor}-2") == Chosen(check.anchor, 2)
    assert panel.clicked(page_value(check.anchor, 2)) == Chosen(check.anchor, 2, picture=True)
