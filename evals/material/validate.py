"""The rules that hold the question set to the corpus and to its own promises; findings, never exceptions.

Item rules hold for any file: quotes verbatim, options distinct, facts in the reference. Set rules are about the
project's own set: counts by kind, domains by the blueprint's weights, no near-identical questions. Reads nothing
itself: it is given questions and documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.errors import EvidenceMissing
from evals.material.facts import canonical, fact_stated
from evals.material.gold import Gold
from evals.material.load import split_of
from evals.schema import EvalQuestion
from ingest.corpus.overlap import longest_shared_run, words_of
from ingest.schema import Document
from ingest.text.analysis import content_words, fold
from ingest.text.language import detect_language

# Weights of the exam guide of MLS-C01, in percent; questions about the exam itself ("exam") are outside them.
WEIGHTS: Mapping[str, int] = {
    "data-engineering": 20,
    "exploratory-data-analysis": 24,
    "modeling": 36,
    "ml-implementation-and-operations": 20,
}
TOLERANCE = 5.0
"""Percentage points by which a domain may differ from its weight."""
NEAR_IDENTICAL = 0.8
"""Share of content words in common from which two questions are the same question."""
LONGEST_RUN = 6
MOST_PER_FILE = 5
_FEWEST = 300
_COUNT_WORDS = {2: ("2", "two", "deux"), 3: ("3", "three", "trois")}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold; `id` is "" for a rule about the whole set."""

    rule: str
    id: str
    message: str


def validate(questions: Sequence[EvalQuestion], documents: Sequence[Document], *, whole_set: bool) -> list[Finding]:
    """All findings, by question and then for the set."""
    gold = Gold(documents)
    findings = [finding for question in questions for rule in _ITEM_RULES for finding in rule(question, gold)]
    if whole_set:
        findings.extend(finding for rule in _SET_RULES for finding in rule(questions, gold))
    return findings


