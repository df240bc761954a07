"""Build the table of meaning from nothing: one command, resumable, reproducible.

    PYTHONPATH=src python benchmarks/distil/build.py --cache FOLDER --intents FOLDER

needs the packages of benchmarks/distil/requirements.txt and npm. The steps: corpus,
teacher, fit, retrofit, quantise, evaluate, model card. Only the teacher takes long
(about 20 ms a text on one core, half of it with an engine compiled against a BLAS); its
vectors are kept in the cache, and a run may be stopped at any time: `--ready` fits what
is there.
"""

import argparse
import sys
from pathlib import Path

import card
import corpus
import evaluate
import sources
import teacher
from fit import fit, most_useful
from quantise import quantise
from retrofit import LEXICON, read_lexicon, retrofit
from servicebot.understanding.meaning import TABLE, Meaning, load_meaning

ROOT = Path(__file__).parents[2]
COMMON = ROOT / "src/servicebot/french/common.txt"
PAIRS = Path(__file__).parent / "pairs.tsv"
OWN_SETS = (ROOT / "tests/corpus", ROOT / "knowledge/tests", PAIRS)
CARD = ROOT / "docs/model-card.md"


def main() -> None:
    """Run all the steps."""
    options = _arguments()
    say("corpus")
    excluded = [path for path in (*OWN_SETS, *options.exclude) if path.exists()]
    if options.intents:
        excluded.append(options.intents)
    corpus.assert_not_copied(LEXICON, excluded)
    built = corpus.build(options.texts, sources.fetch(options.cache), COMMON, excluded)
    store = options.cache / "teacher.bin"
    if options.ready:
        built = built.only(teacher.ready(built.texts, store))
    else:
        teacher.encode(
            built.texts, store, workers=options.workers, engine=options.engine
        )
    fitted = fit(built.texts, teacher.vectors(built.texts, store), say)
    groups = read_lexicon()
    rows = retrofit(most_useful(fitted), groups)
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_bytes(quantise(rows))
    say(f"{len(rows)} rows, {TABLE.stat().st_size} bytes")
    meaning = load_meaning()
    if meaning and options.intents:
        results = _evaluate(meaning, options.intents)
        facts = card.Facts(built.counts, len(groups), len(rows), TABLE, results)
        card.write(CARD, facts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=400_000)
    parser.add_argument("--workers", type=int, default=1, help="processes that teach")
    parser.add_argument(
        "--engine", type=Path, help="the teacher's C file compiled for this processor"
    )
    parser.add_argument(
        "--intents", type=Path, help="evaluation sets; without them, no model card"
    )
    parser.add_argument(
        "--ready", action="store_true", help="fit the texts that the cache has already"
    )
    parser.add_argument(
        "--exclude", type=Path, nargs="*", default=[], help="more lines to leave out"
    )
    return parser.parse_args()


def _evaluate(meaning: Meaning, intents: Path) -> list[evaluate.Result]:
    results = [
        evaluate.few_shot(meaning, intents / "covidfaq_fr", 2),
        evaluate.few_shot(meaning, intents / "covidfaq_fr", 5),
        evaluate.few_shot(meaning, intents / "home_assistant_fr", 2),
        evaluate.one_title(meaning, intents / "service_public_fr"),
        evaluate.synonyms(meaning, PAIRS),
    ]
    for result in results:
        say(f"{result.name}: {result.shares}, alone {result.alone}")
    return results


def say(line: str) -> None:
    """Tell the progress."""
    sys.stderr.write(f"\n{line}")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
