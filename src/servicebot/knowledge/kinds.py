"""The kinds of files that a knowledge folder holds, and the model of each."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from servicebot.knowledge.expected import Test
from servicebot.knowledge.fields import Id, Text, Texts
from servicebot.knowledge.model import (
    Commune,
    Emergency,
    Lexicon,
    Sheet,
    SmallTalk,
    Source,
    Town,
)
from servicebot.knowledge.school import SchoolHolidays
from servicebot.knowledge.situations import Situation


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: where it is found, what it holds, what an empty one means.

    `patterns` are globs under the knowledge folder; the first one is the file that must
    exist if the kind is `required`.
    """

    name: str
    title: str
    patterns: tuple[str, ...]
    holds: Any
    required: bool = False
    empty: Any = None
    adapter: TypeAdapter[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "adapter", TypeAdapter(self.holds))


TOWN = Kind(
    name="town",
    title="La collectivité pour laquelle le robot répond",
    patterns=("town.yaml",),
    holds=Town,
    required=True,
)
SOURCES = Kind(
    name="sources",
    title="Les documents d'où viennent les faits",
    patterns=("sources.yaml", "sources-*.yaml"),
    holds=dict[Id, Source],
    required=True,
    empty={},
)
LEXICON = Kind(
    name="lexicon",
    title="Les aspects, les synonymes et les abréviations",
    patterns=("lexicon.yaml",),
    holds=Lexicon,
    required=True,
)
PHRASES = Kind(
    name="phrases",
    title="Les phrases que dit le robot",
    patterns=("phrases.yaml", "phrases-*.yaml"),
    holds=dict[str, Texts],
    required=True,
    empty={},
)
SMALLTALK = Kind(
    name="smalltalk",
    title="Les politesses",
    patterns=("smalltalk.yaml",),
    holds=tuple[SmallTalk, ...],
    empty=[],
)
EMERGENCIES = Kind(
    name="emergencies",
    title="Les urgences et leurs numéros",
    patterns=("emergencies.yaml",),
    holds=tuple[Emergency, ...],
    empty=[],
)
SITUATIONS = Kind(
    name="situations",
    title="Ce que les gens racontent sans nommer le service qu'il leur faut",
    patterns=("situations.yaml",),
    holds=tuple[Situation, ...],
    empty=[],
)
NEGATIVES = Kind(
    name="negatives",
    title="Des questions auxquelles le robot ne doit pas répondre",
    patterns=("negatives.yaml",),
    holds=tuple[Text, ...],
    empty=[],
)
LEARNED = Kind(
    name="learned",
    title="Des formulations apprises au guichet, par réponse",
    patterns=("learned.yaml",),
    holds=dict[str, Texts],
    empty={},
)
COMMUNES = Kind(
    name="communes",
    title="Les communes du territoire",
    patterns=("communes.yaml",),
    holds=tuple[Commune, ...],
    empty=[],
)
ELSEWHERE = Kind(
    name="elsewhere",
    title="Les noms d'autres villes",
    patterns=("elsewhere.yaml",),
    holds=tuple[Text, ...],
    empty=[],
)
SCHOOL_HOLIDAYS = Kind(
    name="school_holidays",
    title="Les vacances scolaires, à la place de celles du programme",
    patterns=("vacances_scolaires.yaml",),
    holds=SchoolHolidays,
)
SHEET = Kind(
    name="sheet",
    title="Une fiche : un service ou un sujet, et tout ce que l'on en sait",
    patterns=("services/*.yaml", "topics/*.yaml", "imported/*.yaml"),
    holds=Sheet,
)
TESTS = Kind(
    name="tests",
    title="Des questions et ce que le robot doit répondre",
    patterns=("tests/*.yaml",),
    holds=tuple[Test, ...],
    empty=[],
)
KINDS: tuple[Kind, ...] = (
    TOWN,
    SOURCES,
    LEXICON,
    PHRASES,
    SMALLTALK,
    EMERGENCIES,
    SITUATIONS,
    NEGATIVES,
    LEARNED,
    COMMUNES,
    ELSEWHERE,
    SCHOOL_HOLIDAYS,
    SHEET,
    TESTS,
)
