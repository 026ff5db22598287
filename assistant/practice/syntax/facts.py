"""What a document says in a form that can be asked: found by the tree of a sentence or the shape of a block.

Owns the kinds of facts and where their parts stand. No phrase of any corpus is looked for: a definition is a subject
with a copula and a noun, a condition a clause with its mark, a term what stands before the dash of a list item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.practice.syntax.parse import trees
from ingest.schema import Block, Document, Lang, Span
from ingest.text.sentences import split_sentences

KINDS = ("definition", "condition", "purpose", "limit", "table", "term")
_WORDS = (7, 45)
_CELL = 90
_MARKS = frozenset("if when unless si lorsque quand".split())
_VAGUE = frozenset("such both tel tels telle telles".split())
_USES = frozenset("use utiliser call run specify".split())
_COUNTED = frozenset("nummod pobj attr dobj npadvmod obj obl:arg obl:mod quantmod".split())
_DEICTIC = re.compile(
    r"\b(?:following|below|above|example|previous|earlier|later|here|see|shown|described|ci-dessous|ci-dessus|suivante?s?|exemple|voir)\b",
    re.I,
)
_TERM = re.compile(
    r"(?:[-+*•]|\d+[.)])?\s*(?P<term>[^\s.:–—][^.:–—\n]{1,58}?)\s*(?:\s[–—-]\s|:\s)\s*(?P<said>\S.{25,400})", re.S
)
_VALUE = re.compile(r"(?<![\w.,/$-])(\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+(?:\.\d+)?)(?![\w,/-]|\.\d)")
_BOUND = frozenset(
    "maximum minimum max min default limit most least up exceed between within least maximal minimal défaut limite"
    " maximale minimale plus moins dépasser entre".split()
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a document says. `key` is the answer, `about` what is asked with; `pool` names the facts alike.

    `said` is the sentence or row that says it, a span of the document; `others` are answers that the same place offers.
    """

    kind: str
    lang: Lang
    about: str
    key: str
    pool: str
    said: Span
    head: str = ""
    others: tuple[str, ...] = ()


def find_facts(document: Document) -> Iterator[Fact]:
    """The facts of a document, in order. Raises PracticeError where the parsers are missing."""
    lang = document.source.lang
    for block in document.blocks:
        if block.kind == "table":
            yield from _table(document, block)
        elif block.kind == "list":
            yield from _terms(document, block)
    spans = [Span(document, start, end) for start, end in _sentences(document)]
    for span, tree in zip(spans, trees((span.quote for span in spans), lang), strict=True):
        yield from _of_sentence(span, tree)


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """The sentences of paragraphs and list items that can stand alone."""
    for block in document.blocks:
        if block.kind not in ("text", "list"):
            continue
        for start, end in split_sentences(document.text[block.start : block.end]):
            if _stands_alone(document.text[block.start + start : block.start + end]):
                yield block.start + start, block.start + end


def _stands_alone(text: str) -> bool:
    if not _WORDS[0] <= len(text.split()) <= _WORDS[1] or not text[0].isupper() or not text.rstrip().endswith("."):
        return False
    return "\n" not in text and not _DEICTIC.search(text) and text.count('"') % 2 == 0


