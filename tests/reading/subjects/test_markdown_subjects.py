"""Blocks of Markdown name what they are about: the items above them, the sentence that leads in."""

from __future__ import annotations

import textwrap

import pytest

from ingest.readers.assemble import assemble
from ingest.readers.markdown.reader import read_markdown


def subjects_of(markdown: str) -> dict[str, list[str]]:
    """The subjects of every block that has some, by the block's text."""
    text, blocks = assemble(read_markdown(textwrap.dedent(markdown).strip()).pieces)
    return {text[b.start : b.end]: [text[start:end] for start, end in b.subjects] for b in blocks if b.subjects}


NESTED = """
# Storage

1. Amazon S3
   - Standard
     - no retrieval fee
   - Glacier Deep Archive
     - retrieval fee
2. Amazon EFS

   A second paragraph under item two.

   ```bash
   mount -t efs fs-1 /mnt
   ```
3. Amazon FSx
"""


def test_items_lie_under_the_items_above_them() -> None:
    assert subjects_of(NESTED) == {
        "- Standard": ["Amazon S3"],
        "- no retrieval fee": ["Amazon S3", "Standard"],
        "- Glacier Deep Archive": ["Amazon S3"],
        "- retrieval fee": ["Amazon S3", "Glacier Deep Archive"],
        "A second paragraph under item two.": ["Amazon EFS"],
        "mount -t efs fs-1 /mnt": ["Amazon EFS"],
    }


@pytest.mark.parametrize(
    ("markdown", "subjects"),
    [
        ("A shard takes, per second:\n\n- 1 MB", {"- 1 MB": ["A shard takes, per second:"]}),
        ("Two limits. A shard takes:\n- 1 MB.", {"- 1 MB.": ["A shard takes:"]}),
        ("**Avantages**\n\n- peu cher", {"- peu cher": ["Avantages"]}),
        ("Firehose has these limits.\n\n- 1 MB", {"- 1 MB": ["Firehose has these limits."]}),
        ("It was launched in 2006.\n\n- Keep your data in one Region.", {}),
        ("Text.\n\n## Limits\n\n- 1 MB", {}),
        (
            "- Glue. It has two parts:\n  - a catalog\n  - jobs",
            {"- a catalog": ["It has two parts:"], "- jobs": ["It has two parts:"]},
        ),
        ("- Standard. The first class.\n  - fast", {"- fast": ["Standard."]}),
        (
            "- S3\n\n  It has classes:\n\n  - Standard",
            {"It has classes:": ["S3"], "- Standard": ["S3", "It has classes:"]},
        ),
        ("Run:\n\n```\nls\n```", {"ls": ["Run:"]}),
        ("Prices per hour:\n\n| a | b |\n|---|---|\n| 1 | 2 |", {"| a | b |\n| 1 | 2 |": ["Prices per hour:"]}),
        ("Why:\n\nIt is cheap.", {"It is cheap.": ["Why:"]}),
        (
            "** DatasetArn **  \nThe name of the dataset.  \nRequired: Yes",
            {"The name of the dataset.": ["DatasetArn"], "Required: Yes": ["DatasetArn"]},
        ),
        ("It is cheap.  \nIt is fast.", {}),
        ("A line without an end\n\nAnother line", {}),
        ("- one\n\nText after.\n", {}),
    ],
)
def test_what_leads_in_is_a_subject_and_what_stands_alone_has_none(
    markdown: str, subjects: dict[str, list[str]]
) -> None:
    assert subjects_of(markdown) == subjects


def test_a_chain_of_open_lines_does_not_grow_with_its_length() -> None:
    chain = "\n\n".join(f"Step {number}:" for number in range(50))
    assert max(len(subjects) for subjects in subjects_of(chain).values()) <= 4
