"""Exams as data: `assistant/exams/*.toml` and the learner's own files in the user's data folder.

Owns the format of a blueprint, its bounds, and messages that name file, key and remedy. A learner's file with the id
of a shipped exam replaces it. Knows nothing of items or sessions.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from assistant.practice.errors import BlueprintError
from assistant.practice.schema import ItemType
from ingest.schema import LANGS, Lang
from ingest.settings import user_data
from ingest.typed import Day, Filled, Misfit, Number, Whole, typed

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


def _an_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is no id; use small letters, digits and hyphens, such as my-exam")
    return text


def _in_both(value: object) -> object:
    """A plain text is the same in both languages."""
    return dict.fromkeys(LANGS, value) if isinstance(value, str) else value


def _with_reasons(value: object) -> object:
    """A plain list of keys: not verified, no more is said."""
    if not isinstance(value, list):
        return value
    return {str(key): {"en": "Not verified.", "fr": "Non vérifié."} for key in value}


SHIPPED = Path(__file__).resolve().parent.parent / "exams"
Status = Literal["live", "beta", "retired"]

_MOST_BYTES = 200_000
_Text = Annotated[Filled, StringConstraints(max_length=400)]
_Id = Annotated[str, AfterValidator(_an_id)]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages."""

    en: _Text
    fr: _Text

    def in_lang(self, lang: Lang) -> str:
        """The text in one language."""
        return self.fr if lang == "fr" else self.en


_Said = Annotated[Wording, BeforeValidator(_in_both)]


@dataclass(frozen=True, slots=True)
class Domain:
    """A content domain; `weight` is its share of the scored items in percent."""

    id: _Id
    name: _Said
    weight: Annotated[Number, Field(gt=0, le=100)]
    tasks: Annotated[tuple[_Said, ...], Field(max_length=50)] = ()


@dataclass(frozen=True, slots=True)
class Blueprint:
    """An exam. `uncertain` says of a key (minutes, pass_mark ...) why it may be wrong; `own` marks a learner's file."""

    id: _Id
    code: _Text
    name: _Text
    status: Status
    domains: Annotated[tuple[Domain, ...], Field(min_length=1, max_length=30)]
    item_types: Annotated[tuple[ItemType, ...], Field(min_length=1)]
    scored: Annotated[Whole, Field(ge=1, le=500)]
    unscored: Annotated[Whole, Field(ge=0, le=500)]
    minutes: Annotated[Whole, Field(ge=1, le=1440)]
    scale_min: Annotated[Whole, Field(ge=0, le=100_000)]
    scale_max: Annotated[Whole, Field(ge=1, le=100_000)]
    pass_mark: Annotated[Whole, Field(ge=1, le=100_000)]
    live_from: Day | None = None
    beta_ended: Day | None = None
    retired_on: Day | None = None
    successors: Annotated[tuple[_Id, ...], Field(max_length=10)] = ()
    uncertain: Annotated[dict[str, _Said], BeforeValidator(_with_reasons)] = dataclasses.field(default_factory=dict)
    own: bool = False

    @property
    def count(self) -> int:
        """Items in a full exam, scored and unscored."""
        return self.scored + self.unscored

    def domain(self, id: str) -> Domain:
        """A domain by its id. Raises BlueprintError that lists the ids."""
        for domain in self.domains:
            if domain.id == id:
                return domain
        raise BlueprintError(f"{self.code} has no domain {id!r}.", help=f"Choose one of: {', '.join(self.domain_ids)}.")

    @property
    def domain_ids(self) -> tuple[str, ...]:
        """Ids of the domains, in the guide's order."""
        return tuple(domain.id for domain in self.domains)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All exams by id, and what is wrong with files that could not be read (the others still work)."""

    exams: Mapping[str, Blueprint]
    problems: tuple[str, ...] = ()

    def __getitem__(self, id: str) -> Blueprint:
        """An exam by id or code, in any case. Raises BlueprintError that lists the exams, and any unreadable file."""
        found = self.exams.get(id.strip().casefold())
        if found is None:
            known = f"Choose one of: {', '.join(self.exams)}."
            raise BlueprintError(f"There is no exam {id!r}.", help=" ".join([known, *self.problems]))
        return found


def own_folder() -> Path:
    """Where a learner drops TOML files of exams."""
    return user_data() / "exams"


def load_catalogue(own: Path | None = None) -> Catalogue:
    """The shipped exams and those in `own` (default: the user's data folder). Never raises for a learner's file."""
    exams = {blueprint.id: blueprint for blueprint in map(read_blueprint, sorted(SHIPPED.glob("*.toml")))}
    problems: list[str] = []
    folder = own_folder() if own is None else own
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            blueprint = read_blueprint(path, own=True)
        except BlueprintError as error:
            problems.append(str(error))
        else:
            exams[blueprint.id] = blueprint
    return Catalogue(dict(sorted(exams.items(), key=lambda pair: (pair[1].own, pair[0]))), tuple(problems))


def read_blueprint(path: Path, *, own: bool = False) -> Blueprint:
    """One exam from its TOML file. Raises BlueprintError that names file, key and remedy."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BlueprintError(f"{path}: larger than {_MOST_BYTES} bytes.", help="An exam is a short TOML file.")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BlueprintError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BlueprintError(f"{path}: not UTF-8 text.", help="Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BlueprintError(
            f"{path}: not valid TOML: {error}.", help=f"Compare with {SHIPPED / 'mls-c01.toml'}."
        ) from error
    try:
        if "own" in data:
            raise Misfit("own: unknown key")
        blueprint = typed(Blueprint, data)
        _check(blueprint)
    except Misfit as error:
        raise BlueprintError(f"{path}: {error}.", help=f"Compare with {SHIPPED / 'mls-c01.toml'}.") from error
    return dataclasses.replace(blueprint, own=own)


def _check(blueprint: Blueprint) -> None:
    """What holds between keys. Raises Misfit."""
    ids = blueprint.domain_ids
    total = sum(domain.weight for domain in blueprint.domains)
    unsure = sorted(set(blueprint.uncertain) - {field.name for field in dataclasses.fields(Blueprint)})
    wrong = (
        (len(set(ids)) < len(ids), "domains: two domains have the same id"),
        (abs(total - 100) > 0.5, f"domains: the weights add up to {total:g}; they are percentages: make them 100"),
        (len(set(blueprint.item_types)) < len(blueprint.item_types), "item_types: each type stands there once"),
        (
            not blueprint.scale_min < blueprint.pass_mark <= blueprint.scale_max,
            f"pass_mark: {blueprint.pass_mark} is not above scale_min and up to scale_max",
        ),
        (
            blueprint.status == "retired" and blueprint.retired_on is None,
            "retired_on: a retired exam needs the date; add a line such as retired_on = 2026-03-31",
        ),
        (bool(unsure), f"uncertain.{next(iter(unsure), '')}: there is no such key to be uncertain about"),
    )
    for is_wrong, said in wrong:
        if is_wrong:
            raise Misfit(said)