def _evidence(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    for evidence in question.evidence:
        try:
            gold.spans(evidence)
        except EvidenceMissing as error:
            yield Finding("evidence", question.id, str(error))
    if question.kind == "unanswerable":
        if question.facts:
            yield Finding("evidence", question.id, "an unanswerable question has no facts")
    elif not question.evidence and question.kind != "adversarial":
        yield Finding("evidence", question.id, "there is no evidence")


def _options(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    if question.kind != "mcq":
        return
    if len({canonical(option) for option in question.options}) != len(question.options):
        yield Finding("options", question.id, "two options say the same")
    count = len(question.answers)
    if count > 1 and not set(_COUNT_WORDS.get(count, ())) & set(fold(question.question).replace(".", " ").split()):
        words = set(canonical(question.question).split())
        if str(count) not in words:
            yield Finding("options", question.id, f"the stem does not say that {count} are to be chosen")


def _facts(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    for fact in question.facts:
        if question.reference and not fact_stated(fact, question.reference):
            yield Finding("facts", question.id, f"the reference does not state {fact!r}")


def _language(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    if question.kind == "adversarial" or len(content_words(question.question)) < 3:
        return
    if detect_language(question.question) != question.lang:
        yield Finding("language", question.id, f"the question does not read as {question.lang}")


def _wording(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    for evidence in question.evidence:
        run = longest_shared_run(words_of(question.question), words_of(evidence.quote))
        if run.length > LONGEST_RUN:
            yield Finding("wording", question.id, f"{run.length} words in a row from its evidence: {run.text!r}")


def _split(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    if question.split != split_of(question.id):
        yield Finding("split", question.id, f"the id belongs to {split_of(question.id)}, not {question.split}")


def _history(question: EvalQuestion, gold: Gold) -> Iterator[Finding]:
    roles = [turn.role for turn in question.history]
    if question.kind == "followup" and (not roles or roles != ["user", "assistant"] * (len(roles) // 2)):
        yield Finding("history", question.id, "a follow-up needs turns of user and assistant before it")


def _counts(questions: Sequence[EvalQuestion], gold: Gold) -> Iterator[Finding]:
    kinds = Counter(question.kind for question in questions)
    open_ = Counter(question.lang for question in questions if question.kind == "open")
    cross = Counter(q.lang for q in questions if q.kind == "open" and is_cross(q, gold))
    several = sum(1 for question in questions if len(question.answers) > 1)
    wanted = [
        ("all questions", len(questions), _FEWEST),
        ("open, fr", open_["fr"], 70),
        ("open, en", open_["en"], 70),
        ("open, fr, evidence only in English", cross["fr"], -(-open_["fr"] // 3)),
        ("open, en, evidence only in French", cross["en"], -(-open_["en"] // 3)),
        ("mcq with one answer", kinds["mcq"] - several, 80),
        ("mcq with several answers", several, 20),
        ("unanswerable", kinds["unanswerable"], 50),
        ("followup", kinds["followup"], 15),
        ("adversarial", kinds["adversarial"], 15),
    ]
    for name, count, fewest in wanted:
        if count < fewest:
            yield Finding("counts", "", f"{name}: {count}, at least {fewest} are wanted")
    for question in questions:
        if question.kind == "mcq" and len(question.options) not in (4, 5):
            yield Finding("counts", question.id, f"{len(question.options)} options, not 4 or 5")


def _domains(questions: Sequence[EvalQuestion], gold: Gold) -> Iterator[Finding]:
    counted = Counter(question.domain for question in questions if question.kind != "unanswerable")
    for domain in sorted(set(counted) - set(WEIGHTS) - {"exam"}):
        yield Finding("domains", "", f"{domain!r} is no domain of the blueprint")
    total = sum(counted[domain] for domain in WEIGHTS)
    for domain, weight in WEIGHTS.items():
        share = 100 * counted[domain] / total if total else 0.0
        if abs(share - weight) > TOLERANCE:
            yield Finding("domains", "", f"{domain}: {share:.1f} % of the questions, the blueprint gives it {weight} %")


def _near_identical(questions: Sequence[EvalQuestion], gold: Gold) -> Iterator[Finding]:
    said = [(question.id, _said(question)) for question in questions]
    for (one, words), (other, others) in combinations(said, 2):
        if words and others and len(words & others) >= NEAR_IDENTICAL * len(words | others):
            yield Finding("near-identical", other, f"asks nearly the same as {one}")


def _spread(questions: Sequence[EvalQuestion], gold: Gold) -> Iterator[Finding]:
    """Documents spread wide, within one kind: the files of the set were written one by one."""
    used = Counter((q.kind, q.evidence[0].uri) for q in questions if q.evidence)
    for (kind, uri), count in sorted(used.items()):
        if count > MOST_PER_FILE and "/notes/" not in uri:
            yield Finding("spread", "", f"{count} questions of kind {kind} have their first evidence in {uri}")


def is_cross(question: EvalQuestion, gold: Gold) -> bool:
    """True when all documents that a question names are in the other language."""
    try:
        langs = {span.lang for evidence in question.evidence for span in gold.named(evidence)}
    except EvidenceMissing:
        return False
    return bool(langs) and question.lang not in langs


def _said(question: EvalQuestion) -> frozenset[str]:
    """What is asked, for a follow-up together with what it follows, for mcq together with its options."""
    earlier = [turn.text for turn in question.history if turn.role == "user"]
    return frozenset(content_words(" ".join([*earlier, question.question, *question.options])))


_ITEM_RULES: tuple[Callable[[EvalQuestion, Gold], Iterator[Finding]], ...] = (
    _evidence,
    _options,
    _facts,
    _language,
    _history,
)
_SET_RULES: tuple[Callable[[Sequence[EvalQuestion], Gold], Iterator[Finding]], ...] = (
    _counts,
    _domains,
    _near_identical,
    _spread,
    lambda questions, gold: (f for question in questions for f in (*_split(question, gold), *_wording(question, gold))),
)
