"""What training gave, kept on disk: arrays only, nothing that could execute code.

A file is named after the base's fingerprint, the program's version and the shape of
this format; a missing, foreign or damaged one is the same as none, and is written anew.
"""

import hashlib
import json
import logging
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from servicebot import __version__
from servicebot.understanding.confidence import Calibration
from servicebot.understanding.features import FeatureSpace, Vector, WordFeatures
from servicebot.understanding.matcher import Matcher, assemble

FORMAT = 1
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What training gives: the matcher and the decision's calibration."""

    matcher: Matcher
    calibration: Calibration


def load_trained(folder: Path | None, fingerprint: str) -> Stored | None:
    """Return what is stored for a base, None where there is nothing usable."""
    if folder is None:
        return None
    path = _path(folder, fingerprint)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _stored({name: arrays[name] for name in arrays.files})
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, LookupError, zipfile.BadZipFile) as error:
        LOG.warning("cache %s is damaged, training again: %s", path.name, error)
        return None


def store_trained(folder: Path | None, fingerprint: str, stored: Stored) -> None:
    """Write what training gave, whole or not at all; a full disk is only logged."""
    if folder is None:
        return
    path = _path(folder, fingerprint)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            np.savez(file, **_arrays(stored))
        Path(file.name).replace(path)
    except OSError as error:
        LOG.warning("the training could not be stored in %s: %s", folder, error)


def _path(folder: Path, fingerprint: str) -> Path:
    key = f"{fingerprint}|{__version__}|{FORMAT}|{np.__version__}"
    return folder / f"trained-{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"


def _arrays(stored: Stored) -> dict[str, Any]:
    matcher, space = stored.matcher, stored.matcher.space
    examples = matcher.vectors
    features = list(space.words.values())
    calibration = stored.calibration
    return {
        "labels": np.array(matcher.labels),
        "stems": np.array(list(space.stem_columns)),
        "stem_idf": space.stem_idf,
        "grams": np.array(list(space.gram_columns)),
        "gram_idf": space.gram_idf,
        "words": np.array(list(space.words)),
        "word_stems": np.array([f.stem for f in features]),
        "word_stem_weights": np.array([f.stem_weight for f in features]),
        "word_known": np.array([f.known_share for f in features]),
        **_rows("word", [f.columns for f in features], [f.weights for f in features]),
        "classes": np.array([label for label, _ in examples]),
        **_rows(
            "es", [v.stems for _, v in examples], [v.stem_weights for _, v in examples]
        ),
        **_rows(
            "eg", [v.grams for _, v in examples], [v.gram_weights for _, v in examples]
        ),
        "stem_weights": matcher.stem_weights,
        "gram_weights": matcher.gram_weights,
        "bias": matcher.bias,
        "calibration": np.array(
            json.dumps(
                {
                    "weights": dict(calibration.weights),
                    "bias": calibration.bias,
                    "answer": calibration.answer,
                    "clarify": calibration.clarify,
                }
            )
        ),
    }


def _rows(name: str, columns: Sequence[Any], weights: Sequence[Any]) -> dict[str, Any]:
    return {
        f"{name}_ends": np.cumsum([len(c) for c in columns]),
        f"{name}_columns": np.concatenate(columns).astype(np.int64),
        f"{name}_weights": np.concatenate(weights),
    }


def _split(arrays: Mapping[str, Any], name: str) -> list[tuple[Any, Any]]:
    ends = arrays[f"{name}_ends"][:-1]
    columns = np.split(arrays[f"{name}_columns"], ends)
    return list(zip(columns, np.split(arrays[f"{name}_weights"], ends), strict=True))


def _stored(arrays: Mapping[str, Any]) -> Stored:
    words = {
        word: WordFeatures(stem, weight, columns, weights, known)
        for word, stem, weight, known, (columns, weights) in zip(
            arrays["words"].tolist(),
            arrays["word_stems"].tolist(),
            arrays["word_stem_weights"].tolist(),
            arrays["word_known"].tolist(),
            _split(arrays, "word"),
            strict=True,
        )
    }
    space = FeatureSpace(
        stem_columns={term: i for i, term in enumerate(arrays["stems"].tolist())},
        stem_idf=arrays["stem_idf"],
        gram_columns={term: i for i, term in enumerate(arrays["grams"].tolist())},
        gram_idf=arrays["gram_idf"],
        words=words,
    )
    vectors = [
        Vector(*stems, *grams)
        for stems, grams in zip(_split(arrays, "es"), _split(arrays, "eg"), strict=True)
    ]
    matcher = assemble(
        tuple(arrays["labels"].tolist()),
        space,
        vectors,
        arrays["classes"].tolist(),
        (arrays["stem_weights"], arrays["gram_weights"], arrays["bias"]),
    )
    return Stored(matcher, Calibration(**json.loads(str(arrays["calibration"]))))
