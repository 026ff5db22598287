"""Exam questions whose answer is a sum: the formula that is asked for, its values in the stem, the option that agrees.

Formulas are data (`data/formulas.toml`): how they are asked for, how their values are said. Nothing is guessed: a value
that is missing or that two numbers could be, or a result that no option gives, leaves the question to the sources.
Knows nothing of retrieval, documents or models.
"""

from __future__ import annotations

import ast
import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from assistant.schema import Option
from ingest.schema import Lang
from ingest.text.plain import flat
from ingest.text.quantities import Quantity, quantities

_FORMULAS = Path(__file__).parent / "data" / "formulas.toml"
_NEAR = 40  # characters between a number and the words that say what it is
_BREAK = re.compile(r"[.;?!,()\d]")
_LISTED = re.compile(r"[\s,;]*(?:\b(?:and|et|or|ou)\b)?[\s,;]*")
_DIGITS = re.compile(r"\d(?:[\d.,\s]*\d)?")
_PER = re.compile(r"\b(?:per|par|pour|les?) $")
_LEAD = 0.5  # how much nearer the agreeing option must be than the next
_MOST_BINDINGS = 5000

Values = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """How a value of a formula is said: words beside the number (folded), its dimension, the seconds of its "per"."""

    name: str
    said: tuple[str, ...] = ()
    unit: str = ""
    per: float | None = None
    every: bool = False
    default: float | None = None
    shown: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Formula:
    """Its names (English, French), what asks for it (folded), the expression, and its values."""

    named: tuple[str, str]
    asked: tuple[str, ...]
    expression: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A sum that was done: "recall = TP / (TP + FN) = 90 / (90 + 10) = 0.9"; `value` in the unit of the options."""

    line: str
    value: float


@dataclass(frozen=True, slots=True)
class Computed:
    """The sums that a question asks for, in the order asked, and the place of the one option that gives the results.

    `asked` are the words for what was computed, in both languages, folded.
    """

    worked: tuple[Worked, ...]
    place: int
    asked: tuple[str, ...] = ()


def computed(stem: str, asking: str, options: Sequence[Option], lang: Lang) -> Computed | None:
    """The option that the numbers of a stem lead to; `asking` is its question sentence. None where no sum decides."""
    numbers = [quantities(option.text, lang) for option in options]
    asked = _asked_for(flat(asking))
    if not asked or sum(bool(own) for own in numbers) < len(options):
        return None
    given = [q for q in quantities(stem, lang) if not q.weak and not _is_measure(stem, q)]
    choices = [[(formula, value) for formula in ways for value in _results(formula, stem, given)] for ways in asked]
    for results in product(*choices):
        place = _agreeing([value for (_, (value, _)) in results], numbers)
        if place is not None:
            worked = tuple(_worked(formula, value, bound, lang) for formula, (value, bound) in results)
            return Computed(worked, place, tuple(words for formula, _ in results for words in formula.asked))
    return None


def _is_measure(stem: str, quantity: Quantity) -> bool:
    """Whether a number only says of how many a price is: "per 1,000 tokens", "le million de jetons"."""
    round_one = quantity.value >= 1 and math.log10(quantity.value).is_integer()
    return round_one and not quantity.dimension and bool(_PER.search(flat(stem[: quantity.start])))


def _asked_for(folded: str) -> list[list[Formula]]:
    """For each thing a question sentence asks for, in order, the formulas that could give it; longer names first."""
    names = sorted({said for formula in _formulas() for said in formula.asked}, key=lambda said: (-len(said), said))
    places: list[tuple[int, int, str]] = []
    for said in names:
        for start, end in _places(said, folded):
            if not any(start < other and begin < end for begin, other, _ in places):
                places.append((start, end, said))
    found: list[list[Formula]] = []
    for _, _, said in sorted(places):
        ways = [formula for formula in _formulas() if said in formula.asked]
        if ways not in found:
            found.append(ways)
    return found


def _places(said: str, folded: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", folded)]


def _results(formula: Formula, stem: str, given: Sequence[Quantity]) -> list[tuple[float, dict[str, Values]]]:
    """The result with the values it was computed of; none when a value is not given, or the sum cannot be done."""
    bound = _bound(formula.values, stem, given)
    if bound is None:
        return []
    try:
        value = _evaluated(ast.parse(formula.expression, mode="eval").body, bound)
    except (ZeroDivisionError, OverflowError, ValueError):
        return []
    return [(value, bound)] if isinstance(value, float) and math.isfinite(value) else []


def _bound(values: Sequence[Value], stem: str, given: Sequence[Quantity]) -> dict[str, Values] | None:
    """A number of the stem for every value, no number twice, each as near to its words as can be."""
    lists = {value.name: _listed(value, stem, given) for value in values if value.every}
    if any(not numbers for numbers in lists.values()):
        return None
    single = [value for value in values if not value.every]
    ways = [[*_candidates(value, stem, given), *_defaults(value)] for value in single]
    if math.prod(len(way) for way in ways) > _MOST_BINDINGS:
        return None
    best: tuple[float, dict[str, Values]] | None = None
    for chosen in product(*ways):
        places = [place for place, _, _ in chosen if place >= 0]
        distance = sum(far for _, far, _ in chosen)
        if len(set(places)) == len(places) and (best is None or distance < best[0]):
            best = distance, {value.name: number for value, (_, _, number) in zip(single, chosen, strict=True)}
    return None if best is None else {**lists, **best[1]}


def _defaults(value: Value) -> list[tuple[int, float, float]]:
    return [] if value.default is None else [(-1, float(2 * _NEAR), value.default)]


def _candidates(value: Value, stem: str, given: Sequence[Quantity]) -> list[tuple[int, float, float]]:
    """Numbers that could be a value: their place, how far their words are (characters), the number."""
    folded, found = flat(stem), []
    for place, quantity in enumerate(given):
        if value.unit not in ("", quantity.dimension) or (value.per is not None and quantity.rate != value.per):
            continue
        if value.unit == "" and quantity.dimension in ("bytes", "money", "date", "version"):
            continue
        far = _distance(value.said, folded, quantity, given, place) if value.said else 0.0
        if far is not None:
            found.append((place, far, quantity.value))
    return found


def _distance(
    said: Sequence[str], folded: str, quantity: Quantity, given: Sequence[Quantity], place: int
) -> float | None:
    """Characters between a number and the nearest of its words, before or after; None where no word is its own."""
    begin = given[place - 1].end if place else 0
    stop = given[place + 1].start if place + 1 < len(given) else len(folded)
    before, after = folded[begin : quantity.start], folded[quantity.start : stop]
    own = quantity.end - quantity.start
    gaps = [before[end:] for words in said for _, end in _places(words, before)]
    gaps += [after[own:start] for words in said for start, _ in _places(words, after)]
    lengths = [float(len(gap)) for gap in gaps if len(gap) <= _NEAR and not _BREAK.search(gap.strip(" :="))]
    return min(lengths, default=None)


def _listed(value: Value, stem: str, given: Sequence[Quantity]) -> tuple[float, ...]:
    """All numbers of an enumeration behind its words; without words all numbers of the stem."""
    if not value.said:
        return tuple(quantity.value for quantity in given)
    folded = flat(stem)
    for place, first in enumerate(given):
        before = folded[given[place - 1].end if place else 0 : first.start]
        near = [before[end:] for words in value.said for _, end in _places(words, before)]
        if not any(len(gap) <= _NEAR and not _BREAK.search(gap.strip(" :=")) for gap in near):
            continue
        numbers = [first]
        for following in given[place + 1 :]:
            if not _LISTED.fullmatch(folded[numbers[-1].end : following.start]):
                break
            numbers.append(following)
        return tuple(quantity.value for quantity in numbers)
    return ()


def _agreeing(results: Sequence[float], numbers: Sequence[Sequence[Quantity]]) -> int | None:
    """Place of the one option that gives the results, in their order, within the rounding of what it says."""
    errors: list[tuple[float, int]] = []
    for place, own in enumerate(numbers):
        if len(own) == len(results):
            error = max(_error(result, quantity) for result, quantity in zip(results, own, strict=True))
            errors.append((error, place))
    errors.sort()
    if not errors or errors[0][0] > 1.0:
        return None
    return errors[0][1] if len(errors) == 1 or errors[0][0] < _LEAD * errors[1][0] else None


def _error(result: float, quantity: Quantity) -> float:
    """How far a result is from an option's number, in halves of its last digit; above 1 it is another number."""
    said = quantity.value / quantity.factor
    share = quantity.dimension == "percent" and abs(result) <= 1.0 < said
    wanted = (100.0 * result if share else result) / quantity.factor
    return abs(wanted - said) / (0.5 * 10.0 ** -_decimals(quantity, said)) - 1e-6


