"""A checked text as Markdown and as a page of its own, for a file. Pure.

The page needs nothing from elsewhere: its few styles are inside, colours never stand alone. Everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.markup import Html, element, escape, join
from assistant.review.markdown import is_address, plain
from assistant.review.schema import CheckedClaim, CheckedText, Correction
from assistant.schema import Citation
from assistant.ui.chat import judged
from assistant.ui.locale import Labels
from assistant.ui.sources import place_of, source_markdown

_STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1d2530; }
.claim { margin: 0 0 .8rem; padding: .1rem 0 .1rem .8rem; border-left: 4px solid #56606d; }
.supported { border-color: #1b6a41; } .partly, .aged { border-color: #875800; } .contradicted { border-color: #a32a22; }
.claim p { margin: 0; } .why { font-size: .92rem; } blockquote { margin: .3rem 0; } small { color: #56606d; }
@media (prefers-color-scheme: dark) { body { background: #13171c; color: #e5e9ee; } small { color: #a5afbb; }
  .claim { border-color: #a5afbb; } .supported { border-color: #7fd2a3; } .partly, .aged { border-color: #e8bd63; }
  .contradicted { border-color: #f39d95; } a { color: #8cc4e4; } }
"""


def checked_markdown(checked: CheckedText, labels: Labels) -> str:
    """Coverage, every claim with its verdict, the corrected version, the sources with their quotes."""
    parts = [f"# {labels('check.export_title')}", _summary(checked, labels)]
    parts += [_claim_markdown(claim, labels) for claim in checked.claims]
    parts += [f"## {labels('check.corrected')}", "\n".join(_corrected_markdown(checked, labels))]
    if checked.citations:
        parts += [f"## {labels('export.sources')}", "\n".join(source_markdown(c, labels) for c in checked.citations)]
    return "\n\n".join(part for part in parts if part) + "\n"


def checked_html(checked: CheckedText, labels: Labels) -> str:
    """The same as a page of its own."""
    head = join(
        [
            Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            element("title", labels("check.export_title")),
            element("style", Html(_STYLE)),
        ]
    )
    body = element(
        "body",
        element("h1", labels("check.export_title")),
        element("p", _summary(checked, labels)),
        *(_claim_html(claim, labels) for claim in checked.claims),
        element("h2", labels("check.corrected")),
        element("p", labels("check.corrected_help")),
        element("ul", *(_corrected_html(checked, piece, labels) for piece in checked.corrected)),
        element("h2", labels("export.sources")),
        element("ul", *(_source_html(citation, labels) for citation in checked.citations)),
    )
    return f"<!doctype html>\n{element('html', element('head', head), body, lang=labels.lang)}\n"


def _summary(checked: CheckedText, labels: Labels) -> str:
    counts = judged.counted(claim.outcome for claim in checked.claims)
    shares = (f"{labels(f'verdict.{outcome}.label')}{labels.colon} {n}" for outcome, n in counts.items())
    return f"{labels('check.coverage', percent=round(100 * checked.coverage))} ({', '.join(shares)})"


def _claim_markdown(claim: CheckedClaim, labels: Labels) -> str:
    verdict = f"{judged.ICONS[claim.outcome]} **{labels(f'verdict.{claim.outcome}.label')}**"
    markers = "".join(f" [{citation.number}]" for citation in claim.citations)
    return f"- {plain(claim.text)}\n  - {verdict}{labels.colon} {plain(judged.why(claim, labels))}{markers}"


def _corrected_markdown(checked: CheckedText, labels: Labels) -> Iterator[str]:
    for piece in checked.corrected:
        said = " ".join(checked.claims[place].text for place in piece.claims)
        if piece.citation is None:
            yield f"- {labels('check.uncovered')} {_quoted(plain(said), labels)}"
        else:
            yield f"- {_cited(piece.citation, labels)} [{piece.citation.number}]"
            if piece.changed:
                yield f"  - {labels('check.instead')} {_quoted(plain(said), labels)}"


def _cited(citation: Citation, labels: Labels) -> str:
    """The words between quotation marks, behind their subject."""
    subject, words = citation.told
    return (f"{plain(subject)}{labels.colon} " if subject else "") + _quoted(plain(words), labels)


def _claim_html(claim: CheckedClaim, labels: Labels) -> Html:
    markers = "".join(f" [{citation.number}]" for citation in claim.citations)
    verdict = element("strong", f"{judged.ICONS[claim.outcome]} {labels(f'verdict.{claim.outcome}.label')}")
    why = element("p", verdict, f"{labels.colon} {judged.why(claim, labels)}{markers}", class_="why")
    said = element("p", claim.text, lang=claim.lang)
    return element("div", said, why, class_=f"claim {judged.tone(claim.outcome)}")


def _corrected_html(checked: CheckedText, piece: Correction, labels: Labels) -> Html:
    said = " ".join(checked.claims[place].text for place in piece.claims)
    if piece.citation is None:
        return element("li", labels("check.uncovered"), " ", element("q", said))
    quote = _told_html(piece.citation, "q")
    instead = element("small", " ", labels("check.instead"), " ", element("q", said)) if piece.changed else None
    return element("li", *quote, f" [{piece.citation.number}]", instead)


def _source_html(citation: Citation, labels: Labels) -> Html:
    place = escape(place_of(citation, labels))
    named = element("a", place, href=citation.url, rel="noopener noreferrer") if is_address(citation.url) else place
    quote = _told_html(citation, "blockquote")
    return element("li", f"[{citation.number}] ", named, element("small", f" {citation.uri}"), *quote)


def _told_html(citation: Citation, tag: str) -> tuple[Html, ...]:
    """The words in an element, behind their subject."""
    subject, words = citation.told
    quote = element(tag, words, lang=citation.lang)
    return (element("small", subject, ": "), quote) if subject else (quote,)


def _quoted(text: str, labels: Labels) -> str:
    return f"«\u00a0{text}\u00a0»" if labels.lang == "fr" else f"“{text}”"
