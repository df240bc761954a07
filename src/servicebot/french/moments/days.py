"""The rules of days, in the order in which they are tried."""

from servicebot.french.moments.breaks import (
    read_feast,
    read_feast_weekend,
    read_holidays,
    read_paschal,
    read_school_break,
    read_year_end,
)
from servicebot.french.moments.grammar import Stage, unknown
from servicebot.french.moments.months import read_last_month, read_month, read_season
from servicebot.french.moments.weeks import (
    read_away,
    read_every_weekday,
    read_part_of_week,
    read_relative,
    read_until_week_end,
    read_week,
    read_week_of_number,
    read_weekday,
    read_weekday_of_week,
    read_weekday_pair,
    read_weekdays,
    read_weekdays_of_month,
    read_weekend,
)
from servicebot.french.moments.written import (
    read_bare_number,
    read_bare_range,
    read_date,
    read_day_of_month,
    read_figures,
    read_list,
    read_nth_weekday,
    read_number_at,
    read_number_of,
    read_number_told,
    read_range,
    read_weekday_number,
)

_W = "(weekday|wd)"
_N = "(num|ord)"
_M = "(month|weak)"
_YEAR = "(year|nextyear|last|next)?"
_ART = "(le|la|l|les|ce)?"
_ONWARD = (
    "(?=$|stop|comma|dash|slash|go|c|polite|about|et|ou|au|a|part|noon|hour|at|range|habit|le|la"
    "|avant|after|from|until|vers|entre|ce|en)"
)
_OF_MONTH = (
    f"(du monthword (de|d) {_M} year?|(de|d) {_M} year?|du monthword (next|last)?"
    "|de tous monthword)"
)
_GENERAL_BREAK = (
    "(during (tous les|les|ce|tous)? next? holidays school?|holidays school"
    "|(les|aux|next|grand) holidays school|grand holidays|(les|aux) next holidays)"
)
_PART_OF_MONTH = "(en|a la|la|le|l)? (early|middle|late) (de|d|du)? (monthword (de|d))?"
_EDGE = "(en|a la|du)? (early|late)"
_NO_DAY = "(?<![dans call num street])"
_BREAK = "(next|last|grand|ce|les|aux)? holidays school?"