def _decimals(quantity: Quantity, said: float) -> int:
    """How many decimals a number is written with: two of "0.70", none of "1,500"."""
    written = _DIGITS.search(quantity.text)
    if written is None:
        return 0
    digits, decimals = re.sub(r"\D", "", written.group()), re.split(r"[.,]", written.group())[1:]
    many = len(decimals[-1]) if decimals else 0
    return many if round(abs(said) * 10.0**many) == int(digits) else 0


def _worked(formula: Formula, result: float, bound: Mapping[str, Values], lang: Lang) -> Worked:
    letters = {value.name: value.shown[lang == "fr"] or value.name for value in formula.values}
    figures = {name: _figures(number, lang) for name, number in bound.items()}
    line = " = ".join(
        (
            formula.named[lang == "fr"],
            _replaced(formula.expression, letters),
            _replaced(formula.expression, figures),
            _figure(result, lang),
        )
    )
    return Worked(line.replace(" * ", " × ").replace(" ** 2", "²"), result)


def _replaced(expression: str, names: Mapping[str, str]) -> str:
    return re.sub(r"[a-z_]\w*", lambda match: names.get(match.group(), match.group()), expression)


def _figures(number: Values, lang: Lang) -> str:
    return _figure(number, lang) if isinstance(number, float) else "; ".join(_figure(one, lang) for one in number)


