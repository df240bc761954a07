"""What a commune's INSEE code tells: its school zone and its time zone."""

_ZONES = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73"
    " 74 79 86 87 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55"
    " 56 57 59 60 61 62 67 68 72 76 80 83 84 85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
_ZONE_OF = {code: zone for zone, codes in _ZONES.items() for code in codes.split()}
_TIMEZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


def school_zone_of(insee: str) -> str | None:
    """Return the zone of a commune's school holidays, None where it has its own.

    Corsica and the overseas territories have a calendar of their own.

    >>> school_zone_of("30007"), school_zone_of("2A004"), school_zone_of("97411")
    ('C', None, None)
    """
    return _ZONE_OF.get(insee[:2])


def timezone_of(insee: str) -> str:
    """Return the time zone of a commune.

    >>> timezone_of("30007"), timezone_of("97411")
    ('Europe/Paris', 'Indian/Reunion')
    """
    return _TIMEZONES.get(insee[:3], "Europe/Paris")
