"""The frame of a question: the subjects it names, what it asks and counts."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.aspects import QUANTITY
from servicebot.understanding.communes import commune_asked
from servicebot.understanding.conjunctions import resumes, without_conjunctions
from servicebot.understanding.counting import counted, of_something, stated
from servicebot.understanding.crossings import Crossings, crossed
from servicebot.understanding.doings import without_where
from servicebot.understanding.excluding import affirmed
from servicebot.understanding.passing import covers, town_asked
from servicebot.understanding.phrases import Found, PhraseIndex, beside, is_part, places
from servicebot.understanding.reader import Utterance, Word

GREETINGS = frozenset(
    "bonjour bonsoir salut madame monsieur et mais alors sinon donc dites dis".split()
)

CLEAR = 0.6
"""How surely a subject must be named to set aside the one spoken of before."""

SPREAD = 0.2
ALONE = 0.7


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question names: phrases found, as spans of the utterance's words.

    `hints` are subjects that alone use a word of the question; `counted` is what
    « combien de … » counts and `stated` what a number in the question counts (stems);
    `elsewhere` is the town of another place, if one is named, `commune` another commune
    of the territory; `dated` are the stems that say a moment; `users` are the subjects
    that use the words of the names found; `elliptic` says that aspects, moments,
    communes and who is in charge are all that is said (« et le dimanche ? », « et à la
    Ville ? »), `resumes` that the last answer is gone on with (« et ça… »); `crossed`
    are those that words name together, `named` all in order, `clear` the clear ones;
    `cues` are the cues of the aspects, the longest first, and `asked` their aspects.
    """

    subjects: tuple[Found, ...]
    aspects: tuple[Found, ...]
    scopes: tuple[Found, ...]
    hints: tuple[str, ...]
    counted: tuple[str, ...]
    stated: tuple[str, ...]
    elsewhere: str | None
    commune: str | None
    dated: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    elliptic: bool = False
    resumes: bool = False
    crossed: frozenset[str] = frozenset()
    named: tuple[str, ...] = field(init=False, repr=False, compare=False)
    clear: tuple[str, ...] = field(init=False, repr=False, compare=False)
    cues: tuple[Found, ...] = field(init=False, repr=False, compare=False)
    asked: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the views of what was found that every step looks at."""
        note = object.__setattr__
        clear = [found for found in self.subjects if found.weight >= CLEAR]
        cues = self.aspects
        if len(cues) > 1:
            cues = tuple(sorted(cues, key=lambda f: (f.start - f.end, f.start)))
        note(self, "named", _values(self.subjects))
        note(self, "clear", _values(clear))
        note(self, "cues", cues)
        note(self, "asked", _values(cues))

    @property
    def first_asked(self) -> str | None:
        """The first of the aspects asked."""
        return self.asked[0] if self.asked else None

    @property
    def asks_quantity(self) -> bool:
        """Whether a number of something is asked."""
        return QUANTITY in self.asked


@dataclass(frozen=True, slots=True)
class Framer:
    """Finds frames with the names, cues and places of one base.

    `aspects` has all cues by their stems and `phrases` those of several words by the
    roots of their verbs: a verb alone is too little to mean as much in all its forms.
    `openings` count at the start of a question without a cue. `spread` are the subjects
    that use a stem, `hints` has the one that uses it alone. `doings` are the names that
    say what is done at a place whose address is not known.
    """

    subjects: PhraseIndex
    aspects: PhraseIndex
    phrases: PhraseIndex
    openings: PhraseIndex
    scopes: PhraseIndex
    elsewhere: PhraseIndex
    home: PhraseIndex
    at_home: frozenset[str]
    communes: frozenset[str]
    quantities: frozenset[str]
    doings: frozenset[tuple[str, ...]]
    spread: Mapping[str, frozenset[str]]
    crossings: Crossings
    titles: frozenset[tuple[str, ...]]
    hints: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note which stems are used by one subject alone."""
        alone = {s: users for s, users in self.spread.items() if len(users) == 1}
        hints = {stem: min(users) for stem, users in alone.items()}
        object.__setattr__(self, "hints", hints)

    def frame(self, utterance: Utterance, dated: frozenset[str] = frozenset()) -> Frame:
        """Return the frame of an utterance; `dated` are its stems that say a moment."""
        words, stems = utterance.words, utterance.stems
        kept = [i for i, word in enumerate(words) if not word.skipped]
        bare = [stems[i] for i in kept]
        asked = of_something(self._asked(words, stems), words)
        aspects = without_conjunctions(asked, utterance)
        numbered = stated(words, utterance.numbers)
        home = _on_words(self.home.find(bare), kept)
        scopes = affirmed(_on_words(self.scopes.find(bare), kept), words)
        spots = (*home, *scopes)
        how_many = counted(words, aspects, self.quantities, numbered, spots)
        asking = _asking(words, aspects, dated)
        named = tuple(
            Found(*found[:3], weight=self._weight(utterance, found, how_many, asking))
            for found in affirmed(_on_words(self.subjects.find(bare), kept), words)
            if not is_part(found, spots)
        )
        towns = places(f for f in home if f.values[0] in self.communes)
        together = self.crossings.find(words, towns)
        subjects = beside(crossed(named, together), aspects)
        aspects = _beside(aspects, subjects)
        clear = (found for found in subjects if found.weight >= CLEAR)
        aspects = without_where(aspects, clear, words, self.doings)
        said = (*aspects, *spots)
        return Frame(
            subjects=subjects,
            aspects=aspects,
            scopes=scopes,
            hints=self._hints(utterance, dated),
            counted=how_many,
            stated=numbered,
            elsewhere=self._elsewhere(words, subjects, home),
            commune=commune_asked(home, words, self.communes),
            dated=dated,
            users=self._users(stems, subjects),
            elliptic=not subjects and _is_elliptic(utterance, said, dated),
            resumes=not subjects and resumes(utterance.tokens),
            crossed=frozenset(_values(together)),
        )

    def _asked(self, words: Sequence[Word], stems: Sequence[str]) -> tuple[Found, ...]:
        """Return the aspects asked, the longest of cues that overlap."""
        found = self.aspects.find(stems)
        phrases = self.phrases.find([word.root for word in words])
        if not found and not phrases:
            return self._opened(words, stems)
        if not phrases:
            return found
        taken: set[int] = set()
        kept = []
        for cue in sorted((*phrases, *found), key=lambda f: f.start - f.end):
            own = places((cue,))
            if not own & taken:
                taken |= own
                kept.append(cue)
        return tuple(sorted(kept, key=lambda f: f.start))

    def _opened(self, words: Sequence[Word], stems: Sequence[str]) -> tuple[Found, ...]:
        """Return the aspect that the first words ask, greetings left aside."""
        first = next((i for i, w in enumerate(words) if w.token not in GREETINGS), 0)
        opened = self.openings.find(stems[first:])
        if not opened or opened[0].start:
            return ()
        return (Found(first, first + opened[0].end, opened[0].values),)

    def _users(self, stems: Sequence[str], subjects: Sequence[Found]) -> frozenset[str]:
        """Return the subjects that use all the words of one of the names found."""
        users: set[str] = set()
        for found in subjects:
            words = stems[found.start : found.end]
            spread = [self.spread.get(word, frozenset()) for word in words]
            users.update(frozenset.intersection(*spread))
        return frozenset(users)

    def _hints(self, utterance: Utterance, dated: frozenset[str]) -> tuple[str, ...]:
        said = [w.stem for w in utterance.content if w.stem in self.hints]
        return tuple(dict.fromkeys([self.hints[s] for s in said if s not in dated]))

    def _weight(
        self,
        utterance: Utterance,
        found: Found,
        counted: tuple[str, ...],
        asking: AbstractSet[int],
    ) -> float:
        """A name made of words that many other subjects use says little by itself.

        It says more when it is all that the question names, beside words that ask an
        aspect or say a moment (at the places `asking`), and is not what it counts.
        """
        stems = utterance.stems[found.start : found.end]
        spread = min(len(self.spread.get(stem, ())) for stem in stems)
        weight = 1 / (1 + SPREAD * max(0, spread - len(found.values)))
        taken = places((found,)) | asking
        alone = taken.issuperset(utterance.telling) and not set(counted) & set(stems)
        if found.end - found.start > 1 and tuple(stems) in self.titles:
            weight = max(weight, CLEAR)
        return max(weight, ALONE) if alone else weight

    def _elsewhere(
        self, words: Sequence[Word], subjects: Sequence[Found], home: Sequence[Found]
    ) -> str | None:
        """Return the town of another place that is asked about, if one is."""
        known = (*subjects, *home)
        if not self.elsewhere.may_find([word.text for word in words]):
            return None
        if any(found.values[0] in self.at_home for found in known):
            return None
        plain = [i for i, word in enumerate(words) if word.token not in GRAMMATICAL]
        named = _on_words(self.elsewhere.find([words[i].text for i in plain]), plain)
        towns = [t for t in named if not any(covers(n, t, words) for n in known)]
        return town_asked(towns, words, subjects) if towns else None


