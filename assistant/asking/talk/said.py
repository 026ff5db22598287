"""One message read for how it stands in a conversation: its things, what it points back to, what is left of it.

Owns the reading that `leaning`, `referents` and `conversation` share, so that no word is looked at twice. Decides
nothing.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from assistant.asking.talk.cues import FILE, Cue, Cues, evenly, load_cues
from assistant.asking.talk.vocabulary import Thing, Vocabulary
from ingest.schema import Lang
from ingest.text.analysis import Analysed, Word, analyse, is_stop_word

_FILE = re.compile(FILE)
_OWN = 0.6  # weight from which a thing can be what a message is about
_TERM = 0.8  # weight of a thing that a request about the product is not asked of
_NAME, _WORD = 1.0, 0.35  # what a thing and any other word take from the fit of a request about the answer
_MOST_OBJECT = 4  # words; what is longer asks something itself
_FAR = 0.6  # what any other word takes from that of one about something else
_FITS = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """A message, or one question of it.

    `even` is its text folded letter by letter. `things` are what it speaks of; `content` the words that carry meaning
    and are none of talking. `opens`: where the message begins behind the word that goes on ("et", "and"), 0 without
    one; `too`: it ends as one that goes on. `turns`: it says that another topic begins. `addresses`: it speaks of the
    two who talk. `pronoun` and `ordinal` are where it points to something said before, and which of several.
    """

    analysed: Analysed
    lang: Lang
    even: str
    things: tuple[Thing, ...]
    content: tuple[Word, ...]
    opens: int
    too: bool
    turns: bool
    addresses: bool
    pronoun: tuple[int, int] | None
    ordinal: tuple[int, tuple[int, int]] | None
    cues: tuple[Cue, ...]

    @property
    def text(self) -> str:
        """The words as typed."""
        return self.analysed.text

    @property
    def own(self) -> tuple[Thing, ...]:
        """The things that it can be about."""
        return tuple(thing for thing in self.things if thing.weight >= _OWN and self._counts(thing))

    @property
    def names(self) -> tuple[Thing, ...]:
        """The things that it calls by a name."""
        return tuple(thing for thing in self.things if thing.name)

    @property
    def file(self) -> str | None:
        """The name of a file that it names."""
        match = _FILE.search(self.even)
        return match.group() if match else None

    def left(self, cue: Cue) -> tuple[Word, ...]:
        """The words that carry meaning and belong neither to a request nor to talking."""
        return tuple(w for w in self.content if all(w.end <= start or w.start >= end for start, end in cue.places))

    def fit(self, cue: Cue) -> float:
        """How well a request explains the message, 0..1: what it leaves unexplained speaks against it."""
        left = self.left(cue)
        takes = cue.request.object
        if takes == "kind":
            return float(load_cues().kind(self.even) is not None)
        if takes == "must":
            of_this = self.pronoun is not None or self.file is not None
            return float(bool(left or of_this) and len(left) <= _MOST_OBJECT)
        if takes == "some":
            return 1.0
        near = cue.request.of == "answer"
        known = [t for t in self.own if near or t.weight >= _TERM]
        names = [t for t in known if any(t.start <= w.start < t.end for w in left)]
        plain = [w for w in left if not any(t.start <= w.start < t.end for t in names)]
        pointed = self.ordinal is not None  # "is the latter easier ...?" is a question about a thing
        each = _WORD if near or self.addresses else _FAR
        return max(0.0, 1 - _NAME * (len(names) + pointed) - each * len(plain))

    def request(self) -> Cue | None:
        """The request that explains the message best, the longest of equals; None where none explains enough."""
        fitting = [(self.fit(cue), _length(cue), cue) for cue in self.cues]
        best = max(fitting, key=lambda one: one[:2], default=None)
        return best[2] if best is not None and best[0] >= _FITS else None

    def _counts(self, thing: Thing) -> bool:
        """A word of talking is no thing, whatever titles hold."""
        return thing.name or any(thing.start <= word.start < thing.end for word in self.content)


def said_of(text: str, lang: Lang, vocabulary: Vocabulary, cues: Cues | None = None) -> Said:
    """A text read as (a part of) a message."""
    cues = cues or load_cues()
    analysed = analyse(text)
    even = evenly(analysed.text)
    opening = cues.turning.match(even) or cues.continuing.match(even)
    ordinal = cues.ordinal(even)
    skip = cues.speech | set(_words_of(even, ordinal))
    content = tuple(word for word in analysed.words if word.content and not _is_speech(word, skip))
    plain = cues.impersonal.sub(lambda match: " " * len(match.group()), even)
    pronoun = cues.pronoun.search(plain)
    return Said(
        analysed=analysed,
        lang=lang,
        even=even,
        things=vocabulary.things(analysed, lang),
        content=content,
        opens=opening.end() if opening else 0,
        too=bool(cues.too.search(even)),
        turns=bool(cues.turning.match(even)),
        addresses=not cues.address.isdisjoint(even.replace("?", " ").split()),
        pronoun=pronoun.span() if pronoun else None,
        ordinal=ordinal,
        cues=tuple(cues.requests(even)),
    )


def without(said: Said, places: tuple[tuple[int, int], ...]) -> str:
    """The text without some places of it, tidied."""
    kept = "".join(" " if any(a <= i < b for a, b in places) else c for i, c in enumerate(said.text))
    return " ".join(kept.split()).strip(" ,;:")


def with_lang(said: Said, lang: Lang) -> Said:
    """The same in another language."""
    return dataclasses.replace(said, lang=lang)


def _is_speech(word: Word, speech: frozenset[str] | set[str]) -> bool:
    parts = word.folded.replace("'", "-").split("-")
    return word.folded in speech or all(part in speech or is_stop_word(part) or not part for part in parts)


def _words_of(even: str, ordinal: tuple[int, tuple[int, int]] | None) -> list[str]:
    return even[slice(*ordinal[1])].split() if ordinal else []


def _length(cue: Cue) -> int:
    return len({i for start, end in cue.places for i in range(start, end)})
