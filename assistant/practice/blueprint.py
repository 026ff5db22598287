"""Exams as data: `assistant/exams/*.toml` and the learner's own files in the user's data folder.

Owns the format of a blueprint, its bounds, and messages that name file, key and remedy. A learner's file with the id
of a shipped exam replaces it. Knows nothing of items or sessions.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, get_args

from assistant.practice.errors import BlueprintError
from assistant.practice.schema import ITEM_TYPES, ItemType
from ingest.schema import LANGS, Lang
from ingest.settings import user_data

SHIPPED = Path(__file__).resolve().parent.parent / "exams"
Status = Literal["live", "beta", "retired"]

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_MOST_BYTES = 200_000
_MOST_TEXT = 400
_MOST_DOMAINS = 30
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages."""

    en: str
    fr: str

    def in_lang(self, lang: Lang) -> str:
        """The text in one language."""
        return self.fr if lang == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Domain:
    """A content domain; `weight` is its share of the scored items in percent."""

    id: str
    name: Wording
    weight: float
    tasks: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Blueprint:
    """An exam. `uncertain` says of a key (minutes, pass_mark ...) why it may be wrong; `own` marks a learner's file."""

    id: str
    code: str
    name: str
    status: Status
    domains: tuple[Domain, ...]
    item_types: tuple[ItemType, ...]
    scored: int
    unscored: int
    minutes: int
    scale_min: int
    scale_max: int
    pass_mark: int
    live_from: datetime.date | None = None
    beta_ended: datetime.date | None = None
    retired_on: datetime.date | None = None
    successors: tuple[str, ...] = ()
    uncertain: dict[str, Wording] = field(default_factory=dict)
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
    return _Reader(path, data).blueprint(own)


