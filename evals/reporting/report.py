"""A run as one HTML page: figures with intervals, plots, and the failing cases to browse. Self-contained.

Everything that comes from documents, questions or models enters as plain text and is escaped by `element`; links are
made of http addresses only. The page loads nothing and sends nothing (its own policy forbids it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.markup import Html, element
from evals.material.facts import fact_stated
from evals.measuring.failures import REASONS, failures
from evals.measuring.metrics import trade_off
from evals.measuring.results import ordered_groups
from evals.measuring.suites import DEPTHS
from evals.reporting.plots import Bar, Curve, Stretch, bars, curves, stretches
from evals.schema import KINDS, CaseRecord, Found, Metric, Run, SuiteResult

_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_PAIRS = ("fr>fr", "en>en", "fr>en", "en>fr")
_COLUMNS = ("all", "same", "cross", "fr", "en", "mcq", "one answer", "several answers")
_STAGES = ("retrieve", "evidence", "options", "model", "check", "compose", "total")
_MEANING = {
    "retrieval": "recall@k: share of questions with gold evidence among the first k passages. evidence@10: share of "
    "all gold entries found.",
    "answers": "facts: share of the key facts that the answer states (a refusal states none). “facts in gold quotes” "
    "is what an answer made of the right quotes would reach.",
    "citations": "placement: quotes that stand word for word where they say. precision and recall: citations that "
    "support their sentence, sentences with one that does, by the project's checker. evidence hit: answers that cite "
    "some gold evidence. on evidence: citations that are gold evidence (other citations can be right too).",
    "refusal": "A refusal is what is to be detected; answered: answerable questions that were not refused.",
    "mcq": "exact: exactly the right options. chance: what guessing would give.",
}


def page(run: Run) -> str:
    """The whole page."""
    failing = [(case, found) for case in run.cases if (found := failures(case))]
    body = element(
        "main",
        *_head(run),
        *_plots(run),
        element("h2", "Figures"),
        element("p", "Every figure with its 95 % interval and the number of questions behind it.", class_="quiet"),
        *(part for suite in run.suites if suite.name != "latency" for part in _suite(suite)),
        element("h2", f"Failing cases: {len(failing)} of {len(run.cases)}"),
        _filter(failing),
        *(_case(case, found) for case, found in failing),
    )
    head = element(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", f"Evaluation, {run.info.model}, {run.created[:10]}"),
        element("style", Html(_asset("page.css"))),
    )
    script = element("script", Html(_asset("page.js")))
    return f'<!doctype html>\n<html lang="en">{head}{element("body", body, script)}</html>\n'


def _head(run: Run) -> Iterable[Html]:
    info = run.info
    known = {
        "Model": info.model, "Index": f"{info.index} ({info.embedding_model})", "Prompt": info.prompt,
        "Code": info.code, "Questions": f"{len(run.cases)}, {len(run.errors)} crashed",
        "Settings": ", ".join(f"{name} {value}" for name, value in info.settings.items()),
    }  # fmt: skip
    rows = (part for name, value in known.items() for part in (element("dt", name), element("dd", value)))
    yield element("h1", "Evaluation")
    yield element("p", f"Run {run.id}, {run.created}.", class_="quiet")
    yield element("dl", *rows, class_="facts")


def _plots(run: Run) -> Iterable[Html]:
    drawn = [plot for plot in (_recall_plot(run), _refusal_plot(run), _latency_plot(run)) if plot is not None]
    if drawn:
        yield element("h2", "At a glance")
        yield element("div", *drawn, class_="plots")


def _recall_plot(run: Run) -> Html | None:
    suite = run.suite("retrieval")
    if suite is None:
        return None
    present = [pair for pair in _PAIRS if suite.metric("recall@5", pair)]
    series = [f"recall@{k}" for k in DEPTHS]
    values = [[_as_bar(suite.metric(name, pair)) for name in series] for pair in present]
    counts = [suite.metric("recall@5", pair) for pair in present]
    labels = [f"{pair.replace('>', ' → ')} (n={m.n if m else 0})" for pair, m in zip(present, counts, strict=True)]
    return bars("Retrieval: language of the question → of the evidence", labels, series, values)


def _refusal_plot(run: Run) -> Html | None:
    cases = [(case.gate["score"], case.question.answerable) for case in run.cases if case.gate and not case.error]
    if not cases:
        return None
    points = trade_off(cases, [step / 50 for step in range(51)])
    lines = [
        Curve("refusal precision", tuple((p.threshold, p.precision) for p in points)),
        Curve("refusal recall", tuple((p.threshold, p.recall) for p in points)),
        Curve("answerable questions lost", tuple((p.threshold, p.lost) for p in points)),
    ]
    mark = run.info.settings.get("refusal_threshold")
    shown = float(mark) if isinstance(mark, (int, float)) else None
    return curves(f"Refusing below a gate score (n={len(cases)}; the dashed line is the setting)", lines,
                  x_label="gate score", mark=shown)  # fmt: skip


def _latency_plot(run: Run) -> Html | None:
    suite = run.suite("latency")
    if suite is None:
        return None
    rows = []
    for group, label in (("all", ""), ("mcq", " (mcq)")):
        for stage in _STAGES:
            p50, p95 = suite.metric(f"{stage} p50", group), suite.metric(f"{stage} p95", group)
            if p50 and p95 and p95.value > 0.01:
                rows.append(Stretch(stage + label, p50.value, p95.value))
    return stretches("Seconds by stage: median, and up to the 95th percentile", rows) if rows else None


def _suite(suite: SuiteResult) -> Iterable[Html]:
    groups = [g for g in ordered_groups({m.group for m in suite.metrics}) if g in _COLUMNS or g in _PAIRS]
    names = list(dict.fromkeys(m.name for m in suite.metrics))
    head = element("tr", element("th", "", scope="col"), *(element("th", group, scope="col") for group in groups))
    rows = []
    for name in names:
        cells = (_cell(suite.metric(name, group)) for group in groups)
        rows.append(element("tr", element("th", name, scope="row"), *cells))
    caption = f"{suite.name}: {suite.cases} questions" + (f", {suite.errors} crashed" if suite.errors else "")
    yield element(
        "div",
        element("table", element("caption", caption), element("thead", head), element("tbody", *rows)),
        class_="scroll",
    )
    yield element("p", _MEANING.get(suite.name, ""), class_="quiet")


def _cell(metric: Metric | None) -> Html:
    if metric is None:
        return element("td", "–")
    return element(
        "td", f"{metric.value:.3f} ", element("small", f"[{metric.low:.2f}, {metric.high:.2f}] n={metric.n}")
    )


def _filter(failing: Sequence[tuple[CaseRecord, tuple[str, ...]]]) -> Html:
    present = [reason for reason in REASONS if any(reason in found for _, found in failing)]
    counts = {reason: sum(reason in found for _, found in failing) for reason in present}
    return element(
        "form",
        _select("reason", "What is wrong", [(reason, f"{reason} ({counts[reason]})") for reason in present]),
        _select("kind", "Kind", [(kind, kind) for kind in KINDS]),
        _select("lang", "Question in", [("fr", "French"), ("en", "English")]),
        element("label", "Words", element("input", name="text", type="search")),
        element("output", id="count"),
        id="filter",
    )


def _select(name: str, label: str, values: Sequence[tuple[str, str]]) -> Html:
    options = [element("option", "all", value=""), *(element("option", text, value=value) for value, text in values)]
    return element("label", label, element("select", *options, name=name))


def _case(case: CaseRecord, found: Sequence[str]) -> Html:
    question = case.question
    facts = f"{question.kind}, {case.pair.replace('>', ' → ') or question.lang}, {question.split}"
    chips = [element("span", reason, class_="chip") for reason in found]
    head = element(
        "summary",
        element("span", question.id, class_="id"),
        element("span", question.question),
        element("span", *chips, element("span", facts, class_="chip plain"), class_="chips"),
    )
    parts = [*_asked(case), *_expected(case), *_given(case), *_retrieved(case.passages)]
    attributes = {"data-reasons": "|".join(found), "data-kind": question.kind, "data-lang": question.lang}
    return element("details", head, element("div", *parts, class_="body"), class_="case", **attributes)


def _asked(case: CaseRecord) -> Iterable[Html]:
    question = case.question
    if question.history:
        yield element("h3", "Conversation before")
        yield element("ul", *(element("li", f"{turn.role}: {turn.text}") for turn in question.history))
    if question.options:
        right = set(question.answers)
        yield element("h3", "Options")
        yield element(
            "ul",
            *(
                element("li", f"{'ABCDEF'[i]}) {text}", class_="yes" if i in right else None)
                for i, text in enumerate(question.options)
            ),
        )


def _expected(case: CaseRecord) -> Iterable[Html]:
    question = case.question
    yield element("h3", "Expected")
    yield element("p", question.reference or ("" if question.answerable else "The sources do not say."))
    text = str((case.answer or {}).get("text", ""))
    if question.facts:
        rows = []
        for fact in question.facts:
            stated = fact_stated(fact, text)
            rows.append(element("li", f"{'stated' if stated else 'missing'}: {fact}", class_="yes" if stated else "no"))
        yield element("ul", *rows)
    for evidence in question.evidence:
        yield element("blockquote", evidence.quote, element("span", evidence.uri, class_="place"))


def _given(case: CaseRecord) -> Iterable[Html]:
    if case.error:
        yield element("h3", "Error")
        yield element("p", case.error, class_="no")
    if case.answer is None:
        return
    answer = case.answer
    chosen = f", chose {', '.join(answer['choice'])}" if answer.get("choice") else ""
    yield element("h3", f"Answer ({answer['status']}{chosen})")
    yield element("p", answer["text"])
    if answer.get("reason"):
        yield element("p", answer["reason"], class_="quiet")
    doubtful = [claim for claim in answer["claims"] if claim["support"] != "supported"]
    yield element("ul", *(element("li", f"{c['support']}: {c['text']} {c['reason']}", class_="no") for c in doubtful))
    cited = answer["citations"] or answer["nearest"]
    yield element("h3", "Citations" if answer["citations"] else "Nearest passages shown")
    yield from (_citation(citation) for citation in cited)
    if case.gate:
        yield element("h3", "Gate")
        yield element("p", ", ".join(f"{name} {value:.3f}" for name, value in case.gate.items()))


def _citation(citation: Mapping[str, Any]) -> Html:
    place = [f"[{citation['number']}] {citation['title']} · {citation['uri']} "]
    url = str(citation.get("url", ""))
    if url.startswith(("https://", "http://")):
        place.append(element("a", url, href=url, rel="noreferrer"))
    return element("blockquote", str(citation["quote"]), element("span", *place, class_="place"))


def _retrieved(passages: Sequence[Found]) -> Iterable[Html]:
    if passages:
        yield element("h3", "Passages, best first")
        yield element("ol", *(_passage(passage) for passage in passages))


def _passage(found: Found) -> Html:
    scores = f" · dense {_shown(found.dense)}, lexical {_shown(found.lexical)}, fused {found.fused:.3f}"
    place = element("span", f"{found.uri}{scores}", class_="place")
    return element("li", place, " ".join(found.text.split()), class_="yes" if found.hit else None)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _as_bar(metric: Metric | None) -> Bar | None:
    return None if metric is None else Bar(metric.value, metric.low, metric.high)


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
