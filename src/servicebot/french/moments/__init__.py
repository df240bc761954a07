"""Moments in French questions: « samedi prochain », « à 18h30 », « à Noël »…"""

from servicebot.french.moments.model import Moment

__all__ = ["Moment"]
