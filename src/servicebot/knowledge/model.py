"""What editors write: one frozen pydantic model for each kind of knowledge file.

The YAML scalars reach these models as text, true/false/null and simple integers (see
`knowledge.yaml`). The compiled values that the other rooms use are in `knowledge.base`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from servicebot.knowledge.colours import Colours
from servicebot.knowledge.fields import (
    AsOf,
    AspectId,
    Day,
    Hosts,
    Id,
    IdOrIds,
    Ids,
    Insee,
    Text,
    Texts,
    Url,
)


class Model(BaseModel):
    """Strict and frozen: an unknown key or a value of another type is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Link(Model):
    """A page that says more."""

    title: Text
    url: Url


class Row(Model):
    """What every fact carries: its source, its date, and a caution if doubtful.

    `imported` is the fingerprint that an import gave the row: once a person has edited
    it, the row no longer answers to it, and no import changes it again.
    """

    source: Ids
    as_of: AsOf
    caution: Text | None = None
    valid_until: Day | None = None
    review: Day | None = None
    links: tuple[Link, ...] = ()
    imported: Text | None = None


class Askable(Row):
    """A fact with its sentence and the ways in which people ask for it.

    `internal` is a note for the agents at the desk, which no citizen ever sees.
    """

    say: Text
    each_commune: Text | None = None
    admission: bool = False
    ask: Texts = ()
    title: Text | None = None
    question: Text | None = None
    detail: Text | None = None
    needs: Texts = ()
    scope: Id | None = None
    related: Texts = ()
    internal: Text | None = None


class Figure(Askable):
    """A number (or short value) of a service: subject x aspect."""

    aspect: AspectId
    id: Id | None = None
    value: int | Text
    unit: Text | None = None
    units: Texts = ()


class Question(Askable):
    """A free question; with an aspect it also answers subject x aspect."""

    id: Id
    aspect: AspectId | None = None


class Closure(Model):
    """An exceptional closure, both days included."""

    start: Annotated[Day, Field(alias="from")]
    end: Annotated[Day, Field(alias="to")]
    reason: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _french_keys(cls, data: object) -> object:
        french = {"du": "from", "au": "to", "motif": "reason"}
        if isinstance(data, dict):
            return {french.get(key, key): value for key, value in data.items()}
        return data

    @model_validator(mode="after")
    def _in_order(self) -> "Closure":
        if self.end < self.start:
            message = "la fermeture finit avant de commencer"
            raise ValueError(message)
        return self


class Place(Row):
    """A place that people go to: where it is and when it is open."""

    id: Id
    name: Text
    label: Text | None = None
    names: Texts = ()
    address: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    hours: dict[str, Any] | str | None = None
    hours_note: Text | None = None
    holidays: Literal["open", "closed", "unknown"] = "unknown"
    closures: tuple[Closure, ...] = ()
    internal: Text | None = None


class Sheet(Model):
    """One file of services/ or topics/: a subject and all that is known of it.

    One that says nothing, not even what it is (`summary`), names what people may ask
    about although nothing of it is known.
    """

    service: Id | None = None
    topic: Id | None = None
    name: Text
    label: Text
    names: Texts = ()
    crossed: Texts = ()
    operator: Id | None = None
    deduced: bool = False
    summary: Text | None = None
    source: Ids
    as_of: AsOf
    caution: Text | None = None
    links: tuple[Link, ...] = ()
    related: Annotated[tuple[Id, ...], IdOrIds] = ()
    ask: Texts = ()
    internal: Text | None = None
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    questions: tuple[Question, ...] = ()
    imported: Text | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Sheet":
        if (self.service is None) == (self.topic is None):
            message = "la fiche doit porter soit « service », soit « topic »"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _says_what_it_is(self) -> "Sheet":
        says = (self.figures, self.places, self.questions, self.ask, self.operator)
        if self.summary is None and any(says):
            message = "il manque « summary » : une phrase qui dit ce que c'est"
            raise ValueError(message)
        return self

    @property
    def id(self) -> str:
        """The subject's identifier."""
        return self.service or self.topic or ""


class Operator(Model):
    """A body that runs services: the town, the agglomeration, a syndicate."""

    name: Text
    label: Text
    names: Texts = ()


class Contact(Model):
    """Where a citizen is sent when the bot does not know."""

    place: Id | None = None
    name: Text
    address: Text | None = None
    phone: Text | None = None
    url: Url


class PublicHolidays(Model):
    """The public holidays that a town has or lacks against the rule of its commune."""

    added: Texts = ()
    removed: Texts = ()


class Town(Model):
    """town.yaml: who the bot speaks for."""

    town: Id
    name: Text
    territory: Text
    insee: Insee
    timezone: Text = "Europe/Paris"
    school_zone: Literal["A", "B", "C"] | None = None
    public_holidays: PublicHolidays = PublicHolidays()
    website: Url
    hosts: Hosts = ()
    home: Texts = ()
    operators: dict[Id, Operator]
    contact: Contact
    hours_trusted_months: int = 36
    colours: Colours = Colours()


class Source(Model):
    """A document that facts come from; `reliability` A (official, dated) to D."""

    title: Text
    publisher: Text
    date: AsOf | None = None
    url: Url | None = None
    reliability: Literal["A", "B", "C", "D"]


class Aspect(Model):
    """What can be asked of a subject, in the words that show it.

    `cues` are words or short phrases any of which shows that this aspect is asked,
    `openings` those that show it at the start of a question only, for want of others;
    `ask` are question templates with `{subject}` (and `{unit}` for figures).
    """

    name: Text
    label: Text
    cues: Texts
    openings: Texts = ()
    ask: Texts = ()
    near: Texts = ()
    answered: bool = True


class Lexicon(Model):
    """lexicon.yaml: aspects, synonyms and abbreviations, as citizens say them."""

    aspects: dict[AspectId, Aspect]
    synonyms: tuple[Texts, ...] = ()
    abbreviations: dict[str, Text] = {}
    function_words: Texts = ()
    acts: dict[Id, Texts] = {}
    surveys: dict[Literal["open", "closed"], Texts] = {}


class SmallTalk(Model):
    """A social exchange: what is said, the short reply, the orders that open one."""

    id: Id
    ask: Texts
    say: Texts
    orders: Texts = ()


class Emergency(Model):
    """A danger: the signs that show it, the lookalikes that do not, the numbers.

    A sign holds when all its parts stand close by in the message, in any order, as
    typed: a word, « tombe|chute » (one or the other), « prend-feu » (side by side) or
    « ENFANT », a group of `words`; small words count only in the two middle ones. The
    groups of an emergency serve the signs of all. `unless` are signs that make it a
    lookalike (« feu d'artifice »), `idioms` words in a row that no emergency hears
    (« griller un feu »); either may end with « sauf » and what makes it serious.
    """

    id: Id
    numbers: Texts
    say: Text
    words: dict[Text, Texts] = {}
    signs: Texts
    unless: Texts = ()
    idioms: Texts = ()
    source: Ids
    as_of: AsOf


class Commune(Model):
    """A commune of the territory, with its legal population."""

    name: Text
    insee: Text
    population: int
    postcode: Text | None = None
