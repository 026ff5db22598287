"""The package's lexicon and a checker without an embedder, each loaded once, and one claim against one source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assistant.checking import Checker, Lexicon, Verdict, Window, judge, load_lexicon
from assistant.checking.findings import Findings
from assistant.checking.reading.reading import Reading, read
from ingest.schema import Lang


@cache
def lexicon() -> Lexicon:
    """The table of terms that ships with the package."""
    return load_lexicon()


@cache
def checker() -> Checker:
    """A checker that has words only: no vectors, no model of language."""
    return Checker(lexicon())


def judged(claim: str, windows: Sequence[Window], lang: Lang) -> Verdict:
    """The judgement on a claim from several windows."""
    return judge(checker(), claim, windows, lang).verdict


def reading(text: str, lang: Lang = "en") -> Reading:
    """A text as the signals read it."""
    return read(text, lang, lexicon())


def pair(langs: str) -> tuple[Lang, Lang]:
    """ "fr>en": a French claim and an English source; "fr" for both in French."""
    claim, _, source = langs.partition(">")
    return as_lang(claim), as_lang(source or claim)


def as_lang(code: str) -> Lang:
    """A language code that is known to be one."""
    assert code in ("fr", "en")
    return "fr" if code == "fr" else "en"


def signals(claim: str, source: str, langs: str = "en") -> Findings:
    """Every signal for one claim and one source."""
    lang, source_lang = pair(langs)
    return checker().findings(claim, [Window.alone(source, source_lang)], lang)[0]


def verdict(claim: str, source: str, langs: str = "en", heading: tuple[str, ...] = ()) -> Verdict:
    """The verdict on one claim from one source."""
    lang, source_lang = pair(langs)
    return judged(claim, [Window.alone(source, source_lang, heading)], lang)
