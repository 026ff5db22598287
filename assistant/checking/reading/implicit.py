"""Words that say no without a cue of denial: "refuses", "out of reach", "hors ligne", "unchanged", "only".

One text may deny with such a word what the other denies outright. Text in, kinds of words out.
"""

from __future__ import annotations

import re

from ingest.text.plain import flat

# Each word is a pattern; an underscore stands for a space.
_WORDS = {
    "refusal": r"refus\w* reject\w* rejett?\w* den(?:y|ies|ied) forbid\w* interdi\w+ block\w* bloqu\w+ prohibit\w*",
    "outside": r"off out_of outside hors beyond au-dela away apart_from aside de_cote a_part excep\w+ sauf "
    r"exclu\w* hormis unless a_moins until",
    "end": r"clos(?:e|ed|es) ferm\w+ disab\w+ desactiv\w+ stop\w* arret\w* remov\w* supprim\w* disappear\w* dispara\w* "
    r"expir\w* end(?:s|ed)?",
    "absence": r"lack\w* manqu\w+ absen\w+ missing empty vide\w* free_of nothing rien zero loses? lost perd\w* fail\w* "
    r"echou\w* nobody personne",
    "avoidance": r"prevent\w* empech\w* avoid\w* evit\w+ ignor\w+ skip\w* saut\w+ leaves? laiss\w+ instead "
    r"rather plutot",
    "only": r"only alone solely seul\w* uniquement exclusivement limit\w* other_than autres?_qu[e'] "
    r"ne?_[^.;:,]{1,40}\bqu[e']",
    "little": r"few little peu hardly rarely rarement poor\w* too trop unlikely",
    "prefix": r"impossible inutile useless needless optional\w* facultati\w+ irr\w{4,} "
    r"un(?!der|it|iq|iv|ion|til|less)\w{5,} in(?:capab|depend|visib|valid|acti|direct|compat)\w*",
    "stay": r"reste\w* remain\w* stay\w* unchanged always toujours",
}
_PATTERNS = {
    kind: re.compile(rf"\b(?:{'|'.join(words.split()).replace('_', ' ')})(?!\w)") for kind, words in _WORDS.items()
}


def implicit_denials(text: str) -> frozenset[str]:
    """Kinds of words in a text that say no without a cue."""
    plain = flat(text)
    return frozenset(kind for kind, pattern in _PATTERNS.items() if pattern.search(plain))
