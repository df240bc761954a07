"""Rows of numbers, and their length."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def unit(rows: Floats) -> Floats:
    """Return the rows at unit length; a null row stays null."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = (rows / np.where(norms, norms, 1)).astype(np.float32)
    return scaled