DAYS = Stage(
    (f"call (le|la|les|au|aux|de|du|d|x)? (num|ord|big|year) (?!{_M})", unknown),
    ("(le|ce|les)? (weekend|weekday) paschal", read_paschal),
    ("title (weekday|month|weak|feast)", unknown),
    ("good (weekend|rel|feast|holidays|weekday)", unknown),
    ("a (rel|weekday) part? stop* $", unknown),
    ("(num|un) weekdayspan", unknown),
    ("(until|by|avant) (la|le|l)? late (de|du) la? week next?", read_until_week_end),
    (f"{_EDGE} de la week (next|last)?", read_part_of_week),
    (f"(?<![la les des]) {_EDGE} (de|du) week (next|last)?", read_part_of_week),
    (f"(la|ce)? week du {_N} {_ONWARD}", read_week_of_number),
    (f"(ord|last|num) (x|week|weekend) (de|d|du) (monthword (de|d))? {_M}", unknown),
    ("out (les|de|d|about|en)* holidays school?", unknown),
    (f"le? {_W}? comma? le? (full|daymonth)", read_figures),
    (f"le? {_W} comma? le? fraction", read_figures),
    ("(?<=[le du au et weekday a]) fraction", read_figures),
    (f"du {_W}? {_N} (au|a) {_W}? {_N} {_M} {_YEAR}", read_range),
    (f"entre le? {_W}? {_N} et le? {_W}? {_N} {_M} {_YEAR}", read_range),
    (f"(num|ord) (dash|a) num {_M} {_YEAR}", read_range),
    (f"(le|les)? {_N} ((comma|et|ou) le? {_N}){{1,5}} {_M} {_YEAR}", read_list),
    (f"{_ART} {_W} comma? le? {_N} {_M} {_YEAR}", read_date),
    (f"(le|la|l|les)? {_N} {_M} {_YEAR}", read_date),
    (
        f"(tous les|le|la|les|un|tous)? (ord|last|num) (weekday|weekdays) {_OF_MONTH}",
        read_nth_weekday,
    ),
    ("(num|un) weekday (per|weekly)", unknown),
    ("le? (ord|last|num) (weekday|weekdays)", unknown),
    ("le? last day du monthword next?", read_day_of_month),
    (f"le? {_N} du monthword (next|last)?", read_day_of_month),
    (f"{_ART} {_W} {_N} {_ONWARD}", read_weekday_number),
    ("weekday (de|a)? (la|ce) week (next|last)?", read_weekday_of_week),
    ("weekday week (next|last)", read_weekday_of_week),
    ("la? week (next|last) le? weekday", read_weekday_of_week),
    (f"{_ART} weekday (next|last)", read_weekday),
    ("weekday (part|noon) last", unknown),
    ("le? next weekday", read_weekday),
    ("weekday en num", read_weekday),
    ("ce weekday", read_weekday),
    ("(du weekday au|de weekday a|entre weekday et) weekday", read_weekdays),
    ("weekday (au|a|dash) weekday", read_weekdays),
    ("weekdayspan", read_weekdays),
    (
        f"(tous les|les) (weekday|weekdays) (de|d|du monthword de) {_M}",
        read_weekdays_of_month,
    ),
    (
        f"(tous les|tous|les|le|un|du|aux|au) (weekday|weekdays) (?!{_N})",
        read_every_weekday,
    ),
    ("weekdays", read_every_weekday),
    (f"weekday (et|ou) weekday (?!{_N}|next|last|en)", read_weekday_pair),
    ("weekday", read_weekday),
    ("wd (?=part|noon|hour|at)", read_weekday),
    ("rel", read_relative),
    ("(dans|ago) (num|un) (day|week|monthword) (?!de|d|per|school)", read_away),
    ("(la|le|ce)? week (next|last|d after)", read_week),
    ("ce week", read_week),
    ("(le|les|un|ce)? (weekend (next|last)|next weekend)", read_weekend),
    ("(le|ce|les)? weekend (de|du|d) (la|l)? feast", read_feast_weekend),
    ("(ce|tous les|tous|le|les|un|en)? weekend", read_weekend),
    ("(les|during)? yearend", read_year_end),
    ("(les|un|le|des|aux)? nextholiday", read_holidays),
    ("(les|un|le|des|aux|tous les)? holiday", read_holidays),
    ("(les|aux) ferie", read_holidays),
    (
        f"during? (tous les)? {_BREAK} (de|du|d|des)? (la|l|le)? (feast|season|{_M})",
        read_school_break,
    ),
    (_GENERAL_BREAK, read_school_break),
    ("(x|street|call|service|num) (de|d|du|des) (la|l|le)? feast", unknown),
    (f"(le|la|l|les)? (day (de|du|d) (la|l|le)?)? feast {_YEAR}", read_feast),
    (f"{_PART_OF_MONTH} dash? {_M} {_YEAR}", read_month),
    ("(a la|la|en|le)? (early|middle|late) (du|de) monthword (next|last)?", read_month),
    (f"(tous|au|le|du|en|during)* monthword (de|d) {_M} {_YEAR}", read_month),
    (f"en? {_M} last", read_last_month),
    (f"en {_M} next? {_YEAR}", read_month),
    (f"{_M} year", read_month),
    ("month nextyear?", read_month),
    ("(?<=[depuis]) weak", read_month),
    ("(le|au|du|ce)? monthword (next|last)", read_month),
    ("ce monthword", read_month),
    ("(tous l|tous le|ce|l|le|en|au) season (next|last|year)?", read_season),
    ("(?<=[about]) d season", read_season),
    (
        f"(?<![dans call num]) (du {_N} au|entre le {_N} et le) {_N} {_ONWARD}",
        read_bare_range,
    ),
    (
        f"{_NO_DAY} (le|les) {_N} (et|ou) le? {_N} {_ONWARD}",
        read_bare_number,
    ),
    (f"(?<=[habit part]) du {_N} {_ONWARD}", read_number_at),
    (f"{_NO_DAY} le {_N} (?=at|hour|part|habit|au part)", read_number_at),
    (f"{_NO_DAY} le {_N} {_ONWARD}", read_bare_number),
    (f"{_NO_DAY} le {_N} (?=comma? go)", read_number_told),
    (f"du {_N} (?!month|weak|street|hourword|big|num|dash)", read_number_of),
)