def _of_sentence(span: Span, tree: Any) -> Iterator[Fact]:
    root = next((token for token in tree if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return
    for find in (_condition, _definition, _purpose, _limit):
        fact = find(span, tree, root)
        if fact is not None:
            yield fact
            return


def _text(tree: Any, tokens: Any) -> str:
    """The words of tokens as they stand, from the first to the last."""
    places = sorted(token.i for token in tokens)
    return str(tree[places[0] : places[-1] + 1].text).strip(" ,;:.") if places else ""


def _subject(root: Any) -> Any:
    return next((child for child in root.children if child.dep_ in ("nsubj", "nsubjpass", "nsubj:pass")), None)


def _points_elsewhere(token: Any) -> bool:
    """Whether a subject is only understood with what was said before: a pronoun, "this", "these"."""
    if token.pos_ == "PRON" and token.text.lower() not in ("you", "vous", "on", "we"):
        return True
    return any(
        "Dem" in child.morph.get("PronType") or child.lower_ in ("such", "both", "tel", "tels")
        for child in token.children
    )


def _is_vague(token: Any) -> bool:
    """A word that stands for something said before: "this", "one", "it"."""
    return "Dem" in token.morph.get("PronType") or token.lower_ in ("one", "it", "they", "them", "so", "ceci", "cela")


def _definition(span: Span, tree: Any, root: Any) -> Fact | None:
    """A name, a copula, a noun with something said of it."""
    subject = _subject(root)
    if subject is None or subject.pos_ not in ("PROPN", "NOUN") or _points_elsewhere(subject):
        return None
    cop: Any = root if root.lemma_ == "be" else next((one for one in root.children if one.dep_ == "cop"), None)
    noun: Any = next((one for one in root.children if one.dep_ == "attr"), None) if cop is root else root
    if cop is None or noun is None or noun.pos_ != "NOUN" or cop.morph.get("Tense") == ["Past"]:
        return None
    if any(
        one.dep_ == "neg" or one.lower_ in ("pas", "ne") or one.dep_ in ("advcl", "aux", "cc") for one in root.children
    ):
        return None
    name, rest = _text(tree, subject.subtree), str(tree[cop.i + 1 :].text).strip().rstrip(".")
    article = next((one for one in noun.children if one.dep_ == "det"), None)
    if (
        len(name.split()) > 5
        or len(rest.split()) < 6
        or article is None
        or article.lower_ not in ("a", "an", "un", "une")
    ):
        return None
    if any("Dem" in one.morph.get("PronType") for one in subject.subtree) or name.split()[0].lower().endswith("ing"):
        return None
    if name.lower() in rest.lower() or tree[0].i != min(one.i for one in subject.subtree):
        return None
    return Fact("definition", span.lang, rest, name, f"definition-{subject.pos_}", span, head=str(noun.lemma_))


def _condition(span: Span, tree: Any, root: Any) -> Fact | None:
    """A clause with "if", "when", "unless" before its main clause."""
    clause = next((one for one in root.children if one.dep_ == "advcl" and one.i < root.i), None)
    subject = _subject(root)
    if (
        clause is None
        or tree[0].lower_ not in ("if", "when", "unless", "si", "lorsque", "quand")
        or clause.pos_ not in ("VERB", "AUX")
    ):
        return None
    under = list(clause.subtree)
    if tree[0] not in under or (subject is not None and _points_elsewhere(subject)):
        return None
    own = _subject(clause)
    if own is None or _points_elsewhere(own) or any(_is_vague(one) for one in under):
        return None
    if any(one.lemma_ in ("may", "might", "could") for one in root.children if one.dep_ == "aux"):
        return None  # what may follow from anything
    end = max(one.i for one in under)
    if end + 1 >= len(tree) or tree[end + 1].text != ",":
        return None
    when, then = str(tree[: end + 1].text), str(tree[end + 2 :].text).strip().rstrip(".")
    then = re.sub(r"^(?:then|alors) ", "", then)
    if len(then.split()) < 4 or len(when.split()) < 6 or len(then.split()) > 28 or " if " in then:
        return None
    if subject is None or subject.lower_ in ("we", "nous", "there"):
        return None  # an order or an advice is no fact that could be asked
    if root.pos_ not in ("VERB", "AUX") or then.split()[0].lower() in ("it", "they", "this", "il", "ils", "and", "or"):
        return None
    shape = "modal" if any(one.dep_ == "aux" for one in root.children) else "plain"
    return Fact("condition", span.lang, when, then, f"condition-{shape}", span, head=str(own.lemma_))


def _purpose(span: Span, tree: Any, root: Any) -> Fact | None:
    """ "To X, use Y": the aim before the sentence, and what serves it as the object of the verb."""
    if tree[0].lower_ not in ("to", "pour") or root.pos_ != "VERB":
        return None
    aim = next(
        (
            one
            for one in root.children
            if one.i < root.i and one.pos_ == "VERB" and one.dep_ in ("advcl", "xcomp", "obl:mod")
        ),
        None,
    )
    if aim is None:
        return None
    end = max(one.i for one in aim.subtree)
    if (
        end + 1 >= len(tree)
        or tree[end + 1].text != ","
        or root.lemma_ not in ("use", "utiliser", "call", "run", "specify")
    ):
        return None
    what = next((one for one in root.children if one.dep_ in ("dobj", "obj")), None)
    if what is None or what.pos_ not in ("NOUN", "PROPN") or _points_elsewhere(what):
        return None
    key = _text(tree, what.subtree)
    about = str(tree[1 : end + 1].text)
    if tree[max(one.i for one in what.subtree)].pos_ in ("ADP", "SCONJ", "PUNCT"):
        return None
    if (
        not 1 <= len(key.split()) <= 9
        or len(about.split()) < 3
        or "it" in about.lower().split()
        or "them" in about.lower().split()
    ):
        return None
    return Fact("purpose", span.lang, about, key, f"purpose-{root.lemma_}", span, head=str(root.lemma_))


def _limit(span: Span, tree: Any, root: Any) -> Fact | None:
    """One number that bounds something, with the noun it counts."""
    values = [one for one in _VALUE.finditer(span.quote) if not re.fullmatch(r"(?:19|20)\d\d|[01]", one[1])]
    subject = _subject(root)
    if len(values) != 1 or len(_VALUE.findall(span.quote)) != 1 or subject is None or _points_elsewhere(subject):
        return None
    if not {one.lemma_.lower() for one in tree} & _BOUND:
        return None
    number = next((one for one in tree if one.idx == values[0].start()), None)
    if number is None or number.dep_ not in (
        "nummod",
        "pobj",
        "attr",
        "dobj",
        "npadvmod",
        "obj",
        "obl:arg",
        "obl:mod",
        "quantmod",
    ):
        return None
    unit = number.head.lemma_ if number.dep_ == "nummod" else ""
    about = f"{span.quote[: values[0].start()]}____{span.quote[values[0].end() :]}"
    return Fact("limit", span.lang, about, values[0][1], f"limit-{unit}", span, head=str(unit))


def _terms(document: Document, block: Block) -> Iterator[Fact]:
    """What stands before the dash or the colon of a list item, and what is said of it."""
    text = document.text[block.start : block.end]
    match = _TERM.match(text)
    if match is None or "\n" in text or _DEICTIC.search(text):
        return
    said = split_sentences(match["said"])
    words = match["said"][said[0][0] : said[0][1]].strip().rstrip(".") if said else ""
    term = match["term"].strip()
    if not 5 <= len(words.split()) <= 40 or len(term.split()) > 6 or term.lower() in words.lower() or "http" in text:
        return
    if re.search(r"\b(?:note|important|optional|required)\b", term, re.I):
        return
    end = block.start + match.start("said") + said[0][1]
    start = block.start + match.start("term")
    pool = f"term {block.subjects[-1] if block.subjects else block.heading_path}"
    where = block.heading_path[-1] if block.heading_path else document.source.title
    yield Fact("term", document.source.lang, words, term, pool, Span(document, start, end), head=where)


def _table(document: Document, block: Block) -> Iterator[Fact]:
    """A cell by its row and column, where the column has other values too."""
    rows = list(_rows(document, block))
    if block.header_rows != 1 or len(rows) < 5 or len({len(cells) for cells, _ in rows}) != 1:
        return
    (head, _), *body = rows
    names = [cells[0] for cells, _ in body]
    if not 2 <= len(head) <= 6 or len(set(names)) != len(names) or not head[0]:
        return
    where = block.heading_path[-1] if block.heading_path else document.source.title
    for column in range(1, len(head)):
        values = [cells[column] for cells, _ in body]
        if len(set(values)) < 4 or not head[column]:
            continue
        for cells, span in body:
            if cells[0] and len(cells[column]) <= _CELL and _says(cells[column]):
                others = tuple(one for one in dict.fromkeys(values) if one != cells[column] and _says(one))
                pool, names_of = f"table {head[column]}", f"{where}|{head[0]}|{head[column]}"
                yield Fact("table", document.source.lang, cells[0], cells[column], pool, span, names_of, others)


def _says(cell: str) -> bool:
    return any(map(str.isalnum, cell))


def _rows(document: Document, block: Block) -> Iterator[tuple[list[str], Span]]:
    """The rows of a table with where they stand; the line under its head is none."""
    start = block.start
    for line in document.text[block.start : block.end].split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            yield cells, Span(document, start, start + len(line))
        start += len(line) + 1
