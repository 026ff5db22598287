"""What a person typed, understood: language, stem, options, how many to choose, follow-up made standalone.

Pure text work, no model and no index. The rules are few and visible: an option starts a line (or follows another
option) with its letter; a follow-up leans on the conversation by a pronoun or by having almost no content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import QuestionError
from assistant.schema import Option, Question, Turn
from ingest.analysis import content_words, fold
from ingest.language import detect_language
from ingest.schema import Lang

_OPTION_LINE = re.compile(r"^[ \t]*(?:[-*•][ \t]*)?\(?([A-Fa-f])[).:\]][ \t]+(.+)$", re.MULTILINE)
_OPTION_INLINE = re.compile(r"(?:(?<=\s)|^)\(?([A-F])[).:\]]\s+")
_COUNTS = {
    "2": 2, "3": 3, "4": 4, "two": 2, "three": 3, "four": 4, "deux": 2, "trois": 3, "quatre": 4,
}  # fmt: skip
_CHOOSE = re.compile(
    r"(?:choose|select|pick|choisi\w*|selectionn\w*|coche\w*)\s+(?:the\s+|les\s+|any\s+)?(\w+)"
    r"|\b(two|three|deux|trois)\s+(?:correct\s+|right\s+|bonnes\s+)?(?:answers|options|reponses|solutions)",
)
_CONTINUING = {
    "en": re.compile(r"^(?:and|but|so|then|also|what about|how about|in that case)\b"),
    "fr": re.compile(r"^(?:et|mais|donc|alors|aussi|dans ce cas|qu'en est-il)\b"),
}
_LEANING = {
    "en": re.compile(
        r"^(?:why|which one|is it|does it|can it)\b"
        r"|\b(?:it|its|they|them|their|this|that|these|those|the former|the latter|the same)\b"
    ),
    "fr": re.compile(
        r"^(?:pourquoi|lequel|laquelle|c'est)\b"
        r"|\b(?:il|elle|ils|elles|celui-ci|celle-ci|cela|ca|ceux-ci|ce dernier|cette derniere|le meme|la meme|y|en)\b"
    ),
}
_NAME = re.compile(r"(?<!^)\b[^\W\d_]*[A-Z0-9]\w*")
_EXPLAIN = re.compile(
    r"\b(?:why|explain|wrong|right|correct|rule\w* out|other options?|others?|option [a-f]"
    r"|pourquoi|expliqu\w*|fauss\w*|juste|bonne|correcte?|autres?)\b"
)
_FEW_WORDS = 4


def parse_question(
    asked: str, history: Sequence[Turn] = (), *, lang: Lang | None = None, max_chars: int = 6000
) -> Question:
    """Understand a message. Raises QuestionError when it is empty or too long."""
    text = asked.strip()
    if not text:
        raise QuestionError("There is no question.")
    if len(text) > max_chars:
        raise QuestionError(f"The question has {len(text)} characters; the limit is {max_chars}.")
    stem, options = split_options(text)
    language = lang or detect_language(stem if len(stem) > 20 else text)
    standalone, follow_up = make_standalone(stem, history, language)
    if not options and _EXPLAIN.search(fold(stem)) and (earlier := _last_exam_question(history)) is not None:
        standalone, options = earlier  # "why is B right and the others wrong?" is about the question before
        stem, follow_up = standalone, True
    return Question(
        asked=text,
        text=standalone,
        lang=language,
        options=options,
        choose=how_many(stem) if options else 1,
        follow_up=follow_up,
    )


def _last_exam_question(history: Sequence[Turn]) -> tuple[str, tuple[Option, ...]] | None:
    """Stem and options of the last thing the person asked, when it had options."""
    asked = [turn.text for turn in history if turn.role == "user"]
    if not asked:
        return None
    stem, options = split_options(asked[-1])
    return (stem, options) if options else None


def split_options(text: str) -> tuple[str, tuple[Option, ...]]:
    """The stem and the options of an exam question; no options when fewer than two are in order from A."""
    for found in (_line_options(text), _inline_options(text)):
        if found is not None:
            return found
    return text, ()


def how_many(stem: str) -> int:
    """How many options a stem asks for; 1 when it does not say."""
    for match in _CHOOSE.finditer(fold(stem)):
        count = _COUNTS.get(match.group(1) or match.group(2) or "")
        if count:
            return count
    return 1


def make_standalone(stem: str, history: Sequence[Turn], lang: Lang) -> tuple[str, bool]:
    """The stem with what it leans on: the last question of the conversation, when it cannot stand alone.

    It cannot when it opens as a continuation ("And ...?"), or names nothing itself and leans on a pronoun.
    """
    earlier = [turn.text for turn in history if turn.role == "user" and turn.text.strip()]
    if not earlier:
        return stem, False
    folded = fold(stem).replace("’", "'")
    content = content_words(stem)
    names_something = bool(_NAME.search(stem))
    leaning = bool(_LEANING[lang].search(folded)) or len(content) < _FEW_WORDS
    if len(content) > 2 * _FEW_WORDS or not (_CONTINUING[lang].search(folded) or (leaning and not names_something)):
        return stem, False
    before, _ = split_options(earlier[-1])
    return f"{before.strip()} {stem}", True


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


def _inline_options(text: str) -> tuple[str, tuple[Option, ...]] | None:
    matches = list(_OPTION_INLINE.finditer(text))
    for start in range(len(matches)):
        run = []
        for number, match in enumerate(matches[start:]):
            if match.group(1) != "ABCDEF"[number : number + 1]:
                break
            run.append(match)
        if len(run) >= 3:
            ends = [match.start() for match in run[1:]] + [len(text)]
            options = tuple(
                Option(match.group(1), text[match.end() : end].strip(" ,;\n"))
                for match, end in zip(run, ends, strict=True)
            )
            if all(option.text for option in options):
                return text[: run[0].start()].strip(), options
    return None
