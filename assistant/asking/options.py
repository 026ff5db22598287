"""The options of an exam question: how they are written, how many are to be chosen, whether a message is about them.

Pure text work. An option starts a line (or follows another option) with its letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.schema import Option, Turn
from ingest.text.analysis import Analysed, analyse
from ingest.text.number_words import whole_number

_OPTION_LINE = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?\(?([A-Fa-f])(?:[).:/\]]|[ \t]+[-–—](?=[ \t]))[ \t]+(.+)$", re.MULTILINE
)
_OPTION_INLINE = re.compile(r"(?:(?<=\s)|^)\(?([A-F])[).:/\]]\s+")
# Letters alone, behind the end of the stem: "Which service? A S3 B EBS C EFS".
_BARE_INLINE = re.compile(r"(?:(?<=\s)|(?<=\?)|(?<=:))([A-F])\s+(?=\S)")
_STEM_ENDS = ("?", ":")
_SMALL_INLINE = re.compile(r"(?:(?<=\s)|^)\(?([a-f])[)\]]\s+")  # "a." and "a:" are too often words
# "(Choose two.)" behind the last option is about the stem.
_TAIL = re.compile(
    r"[\s(]*\b(?:choose|select|pick|choisi\w*|sélectionn\w*)\s+(?:\w+\s+){0,2}\w+\s*[.)]*$", re.IGNORECASE
)
_MOST_CHOSEN = 5  # of six options
_CHOOSE = re.compile(
    r"(?:choose|select|pick|choisi\w*|selectionn\w*|coche\w*)\s+(?:the\s+|les\s+|any\s+)?(\w+)"
    r"|\b(?:which|what|quels?|quelles?)\s+(?:sont\s+les\s+)?(two|three|four|deux|trois|quatre)\b"
    r"|\b(two|three|deux|trois)\s+(?:correct\s+|right\s+|bonnes\s+)?(?:answers|options|reponses|solutions)",
)
_EXPLAIN = re.compile(
    r"\b(?:why|explain|wrong|right|correct|rule\w* out|other options?|others?|option [a-f]"
    r"|pourquoi|expliqu\w*|fauss\w*|juste|bonne|correcte?|autres?)\b"
)
_FEW_WORDS = 4


def split_options(text: str) -> tuple[str, tuple[Option, ...]]:
    """The stem and the options of an exam question; no options when fewer than two are in order from A."""
    for found in (_line_options(text), _inline_options(text, _OPTION_INLINE), _inline_options(text, _SMALL_INLINE)):
        if found is not None:
            return found
    found = _inline_options(text, _BARE_INLINE)
    return found if found is not None and found[0].endswith(_STEM_ENDS) else (text, ())


def how_many(stem: str) -> int:
    """How many options a stem asks for; 1 when it does not say."""
    for match in _CHOOSE.finditer(analyse(stem).folded):
        count = whole_number(next((word for word in match.groups() if word), ""))
        if count is not None and 2 <= count <= _MOST_CHOSEN:
            return int(count)
    return 1


def without_tail(options: tuple[Option, ...]) -> tuple[tuple[Option, ...], str]:
    """The options, and what stands behind the last one to say how many to choose."""
    match = _TAIL.search(options[-1].text) if options else None
    if match is None or not match.start() or how_many(match.group()) == 1:
        return options, ""
    last = options[-1]
    return (*options[:-1], Option(last.letter, last.text[: match.start()].rstrip())), match.group()


def last_exam_question(history: Sequence[Turn]) -> tuple[str, tuple[Option, ...]] | None:
    """Stem and options of the last exam question, when nothing was asked since but about it."""
    for turn in reversed(history):
        if turn.role != "user":
            continue
        stem, options = split_options(turn.text)
        if options:
            return stem, without_tail(options)[0]
        if not about_options(analyse(turn.text)):
            return None
    return None


def about_options(said: Analysed) -> bool:
    """True for "why is B right?", "pourquoi pas A ?"; a question with a subject of its own is none."""
    if not _EXPLAIN.search(said.folded):
        return False
    return len([word for word in said.content if not _EXPLAIN.search(word)]) < _FEW_WORDS - 1


def _line_options(text: str) -> tuple[str, tuple[Option, ...]] | None:
    matches = list(_OPTION_LINE.finditer(text))
    start = next((i for i, m in enumerate(matches) if m.group(1).upper() == "A"), None)
    if start is None:
        return None
    options: list[Option] = []
    for number, match in enumerate(matches[start:]):
        if match.group(1).upper() != "ABCDEF"[number : number + 1]:
            break
        following = matches[start + number + 1].start() if start + number + 1 < len(matches) else len(text)
        body = " ".join(text[match.start(2) : following].split())
        options.append(Option("ABCDEF"[number], body))
    if len(options) < 2:
        return None
    return text[: matches[start].start()].strip(), tuple(options)


def _inline_options(text: str, marks: re.Pattern[str]) -> tuple[str, tuple[Option, ...]] | None:
    matches = list(marks.finditer(text))
    for start in range(len(matches)):
        run = []
        for number, match in enumerate(matches[start:]):
            if match.group(1).upper() != "ABCDEF"[number : number + 1]:
                break
            run.append(match)
        if len(run) >= 3:
            ends = [match.start() for match in run[1:]] + [len(text)]
            options = tuple(
                Option(match.group(1).upper(), text[match.end() : end].strip(" ,;\n"))
                for match, end in zip(run, ends, strict=True)
            )
            if all(option.text for option in options):
                return text[: run[0].start()].strip(), options
    return None
