"""What training gave, kept on disk: arrays only, nothing that could execute code.

The weights have a file of their own that is mapped into memory: what no question uses
of them takes none.
A file is named after the content that was trained on (the base and the table of
meanings), the program's version and the shape of this format; a missing, foreign or
damaged one is the same as none, and is written anew.
"""

import contextlib
import hashlib
import json
import logging
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from servicebot import __version__
from servicebot.understanding.confidence import Calibration
from servicebot.understanding.features import FeatureSpace, Rows, Weights, WordFeatures
from servicebot.understanding.matcher import Matcher, assemble, shelve
from servicebot.understanding.meaning import checksum
from servicebot.understanding.sayings import Said, Sayings
from servicebot.understanding.start import Start, Support

FORMAT = 8
FIELDS = len(Said._fields)
KEPT = 12
"""How many trainings stay on disk."""

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What training gives: the matcher, and what another training may begin from.

    `senses` are the meanings of all phrasings of the entries, in order; `sayings` what
    the texts of the entries say, which need not be read again.
    """

    matcher: Matcher
    start: Start
    senses: Weights
    sayings: Sayings


def load_trained(folder: Path | None, content: str) -> Stored | None:
    """Return what was stored for some content, None where there is nothing usable."""
    if folder is None:
        return None
    path = _path(folder, content)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        stored = _stored(found, _mapped(_beside(path), int(found["checksum"])))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, ValueError, LookupError, zipfile.BadZipFile) as error:
        LOG.warning("cache %s is damaged, training again: %s", path.name, error)
        return None
    with contextlib.suppress(OSError):
        path.touch()
    return stored


def has_trained(folder: Path, content: str) -> bool:
    """Whether something was stored for some content, whole or not."""
    return _path(folder, content).exists()


def store_trained(folder: Path | None, content: str, stored: Stored) -> None:
    """Write what training gave, whole or not at all; a full disk is only logged."""
    if folder is None:
        return
    path = _path(folder, content)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            np.save(file, stored.matcher.weights, allow_pickle=False)
        whole = checksum(Path(file.name))
        Path(file.name).replace(_beside(path))
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            np.savez(file, checksum=np.array(whole), **_arrays(stored))
        Path(file.name).replace(path)
        _prune(folder)
    except OSError as error:
        LOG.warning("the training could not be stored in %s: %s", folder, error)


def _prune(folder: Path) -> None:
    """Forget what was loaded or stored longest ago: what is learned makes many."""
    kept = sorted(folder.glob("trained-*.npz"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-KEPT]:
        path.unlink(missing_ok=True)
        _beside(path).unlink(missing_ok=True)


def _path(folder: Path, content: str) -> Path:
    key = f"{content}|{__version__}|{FORMAT}|{np.__version__}"
    return folder / f"trained-{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"


def _beside(path: Path) -> Path:
    return path.with_suffix(".npy")


def _mapped(path: Path, whole: int) -> Weights:
    """Map the weights into memory once their file is seen to be whole."""
    if checksum(path) != whole:
        raise ValueError(f"{path.name} is not what was stored")
    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    weights: Weights = mapped.view(np.ndarray)
    return weights


def _arrays(stored: Stored) -> dict[str, Any]:
    matcher, space = stored.matcher, stored.matcher.space
    features = list(space.words.values())
    calibration, support = stored.start.calibration, stored.start.support
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
        "word_sizes": np.array([len(f.columns) for f in features]),
        "word_columns": np.concatenate([f.columns for f in features]),
        "word_weights": np.concatenate([f.weights for f in features]),
        "classes": matcher.examples.classes,
        "text_columns": matcher.examples.rows.columns,
        "text_values": matcher.examples.rows.values,
        "text_ends": matcher.examples.rows.ends,
        "bias": matcher.bias,
        "senses": stored.senses,
        **_arrays_of(stored.sayings),
        "support_labels": np.array(support.labels),
        "support_digests": support.digests,
        "support_rows": support.rows.astype(np.int32),
        "support_columns": support.columns.astype(np.int16),
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


def _arrays_of(sayings: Sayings) -> dict[str, Any]:
    """Return what the entries say: each word once, and which of them belong where."""
    sets = [words for said in sayings.values() for words in said]
    place = {word: at for at, word in enumerate(sorted(frozenset().union(*sets)))}
    return {
        "said_entries": np.array(list(sayings)),
        "said_words": np.array(list(place)),
        "said_places": np.array(
            [place[w] for words in sets for w in sorted(words)], np.int32
        ),
        "said_sizes": np.array([len(words) for words in sets], np.int32),
    }


def _sayings(arrays: Mapping[str, Any]) -> Sayings:
    words = [sys.intern(word) for word in arrays["said_words"].tolist()]
    places = arrays["said_places"].tolist()
    parts = _slices(arrays["said_sizes"].tolist())
    sets = iter([frozenset([words[at] for at in places[part]]) for part in parts])
    entries = zip(arrays["said_entries"].tolist(), *[sets] * FIELDS, strict=True)
    return {entry: Said(*said) for entry, *said in entries}


def _places(terms: Any) -> dict[str, int]:  # noqa: ANN401 - an array
    """Return where each text stands; bases of a process share the texts."""
    return {sys.intern(term): place for place, term in enumerate(terms.tolist())}


def _slices(sizes: Sequence[int]) -> list[slice]:
    """Return where each of some pieces laid end to end stands."""
    ends = list(accumulate(sizes, initial=0))
    return [slice(start, end) for start, end in pairwise(ends)]


def _words(arrays: Mapping[str, Any]) -> dict[str, WordFeatures]:
    """Return the words of the vocabulary with their features."""
    columns, values = arrays["word_columns"], arrays["word_weights"]
    return {
        sys.intern(word): WordFeatures(
            row, stem, weight, columns[part], values[part], known
        )
        for (row, word), stem, weight, known, part in zip(
            enumerate(arrays["words"].tolist()),
            arrays["word_stems"].tolist(),
            arrays["word_stem_weights"].tolist(),
            arrays["word_known"].tolist(),
            _slices(arrays["word_sizes"].tolist()),
            strict=True,
        )
    }


def _stored(arrays: Mapping[str, Any], weights: Weights) -> Stored:
    space = FeatureSpace(
        stem_columns=_places(arrays["stems"]),
        stem_idf=arrays["stem_idf"],
        gram_columns=_places(arrays["grams"]),
        gram_idf=arrays["gram_idf"],
        words=_words(arrays),
    )
    columns, values = arrays["text_columns"], arrays["text_values"]
    rows = Rows(columns, values, arrays["text_ends"], space.width)
    labels = tuple(arrays["labels"].tolist())
    matcher = assemble(
        labels,
        space,
        shelve(rows, arrays["classes"], len(labels)),
        weights,
        arrays["bias"],
    )
    start = Start(
        calibration=Calibration(**json.loads(str(arrays["calibration"]))),
        support=Support(
            labels=tuple(arrays["support_labels"].tolist()),
            digests=arrays["support_digests"],
            rows=arrays["support_rows"],
            columns=arrays["support_columns"],
        ),
    )
    return Stored(matcher, start, arrays["senses"], _sayings(arrays))
