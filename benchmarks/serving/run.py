"""What serving costs: `run.py http`, `run.py growth`, `run.py soak`.

Each prints its tables as Markdown, into a file too with `--report`, and exits with 1
when a bar is missed.
"""

import argparse
import sys
from pathlib import Path

import growth
import http_rates
import soak

_MEASURES = {"http": http_rates, "growth": growth, "soak": soak}


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    chosen = parser.add_subparsers(dest="measure", required=True)
    for name, measure in _MEASURES.items():
        one = chosen.add_parser(name, help=measure.__doc__)
        one.add_argument("--report", type=Path)
        measure.command(one)
    options = parser.parse_args()
    text, is_met = _MEASURES[options.measure].run(options)
    print(text)
    if options.report:
        options.report.write_text(text, "utf-8")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
