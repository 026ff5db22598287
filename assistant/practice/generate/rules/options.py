"""Rules on options: different from each other, and nothing in their form tells which one is right."""

from __future__ import annotations

import re

from assistant.practice.generate.drafts import Choice, Draft
from assistant.practice.generate.rules.context import Context
from ingest.analysis import content_words, fold, stem

_ABSOLUTE = re.compile(
    r"\b(?:[Aa]lways|[Nn]ever|none of|[Tt]oujours|[Jj]amais|toutes les réponses)\b",
)
_ABOVE = re.compile(r"of the above|ci-dessus|both [A-D] and [A-D]", re.IGNORECASE)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_GENERIC = set(
    """amazon aws vpc kms s3 api gpu cpu sql sagemaker
    data model method service type kind value feature key job mode class metric function
    modele donnees methode classe metrique fonction variable valeur endpoint monitoring surveillance encoding""".split()
)


def distinct(draft: Draft, context: Context) -> str | None:
    """Four options (five or six where several are right), all different, as many right ones as are asked for."""
    texts = [fold(choice.text).strip(" .") for choice in draft.choices]
    if len(set(texts)) < len(texts):
        return "two options are the same"
    if draft.type == "single" and (len(texts) != 4 or len(draft.keys) != 1):
        return f"{len(texts)} options with {len(draft.keys)} right ones"
    if draft.type == "several" and not (4 <= len(texts) <= 6 and 2 <= len(draft.keys) <= 3 and draft.wrong):
        return f"{len(texts)} options with {len(draft.keys)} right ones"
    if draft.type in ("ordering", "matching") and not 3 <= len(texts) <= 6:
        return f"{len(texts)} options"
    words = [set(content_words(text)) for text in texts]
    for one in range(len(words)):
        for other in range(one + 1, len(words)):
            a, b = words[one], words[other]
            if len(a) > 3 and len(b) > 3 and len(a & b) / len(a | b) > 0.75:
                return "two options say nearly the same"
    return None


def length_tells_nothing(draft: Draft, context: Context) -> str | None:
    """The right option is neither by far the longest nor by far the shortest."""
    if draft.type not in ("single", "several") or not draft.wrong:
        return None
    wrong = [len(choice.text) for choice in draft.wrong]
    mean = sum(wrong) / len(wrong)
    for choice in draft.keys:
        size = len(choice.text)
        if size > 1.5 * mean and size > max(wrong) + 12:
            return "the right option is the longest"
        if size < 0.55 * mean and size < min(wrong) - 12:
            return "the right option is the shortest"
    return None


def form_tells_nothing(draft: Draft, context: Context) -> str | None:
    """The right option does not stand out by grammar: first word, gloss in brackets, article."""
    if draft.type not in ("single", "several") or len(draft.choices) < 4:
        return None
    for mark, what in (
        (_begins_is, "begins with a form of to be"),
        (_has_gloss, "has a gloss"),
        (_has_article, "article"),
    ):
        right = {mark(choice) for choice in draft.keys}
        wrong = {mark(choice) for choice in draft.wrong}
        if len(right) == 1 and len(wrong) == 1 and right != wrong:
            return f"only the right option differs: {what}"
    return None


def no_absolutes(draft: Draft, context: Context) -> str | None:
    """No "all of the above", and no always or never that marks one option."""
    if any(_ABOVE.search(choice.text) for choice in draft.choices):
        return "an option speaks of the others"
    marked = [bool(_ABSOLUTE.search(choice.text)) for choice in draft.choices]
    return "one option has an absolute word" if sum(marked) == 1 and draft.type == "single" else None


def key_not_in_stem(draft: Draft, context: Context) -> str | None:
    """No telling word of the right option stands in the stem, unless wrong options share it."""
    if draft.type == "matching":
        return _pairs_share(draft)
    if draft.kind not in ("which", "describe", "several"):
        return None
    said = _stems(draft.stem, draft)
    for choice in draft.keys:
        for word in sorted(_stems(choice.text, draft) & said):
            sharing = sum(1 for other in draft.wrong if word in _stems(other.text, draft))
            if sharing < 2:
                return f"stem and right option share {word!r}"
    return None


def _pairs_share(draft: Draft) -> str | None:
    """In a matching item at most one prompt may share a word with its description and no other."""
    telling = 0
    for prompt, index in draft.pairs:
        own = _stems(prompt, draft) & _stems(draft.choices[index].text, draft)
        for word in own:
            sharing = sum(
                1 for place, c in enumerate(draft.choices) if place != index and word in _stems(c.text, draft)
            )
            telling += sharing == 0
    return "prompts and descriptions share telling words" if telling > 1 else None


def _stems(text: str, draft: Draft) -> frozenset[str]:
    found: set[str] = set()
    for word in re.findall(r"[^\W_]+(?:[_-][^\W_]+)*", text):
        parts = [word, *re.split(r"[_-]", word)]
        if any(c.isupper() for c in word[1:]) and any(c.islower() for c in word):
            parts += _CAMEL.findall(word)
        for part in parts:
            for content in content_words(part):
                if (len(content) > 3 or (len(part) == 3 and part.isupper())) and content not in _GENERIC:
                    found.add(stem(content, draft.lang))
    return frozenset(found)


def _begins_is(choice: Choice) -> bool:
    return choice.text.split(" ")[0] in ("Is", "Est", "Désigne")


def _has_gloss(choice: Choice) -> bool:
    return "(" in choice.text


def _has_article(choice: Choice) -> bool:
    return bool(re.match(r"(?:An?|The|Une?|Les?|La) |L’", choice.text))
