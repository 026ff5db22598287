"""What a person typed, understood: language, stem, options, how many to choose, follow-up made standalone.

Pure text work, no model and no index. The rules are few and visible: an option starts a line (or follows another
option) with its letter; a follow-up leans on the conversation by a pronoun or by having almost no content.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.asking.spelling import write_out
from assistant.asking.terms import Names
from assistant.errors import QuestionError
from assistant.schema import Option, Question, Turn
from ingest.schema import Lang
from ingest.text.analysis import Analysed, analyse, content_words, fold, is_stop_word
from ingest.text.characters import normal, whole
from ingest.text.language import certain_language, detect_language
from ingest.text.number_words import whole_number

_OPTION_LINE = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?\(?([A-Fa-f])(?:[).:\]]|[ \t]+[-–—](?=[ \t]))[ \t]+(.+)$", re.MULTILINE
)
_OPTION_INLINE = re.compile(r"(?:(?<=\s)|^)\(?([A-F])[).:\]]\s+")
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
_CONTINUING = {
    "en": re.compile(r"^(?:and|but|so|then|also|what about|how about|in that case)\b"),
    "fr": re.compile(r"^(?:et|mais|donc|alors|aussi|dans ce cas|qu'en est-il)\b"),
}
# A pronoun for something said before. Impersonal turns ("is it possible", "faut-il", "y a-t-il") lean on nothing.
_LEANING = {
    "en": re.compile(
        r"\b(?:it|its|they|them|their|this|that|these|those|the former|the latter|the same|such|one)\b"
        r"|^why\??$"
    ),
    "fr": re.compile(
        r"\b(?:il|elle|ils|elles|celui-ci|celle-ci|cela|ca|ceux-ci|ce dernier|cette derniere|le meme|la meme|lequel"
        r"|laquelle|tel(?:le)?s?)\b|\b(?:on|je|tu|nous|vous|il|elle|j'|n'|s'|t'|m')[ ]?(?:en|y)\b"
        r"|^pourquoi ?\??$|^c'est\b"
    ),
}
_IMPERSONAL = re.compile(
    r"\bis it (?:possible|better|necessary|true|worth|ok|enough)\b|\bdoes it make sense\b"
    r"|\b(?:faut|vaut|suffit|s'agit|convient|y a)-?(?:t-)?il\b|\bil (?:faut|y a|vaut|suffit|s'agit|convient)\b"
    r"|\best-il (?:possible|necessaire|vrai|utile|preferable|conseille)\b|\bqu'est-ce qu'il\b|\bc'est quoi (?=\w)"
)
# How a question begins that can have its subject in it; after the first kind the subject needs no article.
_DEFINING = re.compile(r"^(?:what(?:'s| is| are| does| do)|qu'est-ce qu[e']|c'est quoi)\b|\bc'est quoi\b")
_ASKING = re.compile(
    r"^(?:(?:a|de|pour|en|in|on|for|from|to) )?(?:what|which|who|when|where|why|how|quoi|qu[ei]|quel(?:le)?s?|quand|ou"
    r"|comment|combien|pourquoi|est-ce que|qu'est-ce qu[ie'])\b"
)
_ARTICLE = re.compile(r"\b(?:an?|the|les?|la|une?|des|du|aux?)\b|\b[ld]'(?=\w)")
# What is always that of something, and what the conversation may have named: alone these are no subject.
_RELATIVE = frozenset(
    """price prices cost costs default defaults limit limits maximum minimum difference differences formula purpose
        advantage advantages disadvantage disadvantages drawback drawbacks benefit benefits duration size range unit
        value values name names answer reason reasons alternative alternatives goal role point catch rule rules service
        algorithm method tool metric option options mean means cheaper faster better best worse needed required
        missing different next new recommended allowed wrong right correct exactly really actually happens
        prix cout couts defaut limite limites formule but avantage avantages inconvenient inconvenients duree taille
        plage unite valeur valeurs nom noms reponse raison raisons interet objectif regle regles algorithme methode
        outil metrique sert dire difference differences exactement concretement vraiment gros mieux meilleur meilleure
        coute vaut""".split()
)
_NAME = re.compile(r"\b[^\W\d_]*[A-Z0-9]\w+|\b(?!I\b)[A-Z]\b")
_EXPLAIN = re.compile(
    r"\b(?:why|explain|wrong|right|correct|rule\w* out|other options?|others?|option [a-f]"
    r"|pourquoi|expliqu\w*|fauss\w*|juste|bonne|correcte?|autres?)\b"
)
# How an answer names a source in the other language (`wording`): its words are no names of what was said.
_LEAD_IN = re.compile(r"^(?:According to|D['’]après) [“«].*?[”»] \([^)]*\)\s*:\s*")
_COURTESY = re.compile(
    r"^(?:(?:hi|hello|hey|thanks?|thank you|ok(?:ay)?|great|perfect|bye|bonjour|bonsoir|salut|coucou|merci|d'accord"
    r"|super|parfait|au revoir|beaucoup|bien|c'est|ca|very much|so much|good|clear|clair|compris|got it)\b[\s,.!…]*)+$"
)
_FEW_WORDS = 4
_MOST_LEANING = 12  # content words; a longer question says itself what it is about
_MOST_NAMES, _MOST_ANSWER = 6, 200  # names, characters
_FRENCH_MARK = re.compile(r"\w[ \u00a0\u202f][?!]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def parse_question(
    asked: str,
    history: Sequence[Turn] = (),
    *,
    lang: Lang | None = None,
    reader: Lang | None = None,
    max_chars: int = 6000,
    names: Names | None = None,
) -> Question:
    """Understand a message. Raises QuestionError when it is empty or too long.

    `lang` is decided; `reader` is the page's language, for a message that does not show its own ("SMOTE ?"). `names`
    knows what the sources call things, so that "xgboost eta" names something without a capital.
    """
    text = normal(whole(asked)).strip()
    if not text:
        raise QuestionError("There is no question.")
    if len(text) > max_chars:
        raise QuestionError(f"The question has {len(text)} characters; the limit is {max_chars}.")
    stem, options = split_options(text)
    options, tail = _without_tail(options)
    language = lang or _language(stem if len(stem) > 20 else text, history, reader)
    stem = write_out(stem, language)
    said = analyse(stem)
    standalone, follow_up = make_standalone(said, history, language, names)
    if not options and _about_options(said) and (earlier := _last_exam_question(history)) is not None:
        standalone, options = earlier  # "why is B right and the others wrong?" is about the question before
        stem, follow_up = standalone, True
    return Question(
        asked=text,
        text=standalone,
        lang=language,
        options=options,
        choose=max(how_many(stem), how_many(tail)) if options else 1,
        follow_up=follow_up,
    )


def _without_tail(options: tuple[Option, ...]) -> tuple[tuple[Option, ...], str]:
    """The options, and what stands behind the last one to say how many to choose."""
    match = _TAIL.search(options[-1].text) if options else None
    if match is None or not match.start() or how_many(match.group()) == 1:
        return options, ""
    last = options[-1]
    return (*options[:-1], Option(last.letter, last.text[: match.start()].rstrip())), match.group()


def _language(text: str, history: Sequence[Turn], reader: Lang | None) -> Lang:
    """The language of a message: its own, else that of the conversation, else the reader's."""
    said = [text, *(turn.text for turn in reversed(history) if turn.role == "user")]
    certain = next((found for found in map(_certain, said) if found is not None), None)
    return certain or reader or detect_language(text)


