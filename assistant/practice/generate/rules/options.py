"""Rules on options: different from each other, and nothing in their form tells which one is right."""

from __future__ import annotations

import re

from assistant.practice.generate.rules.context import Context
from assistant.practice.generate.writing.distractors import LEAST_PEERS
from assistant.practice.generate.writing.drafts import Choice, Claim, Draft
from ingest.schema import Lang
from ingest.text.analysis import content_words, fold, stem

_ABSOLUTE = re.compile(
    r"\b(?:[Aa]lways|[Nn]ever|none of|[Tt]oujours|[Jj]amais|toutes les réponses)\b",
)
_ABOVE = re.compile(r"of the above|ci-dessus|both [A-D] and [A-D]", re.IGNORECASE)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_GENERIC = set(
    """amazon aws vpc kms s3 api sql sagemaker
    data method service type kind value feature key job mode class metric function fit two three
    donnees methode classe metrique fonction variable valeur endpoint monitoring surveillance encoding""".split()
)

_COMMON = ("S3", "VPC", "KMS", "SQL", "EC2", "CPU", "GPU")


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
    # Names are as long as they are; descriptions could have been made longer.
    short = 8 if draft.kind in ("describe", "several") else 12
    for choice in draft.keys:
        size = len(choice.text)
        if size > 1.5 * mean and size > max(wrong) + 12:
            return "the right option is the longest"
        if size < 0.55 * mean and size < min(wrong) - short:
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


def others_alike(draft: Draft, context: Context) -> str | None:
    """Beside a name stand others that serve the same purpose: the only one of its kind is found without knowing it."""
    family = context.families.get(draft.family)
    if family is None or not family.alike or draft.kind not in LEAST_PEERS:
        return None
    peers = family.peers(family.english(draft.keys[0].label, draft.lang))
    count = sum(1 for choice in draft.wrong if family.english(choice.label, draft.lang) in peers)
    return f"{count} of the wrong options are of the kind of the right one" if count < LEAST_PEERS[draft.kind] else None


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
    scope = context.families[draft.family].scope.get(draft.lang, "") if draft.family in context.families else ""
    said = _stems(draft.stem, draft.lang) - _stems(scope, draft.lang)
    for choice in draft.keys:
        own = _stems(choice.text, draft.lang)
        for word in sorted((own & said) | _beginnings(choice.text, draft.stem, draft.lang)):
            if sum(1 for other in draft.wrong if word in _stems(other.text, draft.lang)) < 2:
                return f"stem and right option share {word!r}"
        spelled = _spelled(choice.text, draft.stem) or _spelled(draft.stem, choice.text)
        spelled = spelled or _headed(choice.text, draft.stem) or _placed(choice.text, draft)
        if spelled:
            return f"the stem or the right option spells out {spelled}"
    return _shared_at_the_source(draft)


def _shared_at_the_source(draft: Draft) -> str | None:
    """The same for the words of an English source: Object Detection says "objects" in a French item too."""
    for choice in draft.keys:
        if not choice.claims:
            continue
        claim = choice.claims[0]
        if claim.lang == draft.lang or not claim.names:
            continue
        for word in sorted(_name_stems(claim) & _stems(_bare(claim), claim.lang)):
            wrong = [other.claims[0] for other in draft.wrong if other.claims]
            texts = (" ".join(c.names) if draft.kind == "which" else _bare(c) for c in wrong)
            if sum(1 for text in texts if word in _stems(text, claim.lang)) < 2:
                return f"name and description share {word!r} in the source"
    return None


def _name_stems(claim: Claim) -> frozenset[str]:
    return _stems(" ".join(claim.names), claim.lang)


def _bare(claim: Claim) -> str:
    """A claim without the names of its subject."""
    text = claim.text
    for name in sorted(claim.names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def _beginnings(option: str, asked: str, lang: Lang) -> set[str]:
    """Words of the option that begin as a word of the stem does: Timestream and time series."""
    said = {word for word in content_words(asked) if len(word) > 3 and word not in _GENERIC}
    own = {word for word in content_words(option) if len(word) > 3}
    return {stem(word, lang) for word in own for other in said if word != other and word.startswith(other)}


def _spelled(short: str, full: str) -> str:
    """An acronym in one text that the initials of words in the other spell: DetectPHI, protected health information."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", fold(full)))
    for acronym in re.findall(r"[A-Z]{3,}(?![a-z])", short):
        if acronym not in full and acronym.casefold() in initials:
            return str(acronym)
    return ""


def _headed(option: str, asked: str) -> str:
    """An acronym of the option that a word of the stem begins with: IP Insights, IPv4."""
    acronyms = re.findall(r"(?<!\w)[A-Z]{2,}(?!\w)", option)
    return next((acronym for acronym in acronyms if re.search(rf"(?<!\w){acronym}[a-z]", asked)), "")


def _placed(option: str, draft: Draft) -> str:
    """A name too common to tell (S3, VPC) that the stem says and no wrong option does."""
    told = (name for name in _COMMON if all(re.search(rf"\b{name}\b", text) for text in (option, draft.stem)))
    return next((name for name in told if not any(name in other.text for other in draft.wrong)), "")


def _pairs_share(draft: Draft) -> str | None:
    """In a matching item at most one prompt may share a word with its description and no other."""
    telling = sum(_tells(prompt, index, draft) for prompt, index in draft.pairs)
    return "prompts and descriptions share telling words" if telling > 1 else None


def _tells(prompt: str, index: int, draft: Draft) -> bool:
    """Whether a prompt and its description share a word, in their language or that of the source, or an acronym."""
    choice, others = draft.choices[index], [c for place, c in enumerate(draft.choices) if place != index]
    own = _stems(prompt, draft.lang) & _stems(choice.text, draft.lang)
    if any(all(word not in _stems(other.text, draft.lang) for other in others) for word in own):
        return True
    if _headed(prompt, choice.text):
        return True
    claim = choice.claims[0] if choice.claims else None
    if claim is None or claim.lang == draft.lang:
        return False
    said = [_stems(_bare(other.claims[0]), claim.lang) for other in others if other.claims]
    return any(
        all(word not in words for words in said) for word in _name_stems(claim) & _stems(_bare(claim), claim.lang)
    )


def _stems(text: str, lang: Lang) -> frozenset[str]:
    found: set[str] = set()
    for word in re.findall(r"[^\W_]+(?:[_-][^\W_]+)*", text):
        parts = [word, *re.split(r"[_-]", word)]
        parts += [part[:-1] for part in parts if re.fullmatch(r"[A-Z]{2,}s", part)]
        if any(c.isupper() for c in word[1:]) and any(c.islower() for c in word):
            parts += _CAMEL.findall(word)
        for part in parts:
            found.update(
                stem(content, lang) for content in content_words(part) if len(content) > 2 and content not in _GENERIC
            )
    return frozenset(found)


def _begins_is(choice: Choice) -> bool:
    return choice.text.split(" ")[0] in ("Is", "Est", "Désigne")


def _has_gloss(choice: Choice) -> bool:
    return "(" in choice.text


def _has_article(choice: Choice) -> bool:
    return bool(re.match(r"(?:An?|The|Une?|Les?|La) |L’", choice.text))