class _Reader:
    """Takes values out of one table and says which key is wrong."""

    def __init__(self, path: Path, data: Mapping[str, object], prefix: str = "") -> None:
        self.path, self.data, self.prefix = path, data, prefix
        self.taken: set[str] = set()

    def error(self, key: str, message: str, help: str = "") -> BlueprintError:
        remedy = help or f"Compare with {SHIPPED / 'mls-c01.toml'}."
        return BlueprintError(f"{self.path}: {self.prefix}{key}: {message}.", help=remedy)

    def raw(self, key: str, default: object = None) -> object:
        self.taken.add(key)
        return self.data.get(key, default)

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip() or len(value) > _MOST_TEXT:
            raise self.error(key, f"a text of 1 to {_MOST_TEXT} characters is needed")
        return value.strip()

    def id(self, key: str = "id") -> str:
        value = self.text(key)
        if not _ID.fullmatch(value):
            raise self.error(key, f"{value!r} is no id", "Use small letters, digits and hyphens, such as my-exam.")
        return value

    def number(self, key: str, low: int, high: int) -> int:
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.error(key, f"{value!r} is not possible", f"Give a whole number from {low} to {high}.")
        return value

    def weight(self) -> float:
        value = self.raw("weight")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 100:
            raise self.error("weight", f"{value!r} is not possible", "Give a percentage above 0, at most 100.")
        return float(value)

    def date(self, key: str) -> datetime.date | None:
        value = self.raw(key)
        if value is not None and (not isinstance(value, datetime.date) or isinstance(value, datetime.datetime)):
            raise self.error(key, f"{value!r} is no date", "Write it without quotes: 2026-03-31.")
        return value

    def choice(self, key: str, allowed: tuple[T, ...]) -> T:
        value = self.raw(key)
        for one in allowed:
            if one == value:
                return one
        raise self.error(key, f"{value!r} is not possible", f"Give one of: {', '.join(map(str, allowed))}.")

    def sequence(self, key: str, convert: Callable[[object, str], T], *, most: int) -> tuple[T, ...]:
        value = self.raw(key, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.error(key, f"a list of at most {most} entries is needed")
        return tuple(convert(entry, f"{key}[{number}]") for number, entry in enumerate(value))

    def wording(self, value: object, key: str) -> Wording:
        """A plain text (the same in both languages) or a table with a text per language."""
        if isinstance(value, str):
            value = dict.fromkeys(LANGS, value)
        texts = value if isinstance(value, dict) and set(value) == set(LANGS) else {}
        if not texts or not all(isinstance(t, str) and 0 < len(t.strip()) <= _MOST_TEXT for t in texts.values()):
            raise self.error(key, "a text is needed, or { en = ..., fr = ... }")
        return Wording(en=texts["en"].strip(), fr=texts["fr"].strip())

    def item_type(self, value: object, key: str) -> ItemType:
        for one in ITEM_TYPES:
            if one == value:
                return one
        raise self.error(key, f"{value!r} is no type of item", f"Give one of: {', '.join(ITEM_TYPES)}.")

    def exam_id(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise self.error(key, f"{value!r} is no exam id")
        return value

    def domain(self, value: object, key: str) -> Domain:
        if not isinstance(value, dict):
            raise self.error(key, "a [[domains]] table is needed")
        reader = _Reader(self.path, value, prefix=f"{self.prefix}{key}.")
        domain = Domain(
            id=reader.id(),
            name=reader.wording(reader.raw("name"), "name"),
            weight=reader.weight(),
            tasks=reader.sequence("tasks", reader.wording, most=50),
        )
        reader.refuse_unknown()
        return domain

    def uncertain(self) -> dict[str, Wording]:
        value = self.raw("uncertain", {})
        if isinstance(value, list):
            value = {str(key): {"en": "Not verified.", "fr": "Non vérifié."} for key in value}
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise self.error("uncertain", "a table from key to reason is needed, or a list of keys")
        return {key: self.wording(reason, f"uncertain.{key}") for key, reason in value.items()}

    def refuse_unknown(self) -> None:
        unknown = sorted(set(self.data) - self.taken)
        if unknown:
            raise self.error(unknown[0], "unknown key", f"Known keys: {', '.join(sorted(self.taken))}.")

    def blueprint(self, own: bool) -> Blueprint:
        statuses: tuple[Status, ...] = get_args(Status)
        result = Blueprint(
            id=self.id(),
            code=self.text("code"),
            name=self.text("name"),
            status=self.choice("status", statuses),
            domains=self.sequence("domains", self.domain, most=_MOST_DOMAINS),
            item_types=self.sequence("item_types", self.item_type, most=len(ITEM_TYPES)),
            scored=self.number("scored", 1, 500),
            unscored=self.number("unscored", 0, 500),
            minutes=self.number("minutes", 1, 1440),
            scale_min=self.number("scale_min", 0, 100_000),
            scale_max=self.number("scale_max", 1, 100_000),
            pass_mark=self.number("pass_mark", 1, 100_000),
            live_from=self.date("live_from"),
            beta_ended=self.date("beta_ended"),
            retired_on=self.date("retired_on"),
            successors=self.sequence("successors", self.exam_id, most=10),
            uncertain=self.uncertain(),
            own=own,
        )
        self.refuse_unknown()
        self.check(result)
        return result

    def check(self, blueprint: Blueprint) -> None:
        """What holds between keys."""
        if not blueprint.domains:
            raise self.error("domains", "at least one [[domains]] table is needed")
        ids = blueprint.domain_ids
        if len(set(ids)) < len(ids):
            raise self.error("domains", "two domains have the same id")
        total = sum(domain.weight for domain in blueprint.domains)
        if abs(total - 100) > 0.5:
            raise self.error("domains", f"the weights add up to {total:g}", "They are percentages: make them 100.")
        if not blueprint.item_types or len(set(blueprint.item_types)) < len(blueprint.item_types):
            raise self.error("item_types", "at least one type is needed, each once")
        if not blueprint.scale_min < blueprint.pass_mark <= blueprint.scale_max:
            raise self.error("pass_mark", f"{blueprint.pass_mark} is not above scale_min and up to scale_max")
        if blueprint.status == "retired" and blueprint.retired_on is None:
            raise self.error(
                "retired_on", "a retired exam needs the date", "Add a line such as retired_on = 2026-03-31."
            )
        unknown = sorted(set(blueprint.uncertain) - self.taken)
        if unknown:
            raise self.error(f"uncertain.{unknown[0]}", "there is no such key to be uncertain about")