def _certain(text: str) -> Lang | None:
    """The language that a text shows; a space before the question mark is French usage."""
    return certain_language(text) or ("fr" if _FRENCH_MARK.search(text) else None)


def _last_exam_question(history: Sequence[Turn]) -> tuple[str, tuple[Option, ...]] | None:
    """Stem and options of the last exam question, when nothing was asked since but about it."""
    for turn in reversed(history):
        if turn.role != "user":
            continue
        stem, options = split_options(turn.text)
        if options:
            return stem, _without_tail(options)[0]
        if not _about_options(analyse(turn.text)):
            return None
    return None


def _about_options(said: Analysed) -> bool:
    """True for "why is B right?", "pourquoi pas A ?"; a question with a subject of its own is none."""
    if not _EXPLAIN.search(said.folded):
        return False
    return len([word for word in said.content if not _EXPLAIN.search(word)]) < _FEW_WORDS - 1


def split_options(text: str) -> tuple[str, tuple[Option, ...]]:
    """The stem and the options of an exam question; no options when fewer than two are in order from A."""
    for found in (_line_options(text), _inline_options(text, _OPTION_INLINE), _inline_options(text, _SMALL_INLINE)):
        if found is not None:
            return found
    return text, ()


def how_many(stem: str) -> int:
    """How many options a stem asks for; 1 when it does not say."""
    for match in _CHOOSE.finditer(analyse(stem).folded):
        count = whole_number(next((word for word in match.groups() if word), ""))
        if count is not None and 2 <= count <= _MOST_CHOSEN:
            return int(count)
    return 1


