"""The sentences of the pages, taken from the town's phrases, and moments in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from servicebot.errors import ServicebotError
from servicebot.french.moments import format_date, format_time
from servicebot.french.moments.dates import MONTH_NAMES
from servicebot.french.typography import polish

LEGAL_SECTIONS = (
    "legal_publisher",
    "legal_robot",
    "legal_data",
    "legal_kept",
    "legal_rights",
    "legal_licence",
)
ACCESS_SECTIONS = (
    "access_commitment",
    "access_state",
    "access_results",
    "access_content",
    "access_made",
    "access_contact",
    "access_remedy",
)
PAGE_KEYS = frozenset(
    (
        *(f"page_{name}" for name in (*LEGAL_SECTIONS, *ACCESS_SECTIONS)),
        "page_access",
        "page_access_title",
        "page_address",
        "page_as_of",
        "page_assistant",
        "page_back",
        "page_by_appointment",
        "page_calendar_closed",
        "page_calendar_closed_for",
        "page_calendar_title",
        "page_call",
        "page_caution",
        "page_choices",
        "page_close",
        "page_closed",
        "page_closed_next",
        "page_comment",
        "page_comment_hint",
        "page_comment_send",
        "page_contact",
        "page_contact_site",
        "page_conversation",
        "page_cookies",
        "page_copied",
        "page_copy",
        "page_day_closed",
        "page_day_old",
        "page_day_unknown",
        "page_download",
        "page_empty",
        "page_erase",
        "page_erased",
        "page_examples",
        "page_examples_title",
        "page_expired",
        "page_failed",
        "page_failure",
        "page_failure_text",
        "page_feedback",
        "page_heading",
        "page_hint",
        "page_holiday",
        "page_home_demo",
        "page_home_go",
        "page_home_heading",
        "page_home_hours",
        "page_home_openings",
        "page_home_others",
        "page_home_places",
        "page_home_sections",
        "page_home_services",
        "page_home_text",
        "page_intro",
        "page_label",
        "page_launch",
        "page_legal",
        "page_legal_title",
        "page_links",
        "page_misses",
        "page_missing",
        "page_missing_text",
        "page_moment",
        "page_more",
        "page_new",
        "page_notices",
        "page_offline",
        "page_open",
        "page_open_until",
        "page_open_until_day",
        "page_options",
        "page_phone",
        "page_print",
        "page_privacy",
        "page_proposals",
        "page_retry",
        "page_robot",
        "page_searching",
        "page_send",
        "page_skip",
        "page_source",
        "page_sources",
        "page_suggestion",
        "page_suggestions",
        "page_thanks",
        "page_today",
        "page_tomorrow",
        "page_too_long",
        "page_too_many",
        "page_transcript",
        "page_unknown",
        "page_unreachable",
        "page_useful",
        "page_useless",
        "page_week",
        "page_week_day",
        "page_week_hours",
        "page_you",
    )
)

# What the widget is told at its start, to say by itself.
WIDGET_KEYS = frozenset(
    (
        "address",
        "assistant",
        "call",
        "caution",
        "choices",
        "close",
        "comment",
        "comment_hint",
        "comment_send",
        "contact",
        "conversation",
        "copied",
        "copy",
        "download",
        "empty",
        "erase",
        "erased",
        "examples_title",
        "failed",
        "feedback",
        "heading",
        "intro",
        "label",
        "launch",
        "legal",
        "links",
        "misses",
        "more",
        "new",
        "notices",
        "offline",
        "options",
        "phone",
        "print",
        "privacy",
        "proposals",
        "retry",
        "robot",
        "searching",
        "send",
        "source",
        "sources",
        "suggestion",
        "suggestions",
        "thanks",
        "today",
        "too_long",
        "too_many",
        "transcript",
        "unreachable",
        "useful",
        "useless",
        "week",
        "week_day",
        "week_hours",
        "you",
    )
)

_THIN = "\u202f"
_HARD = "\u00a0"


@dataclass(frozen=True, slots=True)
class Wording:
    """The page's sentences in one town's words; a missing key fails at once."""

    phrases: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(phrases: Mapping[str, tuple[str, ...]]) -> "Wording":
        """Check that every key stands in the town's phrases, and keep those."""
        missing = sorted(PAGE_KEYS - phrases.keys())
        if missing:
            message = f"phrases*.yaml : il manque {', '.join(missing)}"
            raise ServicebotError(message)
        return Wording({key: phrases[key] for key in PAGE_KEYS})

    def say(self, key: str, **values: str) -> str:
        """Return one sentence, filled in and well typeset (`page_` is implied)."""
        return polish(self.phrases[f"page_{key}"][0].format(**values))

    def text(self, key: str) -> str:
        """Return one sentence with its places still to fill (`page_` is implied)."""
        return polish(self.phrases[f"page_{key}"][0])

    def all(self, key: str, **values: str) -> tuple[str, ...]:
        """Return all the sentences of a key, filled in."""
        texts = self.phrases[f"page_{key}"]
        return tuple(polish(text.format(**values)) for text in texts)

    def moment(self, moment: datetime, now: datetime) -> str:
        """Say a moment as people do: « demain à 8 h », « lundi 23 novembre à 8 h »."""
        away = (moment.date() - now.date()).days
        names = {0: self.say("today"), 1: self.say("tomorrow")}
        day = names.get(away) or format_date(moment.date(), year=False)
        return self.say("moment", day=day, time=format_time(moment))


def say_span(span: str) -> str:
    """Say a span of opening hours: « 8 h – 12 h 30 »."""
    return "–".join(
        f"{_HARD}{_clock(int(hour) % 24, int(minute))}{_HARD}"
        for hour, minute in (end.split(":") for end in span.split("-"))
    ).strip(_HARD)


def say_as_of(text: str) -> str:
    """Say the date of a fact: « septembre 2025 », « 16 avril 2019 », « 2015-2016 »."""
    return "-".join(_partial_date(part) for part in text.split("/"))


def _partial_date(text: str) -> str:
    year, *rest = text.split("-")
    month = [MONTH_NAMES[int(rest[0]) - 1]] if rest else []
    day = [_ordinal(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _clock(hour: int, minute: int) -> str:
    return f"{hour}{_THIN}h" + (f"{_THIN}{minute:02}" if minute else "")