def cue_stems(utterance: Utterance, frame: Frame) -> frozenset[str]:
    """Return the stems of the words by which an utterance asks its aspects."""
    return frozenset(
        word.stem
        for found in frame.aspects
        for word in utterance.words[found.start : found.end]
    )


def only_names(utterance: Utterance, frame: Frame) -> bool:
    """Whether a question is a name and nothing else (« bus », « la piscine ? »)."""
    return says_only(utterance, frame.subjects)


def says_only(utterance: Utterance, phrases: Iterable[Found]) -> bool:
    """Whether every word that carries content belongs to one of some phrases."""
    return places(phrases).issuperset(utterance.telling)


def _values(phrases: Iterable[Found]) -> tuple[str, ...]:
    return tuple([value for found in phrases for value in found.values])


def _on_words(found: Iterable[Found], kept: Sequence[int]) -> tuple[Found, ...]:
    return tuple([Found(kept[f.start], kept[f.end - 1] + 1, f.values) for f in found])


def _beside(cues: tuple[Found, ...], names: Sequence[Found]) -> tuple[Found, ...]:
    """Leave out the cues that are part of a longer name (« le numéro vert »)."""
    if not cues or not names:
        return cues
    return tuple(
        cue for cue in cues if QUANTITY in cue.values or not is_part(cue, names)
    )


def _asking(
    words: Sequence[Word], aspects: Sequence[Found], dated: frozenset[str]
) -> set[int]:
    """Return where words stand that ask an aspect or say a moment."""
    cues = places(aspects)
    if not dated:
        return cues
    return cues | {at for at, word in enumerate(words) if word.stem in dated}


def _is_elliptic(
    utterance: Utterance, cues: Sequence[Found], dated: frozenset[str]
) -> bool:
    """Whether every word that says something belongs to a cue or a moment."""
    asking = places(cues)
    said = [utterance.stems[at] for at in utterance.telling if at not in asking]
    return bool(asking or dated) and dated.issuperset(said)
