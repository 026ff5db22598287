"""Data from a file as typed values: pydantic reads what a dataclass declares, and a misfit is told in our own words.

Owns the types that a file's values are declared with and how a misfit is said (key, what is wrong). Knows no class and
no file.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, TypeVar, cast

from pydantic import Strict, StringConstraints, TypeAdapter, ValidationError

T = TypeVar("T")

Whole = Annotated[int, Strict()]
"""A whole number; neither true nor "3" is one."""
Number = Annotated[float, Strict()]
"""A number; neither true nor "0.5" is one."""
Day = Annotated[datetime.date, Strict()]
"""A date of TOML; a text that looks like one is none."""
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that says something, without the blanks around it."""

_MOST_PROBLEMS = 3
_MOST_SHOWN = 80  # characters of a value
_NEEDED = {
    "string_type": "a text is needed",
    "int_type": "a whole number is needed",
    "float_type": "a number is needed",
    "finite_number": "a finite number is needed",
    "bool_type": "true or false is needed",
    "bool_parsing": "true or false is needed",
    "date_type": "a date without quotes is needed, such as 2026-03-31",
    "tuple_type": "a list is needed",
    "list_type": "a list is needed",
    "dict_type": "a table of keys is needed",
    "dataclass_type": "a table of keys is needed",
}
# The limit's name in what pydantic says, and how it is said.
_LIMITS = {
    "greater_than_equal": ("ge", "{shown} is not possible, the least is {limit:g}"),
    "greater_than": ("gt", "{shown} is not possible, it is above {limit:g}"),
    "less_than_equal": ("le", "{shown} is not possible, the most is {limit:g}"),
    "too_short": ("min_length", "at least {limit} entries are needed"),
    "too_long": ("max_length", "at most {limit} entries are possible"),
    "string_too_short": ("min_length", "is empty"),
    "string_too_long": ("max_length", "longer than {limit} characters"),
    "string_pattern_mismatch": ("pattern", "{shown} is not written like {limit}"),
}


class Misfit(ValueError):
    """Data that is not what a class declares. The message names each key and what is wrong with it."""


def typed(kind: type[T], data: object) -> T:
    """What json or tomllib gives as a `kind`: a dataclass, or a dict or tuple of them, checked all through.

    Lists become tuples; a key that is not declared is refused. Raises Misfit, and what a `__post_init__` raises that is
    no ValueError.
    """
    try:
        return cast(T, _adapter(kind).validate_python(data, extra="forbid"))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        said = [_problem(problem) for problem in problems[:_MOST_PROBLEMS]]
        more = [f"and {len(problems) - _MOST_PROBLEMS} more"] if len(problems) > _MOST_PROBLEMS else []
        raise Misfit("; ".join([*said, *more])) from error


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _problem(problem: Any) -> str:
    """One misfit as "options[2].text: a text is needed, not nothing"."""
    steps = [step for step in problem["loc"] if step != "[key]"]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
    said = _reason(problem["type"], problem)
    return f"{place}: {said}" if place else said


def _reason(kind: str, problem: Any) -> str:
    context, shown = problem.get("ctx", {}), _shown(problem["input"])
    if kind in _NEEDED:
        return f"{_NEEDED[kind]}, not {shown}"
    if kind == "missing":
        return "is missing"
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return "unknown key"
    if kind in _LIMITS:
        name, said = _LIMITS[kind]
        return said.format(shown=shown, limit=context[name])
    if kind == "literal_error":
        return f"{shown} is not one of {context['expected'].replace(' or ', ', ').replace(chr(39), '')}"
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    return f"{shown} is not possible ({problem['msg']})"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
