"""Which name does what: the name that each predicate belongs to, in the claim and in the evidence.

"The KCL unpacks what the KPL aggregated" and the same with the names exchanged have the same words; what differs is
the name before each verb (or after "by").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.reading.converse import other_side
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment, Pair

_BY = re.compile(r"^\W*(?:\w+\W+){0,2}?(?:by|par)\W+(?:(?:the|an?|l[ae]|les|l'|une?)\W{0,2})?")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|est|sont|etait|etaient|etre|ete)"
    r"(?: (?:not|pas|also|only|then|always|never|aussi|ensuite))? $"
)
# "S3 holds the data of EMR" and "EMR keeps its data in S3" say the same with other agents.
_HOLDING = frozenset({"store", "contain", "have", "use", "offer", "give", "allow", "support"})
_PLATFORM = frozenset({"aws", "amazon", "sagemaker"})
_LETTING = frozenset({"allow", "help"})
_FRONTED = re.compile(
    r"\b(?:for|with|in|of|from|to|on|via|through|pour|avec|dans|d[eu']|des|par|sur|depuis|vers|by|en|a|au|aux|chez|when|if|quand|si)\W{0,2}(?:(?:the|an?|l[ae]s?|l'|une?|amazon|aws)\W{0,2}){0,2}$"
)


@dataclass(frozen=True, slots=True)
class AgentFinding:
    """`mismatch`: share (0..1) of the verbs that the evidence gives to another name of the claim; `exchanged`: who."""

    mismatch: float = 0.0
    exchanged: tuple[tuple[str, str], ...] = ()


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> AgentFinding:
    """Names and predicates of the claim against those of the evidence."""
    solid = [pair for pair in alignment.pairs if not pair.opposite]
    names = [pair for pair in solid if pair.claim.is_name and pair.evidence.is_name]
    return AgentFinding(*_mismatch(claim, evidence, solid, names))


def agent(reading: Reading, predicate: Item, names: list[Item]) -> Item | None:
    """The name a predicate belongs to: after "by", else the nearest before it in its statement that heads a phrase."""
    plain = reading.plain
    by = _BY.match(plain[predicate.end :])
    if by is not None:
        place = predicate.end + by.end()
        found = next((name for name in names if name.start <= place + 8 and name.end > place), None)
        if found is not None:
            return found
    if _PASSIVE.search(plain[: predicate.start]):
        return None
    before = [n for n in names if n.end <= predicate.start and n.statement == predicate.statement]
    heads = [n for n in before if not _FRONTED.search(plain[: n.start]) and not _modifies(reading, n, predicate)]
    return heads[-1] if heads else None


def _modifies(reading: Reading, name: Item, predicate: Item) -> bool:
    """Whether a name only describes the noun beside it: "a Lambda invocation", "un appel Lambda"."""
    step = 1 if reading.lang == "en" else -1
    place = name.place + step
    if not 0 <= place < len(reading.items):
        return False
    beside = reading.items[place]
    gap = reading.text[name.end : beside.start] if step > 0 else reading.text[beside.end : name.start]
    if beside is predicate or gap not in (" ", "-"):
        return False
    may_be_verb = beside.verbal or (step > 0 and beside.text.endswith("s"))
    return beside.kind in ("term", "word") and not may_be_verb


def _mismatch(
    claim: Reading, evidence: Reading, solid: list[Pair], names: list[Pair]
) -> tuple[float, tuple[tuple[str, str], ...]]:
    """Share of the verbs whose agents changed places with another name, and the pairs of names."""
    lets = any(item.ids & _LETTING for reading in (claim, evidence) for item in reading.items)
    if lets or other_side(claim, evidence) or len({pair.evidence.place for pair in names}) < 2:
        return 0.0, ()  # "X lets Y read" has two agents
    said_names, given_names = [p.claim for p in names], [p.evidence for p in names]
    there = {p.claim.place: p.evidence for p in names}
    here = {p.evidence.place: p.claim for p in names}
    same = other = 0.0
    exchanged: list[tuple[str, str]] = []
    for pair in solid:
        if pair.evidence.text.endswith("ing") or pair.claim.text.endswith("ing"):
            continue  # "training", "scaling": nouns more often than not
        if pair.claim.is_name or not (pair.claim.verbal or pair.evidence.verbal) or pair.claim.ids & _HOLDING:
            continue
        said, given = agent(claim, pair.claim, said_names), agent(evidence, pair.evidence, given_names)
        if said is None or given is None:
            continue
        if said.kind != given.kind or (said.ids | given.ids) & _PLATFORM:
            continue  # "SageMaker statistics stay in CloudWatch": a whole and its part, a service and its file
        if there[said.place].place == given.place or said.ids & given.ids or said.stems & given.stems:
            same += pair.claim.weight
        elif not _acts(claim, pair.claim, here[given.place]) and not _acts(evidence, pair.evidence, there[said.place]):
            other += pair.claim.weight
            exchanged.append((said.text, given.text))
    return (other / (same + other) if other else 0.0), tuple(dict.fromkeys(exchanged))


def _acts(reading: Reading, predicate: Item, name: Item) -> bool:
    """Whether a name could be an agent of the predicate too: it heads a phrase before it, in its clause."""
    bare = not _FRONTED.search(reading.plain[: name.start]) and not _modifies(reading, name, predicate)
    return bare and name.end <= predicate.start and name.clause == predicate.clause
