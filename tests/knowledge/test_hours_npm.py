"""The engine against the npm package opening_hours, on the syntax that both read.

Public holidays are left out (the package needs a place for them), and so are clock
changes. `npm ci --prefix tests/node` installs the package; scripts/test does it.
"""

import json
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from servicebot.french.calendar import calendar_for
from servicebot.knowledge.hours import Hours, compile_hours
from servicebot.knowledge.hours.plans import line_of

NODE = Path(__file__).parents[1] / "node"
PARIS = ZoneInfo("Europe/Paris")
CALENDAR = calendar_for("30007", "C")
TOWNS = [
    "Mo,We 08:00-17:00; Tu,Th,Fr 08:30-12:00,13:00-17:00",
    "Jun-Sep Tu,Fr 08:00-15:00; Oct-May Tu,Fr 09:00-16:00; Th 09:00-12:00; Mo off",
    "Mo-Fr 09:00-12:00,14:00-17:00; Sa[2,4] 09:00-12:00",
    "Mo-Fr 08:30-12:00,13:30-17:30; Sa 08:30-12:00",
    "24/7",
    "Fr 20:00-02:00",
    "Sa[-1] 09:00-12:00",
    "Jul-Aug Mo,We-Su 10:00-12:30,14:00-18:00",
    "Sep 16-Jun 14 Tu-Su 14:00-17:00; Jun 15-Sep 15 Tu-Su 10:00-18:00",
    "week 01-53/2 Mo 09:00-12:00; week 02-52/2 Tu 09:00-12:00",
    "Mo-Fr 08:00-12:00; 2026 Aug 10-2026 Aug 21 off",
    "Mo-Fr 08:00-12:00; 2026 Dec 24 08:00-10:00; 2026 Dec 26-2027 Jan 02 off",
    "Mo-Su 10:00-18:00; Jan 01,May 01,Dec 25 off; easter +39 days off",
    'Mo-Fr 09:00-12:00, Mo-Fr 14:00-17:00 unknown "sur demande"',
    'We 14:00-16:00 "sur demande"; Th unknown "à confirmer"',
    'We 14:00-16:00 open "guichet B"; Fr "sur demande"',
]
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SPANS = ["08:00-12:00", "08:30-12:00,13:30-17:00", "10:00-19:00", "14:00-17:15"]


def random_expression(random: Random) -> str:
    first, last = sorted(random.sample(range(7), 2))
    month, end = sorted(random.sample(range(12), 2))
    rules = [
        f"{DAYS[first]}-{DAYS[last]} {random.choice(SPANS)}",
        f"{MONTHS[month]}-{MONTHS[end]} {DAYS[last]} {random.choice(SPANS)}",
        f"{random.choice(DAYS)}[{random.randint(1, 4)}] {random.choice(SPANS)}",
        f"{MONTHS[month]} 10-{MONTHS[end]} 20 {DAYS[first]} {random.choice(SPANS)}",
        f"week 02-52/2 {random.choice(DAYS)} {random.choice(SPANS)}",
        f"{random.choice(DAYS)} off",
        f"{MONTHS[month]} off",
    ]
    return "; ".join([rules[0], *random.sample(rules[1:], random.randint(0, 3))])


def all_expressions() -> list[str]:
    random = Random(4)  # noqa: S311  (the same expressions in every run)
    return list(
        dict.fromkeys([*TOWNS, *(random_expression(random) for _ in range(200))])
    )


@pytest.fixture(scope="module")
def theirs() -> dict[str, list[list[str]]]:
    """Return what the npm package finds in 2026 and January 2027, by expression."""
    if not (NODE / "node_modules" / "opening_hours").is_dir():
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "ci", "--prefix", str(NODE), "--no-audit"], check=True)
    asked = [
        {"expression": text, "from": "2026-01-01T00:00", "to": "2027-02-01T00:00"}
        for text in all_expressions()
    ]
    answered = subprocess.run(
        [shutil.which("node") or "node", str(NODE / "opening_hours.mjs")],
        input="\n".join(map(json.dumps, asked)),
        env={**os.environ, "TZ": "Europe/Paris"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = [json.loads(line) for line in answered.splitlines()]
    return dict(zip(all_expressions(), lines, strict=True))


def ours(hours: Hours) -> list[list[str]]:
    """Return the engine's spans in the form of the npm package's, midnights joined."""
    spans: list[list[str]] = []
    day = datetime(2026, 1, 1, tzinfo=PARIS)
    while day < datetime(2027, 2, 1, tzinfo=PARIS):
        for span in line_of(hours, day.date()):
            start, end = (day + timedelta(minutes=m) for m in (span.start, span.end))
            first, last = f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}"
            if spans and spans[-1][1:] == [first, span.kind]:
                spans[-1][1] = last
            else:
                spans.append([first, last, span.kind])
        day += timedelta(days=1)
    return spans


@pytest.mark.parametrize("expression", all_expressions())
def test_the_engine_agrees_with_the_npm_package(
    expression: str, theirs: dict[str, list[list[str]]]
) -> None:
    hours = compile_hours(
        {"osm": expression, "nuit": True},
        calendar=CALENDAR,
        timezone="Europe/Paris",
        holidays="open",
    )

    assert ours(hours) == theirs[expression]
