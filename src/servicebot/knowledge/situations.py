"""What people tell of themselves, and which answer they need then."""

from servicebot.knowledge.fields import Text, Texts
from servicebot.knowledge.model import Model


class Situation(Model):
    """The signs of what befalls people who do not name the service they need.

    They are written as those of an emergency: « BÉBÉ travaille|bosse » holds when both
    parts stand close by. The groups of a situation serve the signs of all; `unless` are
    signs that make it another matter.
    """

    entry: Text
    words: dict[Text, Texts] = {}  # noqa: RUF012 - pydantic copies it
    signs: Texts = ()
    unless: Texts = ()
