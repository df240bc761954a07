"""How long each class of what is kept may be kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retention:
    """The text of questions is kept some days, what is counted of them some months."""

    text_days: int = 30
    counts_months: int = 13
