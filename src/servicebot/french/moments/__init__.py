"""Moments in French questions: « samedi prochain », « à 18h30 », « à Noël »…"""

from servicebot.french.moments.model import Moment, MomentKind
from servicebot.french.moments.reading import find_moments

__all__ = ["Moment", "MomentKind", "find_moments"]
