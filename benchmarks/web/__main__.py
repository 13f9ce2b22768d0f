"""What a page costs beside the floor: `python -m benchmarks.web`; see benchmarks/README.md.

With DATABASE_URL, on that PostgreSQL server, in a database that is made and dropped again.
"""

import argparse
import os
from pathlib import Path

import django

from benchmarks.web.instance import seeded


def main() -> None:
    """Seed, serve, measure and print."""
    said = _arguments()
    with seeded(said.scale, said.keep) as environment:
        os.environ.update(environment)
        django.setup()
        from benchmarks.web.measured import measure
        from benchmarks.web.printed import print_head, print_table

        print_head(said.scale)
        print_table(measure(environment, said.requests))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument(
        "--scale", type=float, default=1, help="How much of all the other groups; 0.01 for a try."
    )
    parser.add_argument("--keep", type=Path, help="A folder where what was seeded is kept.")
    parser.add_argument("--requests", type=int, default=200, help="How often each is asked for.")
    return parser.parse_args()


if __name__ == "__main__":
    main()