def make_standalone(
    said: Analysed, history: Sequence[Turn], lang: Lang, names: Names | None = None
) -> tuple[str, bool]:
    """The stem with what it leans on, when it cannot stand alone: the last question, and names of its answer.

    It cannot when it opens as a continuation ("And ...?"), leans on a pronoun before it names anything itself, or has
    almost no content and no subject. A name after the pronoun is what is asked of it ("Does it need a GPU?").
    """
    stem = said.text
    earlier = [turn.text for turn in history if turn.role == "user" and turn.text.strip()]
    if not earlier or not _leans(said, lang, names):
        return stem, False
    before, _ = split_options(earlier[-1])
    told = next((turn.text for turn in reversed(history) if turn.role == "assistant"), "")
    named = " ".join(_new_names(told, f"{before} {stem}"))
    return " ".join(part for part in (write_out(before.strip(), lang), named, stem) if part), True


def _leans(said: Analysed, lang: Lang, names: Names | None) -> bool:
    signs = _signs(said.text)  # an emoji or a heading mark ahead of the first word
    said = analyse(said.text[len(signs) :]) if signs else said
    folded, content = said.folded, said.content
    if _COURTESY.match(folded):  # thanks ask nothing
        return False
    if _CONTINUING[lang].search(folded):
        return len(content) <= _MOST_LEANING
    pronoun = _LEANING[lang].search(_IMPERSONAL.sub(" ", folded))
    if pronoun is not None and len(content) <= _MOST_LEANING:
        return not _names_before(said, pronoun.group(), lang, names)
    if len(content) >= _FEW_WORDS or _names_before(said, "", lang, names):
        return False
    return not _has_subject(folded, content)


def _has_subject(folded: str, content: Sequence[str]) -> bool:
    """Whether a short question is whole: "What is dropout?", "Quel est le prix de l'examen ?"; not "Le prix ?"."""
    own = [word for word in content if word not in _RELATIVE and not all(map(is_stop_word, word.split("-")))]
    if not own:
        return False
    return bool(_DEFINING.search(folded) or (_ASKING.search(folded) and _ARTICLE.search(folded)))


def _signs(stem: str) -> str:
    """The characters ahead of the first letter or digit."""
    return "".join(itertools.takewhile(lambda character: not character.isalnum(), stem))


def _names_before(said: Analysed, pronoun: str, lang: Lang, names: Names | None) -> bool:
    """True when something is named before the pronoun (anywhere, without one); a first capital names nothing."""
    stem = said.text
    at = said.folded.find(pronoun) if pronoun else len(stem)
    if names is not None and any(place.name and place.start < at for place in names.other_words(stem, lang).synonyms):
        return True
    first = (stem.split(maxsplit=1) or [""])[0]
    named_first = first[1:] != first[1:].lower()
    return any(named_first or match.start() >= len(first) for match in _NAME.finditer(stem[: max(at, 0)]))


def _new_names(answer: str, known: str) -> list[str]:
    """Names in the first sentence of an answer that the conversation has not used yet, at most a few."""
    first = _SENTENCE_END.split(_LEAD_IN.sub("", answer.strip()), maxsplit=1)[0][:_MOST_ANSWER]
    there = set(content_words(known))
    names = [match.group() for match in _NAME.finditer(first)]
    return [name for name in dict.fromkeys(names) if content_words(name) and fold(name) not in there][:_MOST_NAMES]


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
