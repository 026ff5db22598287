"""What stands side by side in a text, and which of it is meant."""

from __future__ import annotations

import pytest

from assistant.asking.talk.referents import enumerations, plain


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("It delivers to Amazon S3, Amazon Redshift and Splunk.", ("Amazon S3", "Amazon Redshift", "Splunk")),
        ("Les trois types sont : fichier, flux et requête.", ("fichier", "flux", "requête")),
        ("Types:\n- tumbling\n- sliding\n- stagger", ("tumbling", "sliding", "stagger")),
        ("1. Standard\n2. Glacier", ("Standard", "Glacier")),
    ],
)
def test_things_side_by_side_are_found_in_their_order(text: str, items: tuple[str, ...]) -> None:
    assert enumerations(text)[0] == items


@pytest.mark.parametrize("text", ["The default is 300 seconds.", "", "It is slow, because every record is read twice."])
def test_a_plain_sentence_sets_nothing_side_by_side(text: str) -> None:
    assert enumerations(text) == []


def test_frames_around_quotes_are_no_part_of_what_was_said() -> None:
    told = "D'après « What is X » (source en anglais) : « X has File mode and Pipe mode » [1]."
    assert plain(told) == "X has File mode and Pipe mode ."
