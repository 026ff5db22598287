"""The metadata at the top of a file in its three formats, what is read of a broken one, and what is none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sourcing.frontmatter import CODE, parse_yaml_mapping, read_front_matter, split_front_matter

BODY = "# Title\n\nText.\n"


@pytest.mark.parametrize(
    ("top", "meta"),
    [
        ("---\ntitle: A\nlang: fr\n---\n", {"title": "A", "lang": "fr"}),
        ("---\ntitle: A\n...\n", {"title": "A"}),
        ("---  \ntitle: A\n---\t\n", {"title": "A"}),
        ("---\r\ntitle: A\r\n---\r\n", {"title": "A"}),
        ("\ufeff---\ntitle: A\n---\n", {"title": "A"}),
        ("---\n---\n", None),
        ("---\n\n---\n", {}),
        ("---\n# only a remark\n---\n", {}),
        ("---\ntags: [a, b]\n---\n", {"tags": ["a", "b"]}),
        ("---\ntags:\n  - a\n  - b\n---\n", {"tags": ["a", "b"]}),
        ("---\nas_of: 2023-06-01\n---\n", {"as_of": datetime.date(2023, 6, 1)}),
        ("---\n2: one\nfalse: yes\n---\n", {"2": "one", "False": True}),
        ("---\ntitle: |\n  two\n  lines\n---\n", {"title": "two\nlines\n"}),
        ('+++\ntitle = "A"\ntags = ["x"]\n+++\n', {"title": "A", "tags": ["x"]}),
        ("+++\nweight = 3\n+++\n", {"weight": 3}),
        ('{"title": "A", "n": 1}\n', {"title": "A", "n": 1}),
        ('{\n  "title": "A"\n}\n', {"title": "A"}),
        (';;;\n{"title": "A"}\n;;;\n', {"title": "A"}),
    ],
)
def test_metadata_is_read_and_the_body_begins_behind_it(top: str, meta: dict[str, object] | None) -> None:
    found, end = split_front_matter(top + BODY)
    if meta is None:  # two fences with nothing between them, not even a line
        assert found == {}
        return
    assert found == meta
    assert (top + BODY)[end:] == BODY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text.\n",
        "---\n",
        "---\nA rule, then text.\n\n---\n\nMore.\n",
        "---\n\nText between rules.\n\n---\n",
        "----\ntitle: A\n----\n",
        " ---\ntitle: A\n---\n",
        "Text\n---\ntitle: A\n---\n",
        "---\n- a\n- b\n---\n",
        "{ a brace begins this sentence.\n",
        "{}\nText.\n",
        "[1, 2]\n",
        '{"title": "A"} and text behind it\n',
        "+++\nno toml here\n+++\n",
        "{{ template }}\n",
    ],
)
def test_a_text_that_only_begins_alike_has_none(text: str) -> None:
    assert split_front_matter(text) == ({}, 0)
    assert read_front_matter(text).omissions == ()


@pytest.mark.parametrize(
    ("block", "meta", "bad"),
    [
        ("title: Endpoints: a guide\nlang: fr", {"title": "Endpoints: a guide", "lang": "fr"}, ""),
        ("title: 'It''s: fine'\nlang: fr", {"title": "It's: fine", "lang": "fr"}, ""),
        ('title: "A" and B\nlang: fr', {"title": 'A" and B', "lang": "fr"}, ""),
        ("title: A\nbad: [1, 2\nlang: fr", {"title": "A", "lang": "fr"}, "line 3"),
        ("title: A\nbad: {x\nworse: *no\nlang: fr", {"title": "A", "lang": "fr"}, "line 3, line 4"),
        ("title: A\nas_of: 2023-13-45\nlang: fr", {"title": "A", "lang": "fr"}, "line 3"),
        ("title: A\nno key here\nbad: [", {"title": "A"}, "line 3, line 4"),
        ("title: A\n# a remark\nbad: [\nlang: en", {"title": "A", "lang": "en"}, "line 4"),
        ("tags:\n  - a\n  - b\nbad: [", {"tags": ["a", "b"]}, "line 5"),
    ],
)
def test_one_bad_value_costs_one_line_and_is_named(block: str, meta: dict[str, object], bad: str) -> None:
    text = f"---\n{block}\n---\n{BODY}"
    front = read_front_matter(text)
    assert dict(front.meta) == meta
    assert text[front.end :] == BODY
    assert [omission.where for omission in front.omissions] == ([bad] if bad else [])
    assert all(omission.code == CODE and omission.count == bad.count("line") for omission in front.omissions)


def test_a_bad_line_of_toml_costs_one_line() -> None:
    front = read_front_matter(f'+++\ntitle = "A"\nbad = = 3\nweight = 2\n+++\n{BODY}')
    assert dict(front.meta) == {"title": "A", "weight": 2}
    assert [omission.where for omission in front.omissions] == ["line 3"]


@pytest.mark.parametrize(
    ("text", "meta"),
    [
        ("", {}),
        ("a: 1", {"a": 1}),
        ("2: b", {"2": "b"}),
        ("- a", None),
        ("text", None),
        ("a: [", None),
        ("a: b: c", None),
        ("!!python/object:os.system x", None),
        ("a: !!python/name:os.system x", None),
        ("? [a, b]\n: c", None),
        ("a: 2023-13-45", None),
    ],
)
def test_a_mapping_or_nothing(text: str, meta: dict[str, object] | None) -> None:
    if text.startswith("?"):  # a key that is a list becomes its text
        assert parse_yaml_mapping(text) in (None, {"('a', 'b')": "c"})
        return
    assert parse_yaml_mapping(text) == meta


def test_a_very_long_top_is_text() -> None:
    text = "---\n" + "".join(f"key{number}: value\n" for number in range(8000)) + "---\nBody.\n"
    assert split_front_matter(text) == ({}, 0)


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_looked_at(text: str) -> None:
    front = read_front_matter(f"---\n{text}\n---\nBody.\n")
    assert 0 <= front.end <= len(text) + 15
    assert all(isinstance(key, str) for key in front.meta)


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[A-Za-z é]{1,20}", fullmatch=True))
)
@settings(deadline=None, max_examples=40)
def test_what_yaml_writes_is_read(values: dict[str, str]) -> None:
    import yaml

    text = f"---\n{yaml.safe_dump(values, allow_unicode=True)}---\n{BODY}" if values else f"---\n\n---\n{BODY}"
    found, end = split_front_matter(text)
    assert found == values
    assert text[end:] == BODY


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: A: b", "A: b"),
        ("title: it's: so", "it's: so"),
        ("title: 'A': B", "A': B"),
        ('title: "A" and "B": c', 'A" and "B": c'),
        ('title: "open quote', None),  # a quote that never ends may have swallowed the lines below
        ('title: "A: "b" c', None),
        ("title: [a, b", None),
        ("title: {a: b", None),
        ("title: !odd: x", None),
        ("title: 12: 13: 14]", None),
    ],
)
def test_a_value_that_the_format_refuses_is_text_where_it_is_plain(line: str, title: str | None) -> None:
    found = read_front_matter(f"---\nlang: fr\n{line}\n---\n{BODY}")
    assert found.meta["lang"] == "fr"
    if title is None:
        assert "title" not in found.meta
        assert [(one.code, one.count, one.where) for one in found.omissions] == [(CODE, 1, "line 3")]
    else:
        assert found.meta["title"] == title
        assert found.omissions == ()
