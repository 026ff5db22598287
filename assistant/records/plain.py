"""Frozen values as plain data and back, by their types: what is kept today can be read by a later version.

Owns the form: a value is an object of its fields, a tuple a list. Reading is forgiving where time passes (a field that
is not known any more is passed over, one that was not there yet has its default) and strict where a value is of another
type.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_SIMPLE = (str, int, float, bool, type(None))


def to_plain(value: object) -> Any:
    """Plain data of a value of frozen values, tuples, mappings by text, texts, numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): to_plain(one) for name, one in value.items()}
    if isinstance(value, _SIMPLE):
        return value
    raise TypeError(f"{type(value).__name__} is no plain value")


def from_plain(cls: type[T], data: object) -> T:
    """The value of a class of frozen values. Raises ValueError for data of another form."""
    try:
        value: T = _read(cls, data)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no {cls.__name__}: {error}") from error
    return value


def _read(kind: Any, data: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if dataclasses.is_dataclass(kind):
        return _object(kind, data)
    if origin is tuple:
        return _tuple(inner, data)
    if origin in (Union, types.UnionType):
        return _either(inner, data)
    if origin is Literal:
        if data in inner:
            return data
    elif origin in (dict, Mapping):
        return {_read(inner[0], name): _read(inner[1], one) for name, one in data.items()}
    elif kind is float and isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    elif kind in _SIMPLE and type(data) is kind:
        return data
    raise ValueError(f"{data!r:.60} is not of {kind}")


def _object(kind: Any, data: Any) -> Any:
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], one) for name, one in data.items() if name in hints})


def _tuple(inner: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise ValueError(f"{data!r:.60} is no list")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], one) for one in data)
    return tuple(_read(one, value) for one, value in zip(inner, data, strict=True))


def _either(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and type(None) in kinds:
        return None
    for kind in kinds:
        try:
            return _read(kind, data)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    raise ValueError(f"{data!r:.60} is of none of {kinds}")


@functools.cache
def _hints(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
