"""Masking: what is kept of a text that may tell who someone is."""

from servicebot.journal.privacy.masking import find, mask

__all__ = ["find", "mask"]
