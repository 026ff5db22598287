"""What every class of settings shares: frozen and bounded values, read from documented environment variables.

Owns how a variable is read (an empty one is an unset one, paths and names are lists by their own separators) and how
a wrong one is told. Knows no setting.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from ingest.errors import SettingsError

OWN_PREFIX = "CITEPREP_"
_NEAR = 0.84  # difflib's ratio: one or two letters of a name; HOST and HOSTNAME are 0.67


class Settings(BaseSettings):
    """Values that are set once. The constructor takes them by name and reads nothing; `from_env` reads the environment.

    A field made with `variable` has a variable of its own and a line in the README. Whatever way a value comes,
    SettingsError is raised for a name that is no setting, a value of another type, a value out of bounds.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", validate_by_name=True)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise _refused(type(self), error) from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The constructor's own arguments only: a test or a caller that names its values gets those."""
        return (init_settings,)

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Self:
        """Build from a mapping by field names. Raises SettingsError."""
        return cls(**values)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **overrides: object) -> Self:
        """Read the documented variables (`os.environ` unless given); keyword arguments win when they are not None.

        Raises SettingsError.
        """
        values = _read(cls, os.environ if environ is None else environ)
        return cls(**values | {name: value for name, value in overrides.items() if value is not None})

    def changed(self, **values: object) -> Self:
        """A copy with other values, checked like new ones. Raises SettingsError."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | values)


def variable(name: str, what: str, *, shown: str = "", ge: float | None = None, le: float | None = None) -> Any:
    """What makes a field readable from the environment: its variable, its line in the README, its bounds.

    `shown` says the default in words where its value does not.
    """
    return Field(validation_alias=name, description=what, examples=[shown] if shown else None, ge=ge, le=le)


def variables(*classes: type[Settings]) -> Iterator[tuple[str, str, FieldInfo]]:
    """The documented variables of some classes: (variable, field name, field), in their order."""
    for settings in classes:
        for name, field in settings.model_fields.items():
            if isinstance(field.validation_alias, str):
                yield field.validation_alias, name, field


def mistyped(known: Sequence[type[Settings]], environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """A sentence for each variable that looks like a setting of `known` and is none.

    That is one that begins with CITEPREP_, or whose name is nearly that of a setting. The environment belongs to
    other programs too, so that it is told and not refused.
    """
    env = os.environ if environ is None else environ
    names = [variable for variable, _, _ in variables(*known)]
    notes = []
    for given in sorted(set(env) - set(names)):
        near = difflib.get_close_matches(given.upper(), names, 1, _NEAR)
        if near:
            notes.append(f"The variable {given} is no setting and changes nothing. Did you mean {near[0]}?")
        elif given.startswith(OWN_PREFIX):
            own = ", ".join(name for name in names if name.startswith(OWN_PREFIX))
            notes.append(f"The variable {given} is no setting and changes nothing. Those of that name are {own}.")
    return tuple(notes)


def tell_mistyped(known: Sequence[type[Settings]]) -> None:
    """A note on standard error for each variable of the environment that `mistyped` finds."""
    for note in mistyped(known):
        sys.stderr.write(f"note: {note}\n")


def table(*classes: type[Settings]) -> str:
    """The variables of some classes as a Markdown table: what each is for, its bounds, its default."""
    rows = ["| variable | what | default |", "|---|---|---|"]
    for variable, _, field in variables(*classes):
        low, high = bounds(field)
        range_ = f" ({low:.15g} to {high:.15g})" if low is not None and high is not None else ""
        rows.append(f"| `{variable}` | {field.description}{range_} | {_shown(field)} |")
    return "\n".join(rows)


def bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """The least and the greatest value of a field; None where it has none."""
    limits = {name: getattr(part, name) for part in field.metadata for name in ("ge", "le") if hasattr(part, name)}
    return limits.get("ge"), limits.get("le")


def _shown(field: FieldInfo) -> str:
    """A default as the README says it; `examples` says in words what an empty or computed one means."""
    if field.examples:
        return str(field.examples[0])
    value = field.default
    if isinstance(value, tuple):
        return ", ".join(part.name if isinstance(part, Path) else str(part) for part in value)
    if isinstance(value, Path):
        return value.name
    return f"{value:g}" if isinstance(value, float) else str(value) if value not in ("", None) else "-"


def _read(cls: type[Settings], environ: Mapping[str, str]) -> dict[str, object]:
    """The values that the environment gives, by field name, as text; validation makes them what they are."""
    named = {variable: name for variable, name, _ in variables(cls)}
    source = EnvSettingsSource(cls, case_sensitive=True)
    # Only documented variables, and only those that say something: a field without a variable of its own would be
    # read from one of its name, and an empty variable would be a value.
    source.env_vars = {variable: environ[variable].strip() for variable in named if environ.get(variable, "").strip()}
    return {named.get(key, key): value for key, value in source().items()}


def _refused(cls: type[Settings], error: ValidationError) -> SettingsError:
    """What pydantic found, in our words: the variable (or the field), the value, the remedy."""
    problems = error.errors(include_url=False)
    unknown = sorted(str(problem["loc"][0]) for problem in problems if problem["type"] == "extra_forbidden")
    if unknown:
        names = sorted(cls.model_fields)
        near = difflib.get_close_matches(unknown[0], names, 1)
        known = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}."
        return SettingsError(f"Unknown setting: {', '.join(unknown)}.", help=known)
    problem = problems[0]
    given = str(problem["loc"][0])  # the field or its variable, by how the value came
    named = {key: (name, field) for name, attribute, field in variables(cls) for key in (name, attribute)}
    name, field = named.get(given) or (given, cls.model_fields[given])
    low, high = bounds(field)
    if low is not None and high is not None:
        return SettingsError(f"{name} is {problem['input']!r}.", help=f"Give a number from {low:.15g} to {high:.15g}.")
    return SettingsError(f"{name} is {problem['input']!r}: {problem['msg']}.", help="Unset it to use the default.")
