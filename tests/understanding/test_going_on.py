"""What a question goes on about: another town, what counts the same, its subject."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicebot.bot import Bot
from servicebot.understanding.again import asked_again
from servicebot.understanding.ambiguity import (
    counts_alike,
    counts_another,
    is_within_subject,
)
from servicebot.understanding.bare import bare_number
from servicebot.understanding.calibration import PRIOR
from servicebot.understanding.candidates import candidate
from servicebot.understanding.confidence import ceiling, gives_way, signals
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine
from servicebot.understanding.following import (
    FOR_WHOM,
    REPEAT,
    act_upon,
    counts_beside,
    for_whom,
    in_units,
    listed_within,
    taken_along,
)
from servicebot.understanding.frames import Frame
from servicebot.understanding.mentions import Lent
from servicebot.understanding.phrases import Found
from servicebot.understanding.questions import Judge
from servicebot.understanding.ranking import WEIGHTS, Ranker
from servicebot.understanding.sayings import sayings_of
from servicebot.understanding.series import opened_at_rank, ranked_again
from servicebot.understanding.social import gives_thanks
from servicebot.understanding.turns import understand


def test_a_question_after_another_town_is_about_it(bot: Bot, now: datetime) -> None:
    told = "Y a-t-il des crèches à Roquemaure ?"

    assert bot.reply(f"{told} Combien d'enfants ?", None, now).kind == "fallback"


def test_a_question_that_names_home_is_not_about_another_town(
    bot: Bot, now: datetime
) -> None:
    told = "Y a-t-il des crèches à Roquemaure ? Combien de crèches à Valbrune ?"

    assert bot.reply(told, None, now).entry == "creches.nombre"


def test_only_counting_goes_on_about_what_counts_it(
    engine: Engine, now: datetime
) -> None:
    framed = engine.frame("avec combien de projets ?", now)
    grid = engine.ranker.grid

    assert grid.counts_on(framed.utterance, framed.frame, "budget")
    assert not grid.counts_on(framed.utterance, framed.frame, "piscine")


def test_a_question_after_a_story_is_asked_though_the_story_names_an_aspect(
    bot: Bot, now: datetime
) -> None:
    asked = bot.reply("j'ai perdu mon téléphone, y a-t-il des crèches ?", None, now)
    two = bot.reply("quel est votre téléphone, y a-t-il des crèches ?", None, now)

    assert asked.kind == "answer"
    assert two.kind == "fallback"


def test_a_description_gives_way_to_what_is_dated_and_near(
    engine: Engine, now: datetime
) -> None:
    frame = engine.frame("depuis quand y a-t-il des crèches", now).frame
    dated = replace(frame, aspects=(Found(0, 2, ("date",)),))
    plain = {"unit": 0.0, "needs": 0.0, "aspect": 0.0}
    near = candidate("creches.creation", {"nearest": WEIGHTS["nearest"]})
    description = candidate("creches.description", {})

    assert gives_way(dated, (description, near), plain)
    assert not gives_way(frame, (description, near), plain)
    assert not gives_way(dated, (description, description), plain)


def test_how_many_of_what_is_not_counted_is_admitted(
    engine: Engine, now: datetime
) -> None:
    verdict = engine.judge(engine.frame("combien de piscines", now), Lent()).verdict

    assert verdict.outcome != "answer"
    assert verdict.aspect == "nombre"


def test_how_to_do_what_no_phrasing_speaks_of_is_not_answered(
    bot: Bot, now: datetime
) -> None:
    reply = bot.reply("comment dessiner une piscine en perspective", None, now)

    assert reply.kind != "answer"


def test_a_precise_aspect_that_is_lacking_is_not_answered_beside(
    bot: Bot, now: datetime
) -> None:
    asked = "Bonjour, c'est combien l'entrée de la piscine pour un gamin de six ans ?"

    assert bot.reply(asked, None, now).kind != "answer"


def test_what_was_told_along_is_what_a_follow_up_counts(
    engine: Engine, now: datetime
) -> None:
    engine = replace(engine, ranker=_telling(engine.ranker, "creches.nombre", "1250"))
    framed = engine.frame("et combien de personnes en tout ?", now)
    lent = Lent("creches", "nombre", "creches.nombre")

    found = {c.label: c for c in engine.judge(framed, lent).verdict.candidates}

    assert found["creches.capacite"].part("told") > 0
    assert found["creches.nombre"].part("told") == 0


def _telling(ranker: Ranker, label: str, number: str) -> Ranker:
    """Return a ranker in which an entry tells one more number."""
    words = replace(ranker.words[label], told=ranker.words[label].told | {number})
    return replace(ranker, words={**ranker.words, label: words})


@pytest.mark.parametrize("share", ["par classe", "par commune", "chaque quartier"])
def test_a_mean_that_nobody_wrote_down_is_not_answered_by_a_total(
    bot: Bot, now: datetime, share: str
) -> None:
    assert bot.reply("combien de crèches", None, now).entry == "creches.nombre"
    assert bot.reply(f"combien de crèches {share}", None, now).kind == "fallback"


def test_what_comes_before_how_many_shares_out_nothing(bot: Bot, now: datetime) -> None:
    told = "chaque matin je passe devant, vous avez combien de crèches ?"

    assert bot.reply(told, None, now).entry == "creches.nombre"


def test_a_moment_that_an_entry_does_not_speak_of_counts_against_it(
    engine: Engine, now: datetime
) -> None:
    def dated(text: str) -> float:
        judged = engine.judge(engine.frame(text, now), Lent())
        found = {c.label: c for c in judged.verdict.candidates}
        return found["cantine.description"].part("dated")

    assert dated("la cantine mardi prochain") < 0
    assert dated("la cantine") == 0


def test_another_town_in_passing_leaves_what_is_asked_here(
    bot: Bot, now: datetime
) -> None:
    told = "moi j'habite à Roquemaure, est-ce que chez vous il y a des crèches ?"

    assert "crèches" in bot.reply(told, None, now).text


@pytest.mark.parametrize(
    "text",
    [
        "depuis que Paris nous coupe les vivres, combien de crèches ?",
        "Paris a supprimé des aides, combien de crèches reste-t-il ?",
    ],
)
def test_a_capital_may_stand_for_the_state(bot: Bot, now: datetime, text: str) -> None:
    assert "Paris" not in bot.reply(text, None, now).text


@pytest.mark.parametrize(
    "text", ["combien de crèches à Paris ?", "Paris a combien de crèches ?"]
)
def test_a_capital_is_a_town_too(bot: Bot, now: datetime, text: str) -> None:
    assert "Paris" in bot.reply(text, None, now).text


def test_a_part_of_the_last_answer_is_said_again(bot: Bot, now: datetime) -> None:
    first = bot.reply("combien coûte la cantine", None, now)
    again = bot.reply("redis-moi le prix", first.context, now)

    assert again.entry == first.entry == "cantine.tarif"


def test_the_end_of_a_message_may_be_its_question(bot: Bot, now: datetime) -> None:
    told = "je cherche les horaires de la crèche, vous en avez combien, des crèches ?"

    assert bot.reply(told, None, now).entry == "creches.nombre"


def test_key_words_ask_how_many(bot: Bot, now: datetime) -> None:
    assert bot.reply("crèches enfants", None, now).entry == "creches.capacite"
    assert bot.reply("crèches piscine", None, now).entry != "creches.capacite"


def test_what_is_added_to_a_question_is_asked_of_its_subject(
    engine: Engine, now: datetime
) -> None:
    last = replace(engine.base.entries["cantine.tarif"], question="Quel est le prix ?")
    framed = engine.frame("et sur la piscine ?", now)
    named = replace(framed.frame, users=frozenset({"cantine"}))

    asked = taken_along(replace(framed, frame=named), last)

    assert asked == "Quel est le prix sur la piscine ?"
    assert taken_along(framed, last) == "et sur la piscine ?"


def test_what_two_subjects_count_alike_is_asked_back() -> None:
    frame = framed(counted=("heur",))
    best = candidate("budget.heures", {"unit": 0.8, "explained": 2.0, "nearest": 0.3})
    rival = candidate("creches.heures", {"unit": 0.8, "explained": 2.0})

    assert counts_alike(frame, (best, rival))
    assert not counts_alike(framed(counted=()), (best, rival))
    assert not counts_alike(frame, (best, candidate("budget.jours", {})))


def test_another_year_is_no_rival_of_the_year_that_is_asked() -> None:
    frame = framed(counted=("reunion",))
    unit, year = {"unit": WEIGHTS["unit"]}, WEIGHTS["year"]
    best = candidate("piscine.reunions", {**unit, "year": year})
    other = candidate("budget.reunions", {**unit, "year": -year, "nearest": year})

    assert not counts_alike(frame, (best, other))


def framed(*, counted: tuple[str, ...]) -> Frame:
    """Return a frame that counts something and says nothing else."""
    return Frame((), (), (), (), counted, (), None, None)


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [
        ("combien de crèches et quel est le poids du maire ?", "poids"),
        ("vous avez combien de crèches et elles valent combien de lingots", "lingots"),
        ("combien de crèches, et à partir de quel âge de la lune ?", "lune"),
        ("combien de crèches, d'ailleurs combien de girafes avez-vous ?", "girafes"),
        ("combien de crèches à Valbrune et combien à Roquemaure ?", "Roquemaure"),
    ],
)
def test_what_is_not_known_is_admitted_beside_what_is(
    bot: Bot, now: datetime, asked: str, unknown: str
) -> None:
    reply = bot.reply(asked, None, now)

    assert reply.entry == "creches.nombre"
    assert unknown in reply.text


def test_a_remark_does_not_answer_how_much_of_something_else(
    bot: Bot, now: datetime
) -> None:
    remark = "Le tarif de la cantine."
    told = f"{remark} Combien de girafes faut-il pour un zoo ?"

    assert bot.reply(remark, None, now).kind == "answer"
    assert bot.reply(told, None, now).kind == "fallback"


def test_what_is_put_right_is_not_asked(bot: Bot, now: datetime) -> None:
    told = "vous avez combien de girafes… enfin combien de crèches avez-vous ?"

    assert "girafes" not in bot.reply(told, None, now).text


@pytest.mark.parametrize(
    ("first", "then", "entry"),
    [
        ("combien de crèches", "non, la cantine", "cantine.description"),
        ("combien de crèches", "d'accord, source ?", "creches.nombre"),
        ("combien de crèches", "elles datent de quand, ces infos ?", "creches.nombre"),
        ("combien de crèches", "la moitié ?", "creches.nombre"),
    ],
)
def test_a_dialogue_goes_on(
    bot: Bot, now: datetime, first: str, then: str, entry: str
) -> None:
    told = bot.reply(first, None, now)

    assert bot.reply(then, told.context, now).entry == entry


def test_a_refusal_asks_the_same_of_what_is_named_after_it(
    bot: Bot, now: datetime
) -> None:
    told = bot.reply("combien coûte la cantine ?", None, now)
    reply = bot.reply("non, les crèches", told.context, now)

    assert reply.kind == "fallback"
    assert "tarif" in reply.text


def test_one_of_a_series_tells_no_number(engine: Engine, now: datetime) -> None:
    first, *others = engine.ranker.entries
    ranked = (replace(first, id=f"{first.subject}.volet-3"), *others)
    ranker = replace(engine.ranker, entries=ranked)

    assert bare_number(ranker, engine.frame("volet 3", now)) is None
    assert bare_number(ranker, engine.frame("28", now)) == "28"
    assert bare_number(ranker, engine.frame("elle a 28 ans", now)) is None


@pytest.mark.parametrize(
    ("said", "entries"),
    [
        ("la cantine ? combien ça coûte ?", ["cantine.tarif"]),
        ("c'est quoi la cantine ? combien de crèches ?", ["cantine", "creches"]),
    ],
)
def test_a_name_before_a_question_is_its_title(
    engine: Engine, now: datetime, said: str, entries: list[str]
) -> None:
    turn = understand(engine, said, Context(), now)
    labels = [one.verdict.label or "" for one in turn.judged]

    assert len(labels) == len(entries)
    assert all(map(str.startswith, labels, entries))


def test_a_thousand_thanks_are_no_number(bot: Bot, now: datetime) -> None:
    assert bot.reply("mille mercis", None, now).kind != "clarification"


@pytest.mark.parametrize("number", ["1250", "1 250 ?"])
def test_a_number_that_one_entry_tells_is_answered_with_it(
    bot: Bot, now: datetime, number: str
) -> None:
    assert bot.reply(number, None, now).entry == "creches.capacite"


def test_a_name_alone_asks_what_else_is_counted(engine: Engine, now: datetime) -> None:
    last = engine.base.entries["creches.nombre"]
    other = replace(last, id="creches.autres")
    more = replace(engine.base, entries={last.id: last, other.id: other})
    alone = replace(engine.base, entries={last.id: last})
    context = Context(subject="creches", entries=(last.id,))
    framed = engine.frame("et aux crèches ?", now)

    assert counts_beside(framed, context, more)
    assert not counts_beside(framed, context, alone)
    assert not counts_beside(engine.frame("aux crèches ?", now), context, more)


def test_the_period_of_a_number_is_that_with_which_it_was_told(
    engine: Engine, now: datetime
) -> None:
    last = engine.base.entries["creches.nombre"]
    yearly = replace(last, say="Il vient 28 nageurs par an.")
    for asked in ("par an ou par mois ?", "combien par semaine ?"):
        framed = engine.frame(asked, now)
        assert act_upon(framed, yearly, engine.ranker.grid) == REPEAT, asked
        assert act_upon(framed, last, engine.ranker.grid) is None, asked


def test_how_often_alone_asks_nothing_else(bot: Bot, now: datetime) -> None:
    told = bot.reply("combien de crèches ?", None, now)
    assert bot.reply("combien par an ?", told.context, now).kind != "answer"


@pytest.mark.parametrize(
    ("text", "aspect", "act"),
    [
        ("et y en a combien ?", "nombre", REPEAT),
        ("combien il y en a en tout ?", "nombre", REPEAT),
        ("y en a combien ?", "capacité", None),
        ("y en a combien de municipales ?", "nombre", None),
        ("plus de 20 ou pas ?", "capacité", REPEAT),
        ("ils étaient combien au juste ?", "nombre", None),
    ],
)
def test_what_was_just_counted_is_told_again(
    engine: Engine, now: datetime, text: str, aspect: str, act: str | None
) -> None:
    last = replace(engine.base.entries["creches.nombre"], aspect=aspect)

    assert act_upon(engine.frame(text, now), last, engine.ranker.grid) == act


def test_they_are_the_people_just_counted(engine: Engine, now: datetime) -> None:
    last = replace(engine.base.entries["creches.capacite"], units=("personnes",))
    framed = engine.frame("et ils étaient combien ?", now)

    assert act_upon(framed, last, engine.ranker.grid) == REPEAT


def test_what_phrasings_count_is_counted(engine: Engine) -> None:
    entry = replace(
        engine.base.entries["police.nombre"], asks=("combien de paires de bras",)
    )
    base = replace(engine.base, entries={entry.id: entry})

    assert "pair" in sayings_of(base, engine.reader.read)[entry.id].counted


def test_something_else_in_a_known_phrasing_is_not_counted(
    bot: Bot, now: datetime
) -> None:
    asked = "combien de poussettes dans les crèches"

    assert bot.reply(asked, None, now).entry is None


def test_a_number_is_asked_in_another_unit(engine: Engine, now: datetime) -> None:
    last = engine.base.entries["creches.capacite"]
    other = replace(last, id="creches.heures", units=("heures",))
    framed = engine.frame("et en heures ?", now)

    assert in_units(framed, last, (last, other)) == "combien de heures"
    assert in_units(framed, last, (last,)) == framed.utterance.text


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [("et quelles crèches ?", True), ("la piscine ?", False), ("crèches à 8 h", False)],
)
def test_a_name_alone_asks_what_the_last_subject_lists_by_it(
    engine: Engine, now: datetime, said: str, *, is_asked: bool
) -> None:
    last = engine.base.entries["mediatheque.nombre"]
    listed = replace(last, id="mediatheque.creches", question="Quelles crèches ?")
    framed = engine.frame(said, now)

    again = listed_within(framed, last, (last, listed))

    assert again == ("Quelles crèches ?" if is_asked else framed.utterance.text)


def test_a_question_of_what_one_does_takes_up_no_aspect(
    engine: Engine, now: datetime
) -> None:
    lent, grid = Lent("piscine", "nombre", "piscine.nombre"), engine.ranker.grid
    told, own = (
        grid.aspect(framed.utterance, framed.frame, lent)
        for framed in (
            engine.frame("et les crèches ?", now),
            engine.frame("et les crèches, je fais ?", now),
        )
    )
    row = [e.id for e in engine.ranker.entries].index("creches.nombre")

    assert told[row] > own[row]


def test_a_premise_for_whom_something_is_asks_that(
    engine: Engine, now: datetime
) -> None:
    last, grid = engine.base.entries["creches.nombre"], engine.ranker.grid
    known = replace(grid, cells=grid.cells | {("creches", "public")})
    for said in ("même si c'est pour deux mois ?", "ça marche même si c'est court ?"):
        framed = engine.frame(said, now)

        assert for_whom(framed, last, known) == FOR_WHOM
        assert for_whom(framed, last, grid) == framed.utterance.text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("la suivante ?", "Quelle est la deuxième étape ?"),
        ("et l'étape d'après ?", "Quelle est la deuxième étape ?"),
        ("et la deuxième des trois ?", "Quelle est la deuxième étape ?"),
        ("et celle d'avant ?", None),
        ("et la piscine d'après ?", None),
    ],
)
def test_a_series_is_walked(
    engine: Engine, now: datetime, said: str, asked: str | None
) -> None:
    entry = engine.base.entries["creches.nombre"]
    first = replace(entry, question="Quelle est la première étape ?", units=())
    second = replace(entry, question="Quelle est la deuxième étape ?", units=())
    utterance = engine.frame(said, now).utterance

    assert ranked_again(utterance, first, (first, second)) == asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("et le 1er ?", "Qu'était l'étape 1 ?"),
        ("et la deuxième étape ?", "Qu'était l'étape 2 ?"),
        ("et le dernier ?", "Qu'était l'étape 2 ?"),
        ("le 4e ?", None),
        ("la suivante ?", None),
        ("et le premier maire ?", None),
    ],
)
@pytest.mark.parametrize("name", ["etapes", "dates"])
def test_a_series_is_opened_at_a_rank(
    engine: Engine, now: datetime, name: str, said: str, asked: str | None
) -> None:
    entry = engine.base.entries["creches.nombre"]
    parts = [
        replace(entry, id=f"creches.etape-{n}", question=f"Qu'était l'étape {n} ?")
        for n in (2, 1)
    ]
    counted = replace(entry, id="creches.etapes", units=("étapes",))
    aspect = "nombre" if name == "etapes" else "date"
    last = replace(counted, id=f"creches.{name}", aspect=aspect)
    utterance = engine.frame(said, now).utterance

    assert opened_at_rank(utterance, last, (*parts, counted)) == asked
    assert opened_at_rank(utterance, last, (counted,)) is None


def test_what_the_subject_spoken_of_says_in_full_goes_on_with_it(
    bot: Bot, now: datetime
) -> None:
    told = bot.reply("combien de crèches ?", None, now)

    asked = bot.reply("combien de places offraient-elles ?", told.context, now)

    assert asked.entry == "creches.capacite"


@pytest.mark.parametrize(
    ("rival", "subject", "explained"),
    [
        ("ecoles.types", 1.0, 0.7),
        ("bus.types", 0.4, 0.7),
        ("bus.types", 1.0, 0.5),
    ],
)
def test_only_entries_of_one_clear_subject_may_rival(
    rival: str, subject: float, explained: float
) -> None:
    best, other = candidate("bus.gestionnaire", {}), candidate(rival, {})
    signals = {"subject": subject, "explained": explained}
    assert not is_within_subject((best, other), signals)
    own = (best, candidate("bus.types", {}))
    assert is_within_subject(own, {"subject": 1.0, "explained": 0.7})
    assert not is_within_subject(own[:1], {"subject": 1.0, "explained": 0.7})


def test_doubt_between_entries_of_one_subject_is_no_reason_to_ask(
    engine: Engine, now: datetime
) -> None:
    doubting = replace(engine.rules.calibration, answer=1.01)
    doubtful = replace(engine, rules=replace(engine.rules, calibration=doubting))
    framed = engine.frame("Combien y a-t-il de crèches ?", now)
    assert doubtful.judge(framed, Lent()).verdict.outcome == "answer"
    framed = engine.frame("Qui gère la piscine ?", now)
    assert doubtful.judge(framed, Lent()).verdict.outcome == "clarify"


def test_what_asks_something_of_a_subject_is_no_insult(bot: Bot, now: datetime) -> None:
    assert bot.reply("la médiathèque ferme quand ?", None, now).kind != "smalltalk"


def test_a_long_question_need_not_be_near_to_a_phrasing(
    engine: Engine, now: datetime
) -> None:
    long = (
        "bonjour, voilà ma question : le budget participatif a donné combien de "
        "projets financés, à peu près ?"
    )
    short = "combien de projets financés ?"
    for asked, allowed in ((long, 1.0), (short, 0.2)):
        framed = engine.frame(asked, now)
        candidates = engine.ranker.rank(framed.utterance, framed.frame, Lent())
        noted = signals(framed.utterance, framed.frame, candidates, Lent())
        seen = dict(noted)
        seen |= {"subject": 0.0, "nearest": 0.3, "unit": 0.0, "explained": 0.6}
        seen |= {"meaning": 0.3}
        found = ceiling(framed.utterance, framed.frame, candidates, seen)
        assert found == allowed, asked


def test_words_beside_a_shared_name_may_say_which_is_meant(
    engine: Engine, now: datetime
) -> None:
    framed = engine.frame("un truc de la mairie pour aider ma mamie chez elle", now)
    several = Found(0, 1, ("creches", "cantine"))
    frame = replace(framed.frame, subjects=(several,), aspects=())
    candidates = (candidate("creches.nombre", {}), candidate("cantine.tarif", {}))
    seen = dict.fromkeys(PRIOR, 0.6) | {"unknown": 0.0, "needs": 0.0, "unit": 0.0}
    for explained, margin, allowed in ((0.9, 0.5, 1.0), (0.9, 0.1, 0.45)):
        signal = seen | {"explained": explained, "margin": margin}
        assert ceiling(framed.utterance, frame, candidates, signal) == allowed
    alone = engine.frame("retraités", now).utterance
    signal = seen | {"explained": 1.0, "margin": 1.0}
    assert ceiling(alone, frame, candidates, signal) == 0.45


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("merci beaucoup pour la crèche", True),
        ("bravo pour la médiathèque", True),
        ("merci, et pour la crèche ?", True),
        ("merci de me dire les horaires pour la crèche", False),
        ("pour la crèche, merci", False),
    ],
)
def test_thanks_for_something_ask_nothing_of_it(
    engine: Engine, text: str, *, thanks: bool
) -> None:
    assert gives_thanks(engine.reader.read(text)) is thanks


def test_the_head_of_a_unit_counts_and_not_what_it_is_of(
    engine: Engine, now: datetime
) -> None:
    framed = engine.frame("et en ligne ?", now)
    last = replace(engine.base.entries["creches.nombre"], id="creches.autre")
    others = [
        replace(last, id="creches.enquetes", units=("sondages en ligne",)),
        last,
    ]

    assert in_units(framed, last, others) == "et en ligne ?"


def test_what_is_for_whom_a_message_names_is_asked_of_a_related_subject(
    engine: Engine, now: datetime
) -> None:
    judge, last = Judge(engine, now), engine.base.entries["creches.nombre"]

    def asked(text: str) -> str:
        return asked_again(judge, judge.frame(text), Context(), last)

    assert asked("et pour les écoliers ?") == "la cantine"
    assert asked("et pour les nageurs ?") == "et pour les nageurs ?"


def test_a_name_that_is_added_asks_the_entry_that_bears_it(
    engine: Engine, now: datetime
) -> None:
    judge, last = Judge(engine, now), engine.base.entries["creches.nombre"]
    entry = engine.base.entries["creches.inscription"]

    def asked(text: str) -> str:
        return asked_again(judge, judge.frame(text), Context(), last)

    assert asked("et les inscriptions ?") == entry.question
    assert asked("les inscriptions ?") == "les inscriptions ?"


@pytest.mark.parametrize("text", ["vous avez des crèches ?", "y a-t-il des crèches ?"])
def test_whether_there_is_any_asks_for_what_there_is(
    bot: Bot, now: datetime, text: str
) -> None:
    assert bot.reply(text, None, now).entry == "creches.description"


@pytest.mark.parametrize(
    "said",
    ["et en enfants, ça fait combien ?", "ça fait combien en enfants", "en enfants ?"],
)
def test_another_unit_is_asked_in_many_ways(
    engine: Engine, now: datetime, said: str
) -> None:
    entries = engine.base.entries
    framed = engine.frame(said, now)
    asked = in_units(framed, entries["creches.nombre"], entries.values())

    assert asked == "combien d'enfants"


@pytest.mark.parametrize(
    ("said", "subject", "is_another"),
    [
        ("combien de projets ?", "creches", 1),
        ("combien de projets ?", "budget", 0),
        ("combien de girafes ?", "creches", 0),
        ("combien ?", "creches", 0),
    ],
)
def test_what_one_subject_alone_counts_is_asked_of_it(
    engine: Engine, now: datetime, said: str, subject: str, is_another: int
) -> None:
    frame = engine.frame(said, now).frame

    assert counts_another(frame, subject, engine.ranker.grid) == bool(is_another)