def _figure(number: float, lang: Lang) -> str:
    text = f"{number:.4f}".rstrip("0").rstrip(".") if abs(number) < 1000 else f"{number:.2f}".removesuffix(".00")
    return text.replace(".", ",") if lang == "fr" else text


def _evaluated(node: ast.expr, bound: Mapping[str, Values]) -> Values:
    """An expression of data/formulas.toml; what is done to a list is done to each of its numbers."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name):
            return bound[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _each(lambda a, _: -a, _evaluated(operand, bound), 0.0)
        case ast.BinOp(left=left, op=op, right=right):
            return _each(_OPERATIONS[type(op)], _evaluated(left, bound), _evaluated(right, bound))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name](*(_evaluated(argument, bound) for argument in arguments))
    raise ValueError(f"{_FORMULAS.name}: {ast.unparse(node)!r} is no sum.")


def _each(operation: Callable[[float, float], float], left: Values, right: Values) -> Values:
    if isinstance(left, tuple) or isinstance(right, tuple):
        lefts = left if isinstance(left, tuple) else (left,) * len(right)  # type: ignore[arg-type]
        rights = right if isinstance(right, tuple) else (right,) * len(lefts)
        return tuple(operation(a, b) for a, b in zip(lefts, rights, strict=True))
    return operation(left, right)


def _whole_up(value: Values) -> Values:
    return _each(lambda a, _: float(math.ceil(round(a, 9))), value, 0.0)


def _numbers(value: Values) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: float(a**b),
}
_FUNCTIONS: Mapping[str, Callable[..., Values]] = {
    "ceil": _whole_up,
    "abs": lambda value: _each(lambda a, _: abs(a), value, 0.0),
    "sqrt": lambda value: _each(lambda a, _: math.sqrt(a), value, 0.0),
    "max": lambda *values: max(number for value in values for number in _numbers(value)),
    "min": lambda *values: min(number for value in values for number in _numbers(value)),
    "mean": lambda value: sum(_numbers(value)) / len(_numbers(value)),
    "product": lambda value: math.prod(_numbers(value)),
}


@cache
def _formulas() -> tuple[Formula, ...]:
    """The formulas of the package, in the order of their file."""
    data = tomllib.loads(_FORMULAS.read_text(encoding="utf-8"))
    values = {name: _value(name, own) for name, own in data["value"].items()}
    return tuple(
        Formula(
            named=(own["named"][0], own["named"][1]),
            asked=tuple(flat(said) for said in own["asked"]),
            expression=own["value"],
            values=tuple(values[name] for name in _names_in(own["value"])),
        )
        for own in data["formula"]
    )


def _names_in(expression: str) -> list[str]:
    """Names of the values of an expression, in order."""
    nodes = (node for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name))
    return list(dict.fromkeys(node.id for node in nodes if node.id not in _FUNCTIONS))


def _value(name: str, own: Mapping[str, object]) -> Value:
    said, shown = own.get("said", ()), own.get("shown", (name, name))
    assert isinstance(said, list | tuple)
    assert isinstance(shown, list | tuple)
    per, default = own.get("per"), own.get("default")
    return Value(
        name=name,
        said=tuple(flat(str(words)) for words in said),
        unit=str(own.get("unit", "")),
        per=float(per) if isinstance(per, int | float) else None,
        every=bool(own.get("every", False)),
        default=float(default) if isinstance(default, int | float) else None,
        shown=(str(shown[0]), str(shown[-1])),
    )
