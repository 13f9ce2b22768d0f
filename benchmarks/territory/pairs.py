"""Group the labelled pairs with the project's own code and print how often it is right.

Run: `python -m benchmarks.territory.pairs`. The rule behind the labels is in `LABELS.md`.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.territory.labelled import EXCERPT, Pair, Side, read_pairs

OfficeByNpi = Mapping[str, str]

LAYOUT = ("npi", "provider_name", "pri_spec", "adr_ln_1", "city", "state", "zip5", "zip9")


@dataclass(frozen=True, slots=True)
class Score:
    """How the code's offices agree with the labels, of pairs that a person could tell."""

    both_same: int
    only_code_same: int
    only_label_same: int
    both_different: int

    @property
    def precision(self) -> float | None:
        """Return the share of the code's "same" that are labelled so; None without any."""
        return _share(self.both_same, self.both_same + self.only_code_same)

    @property
    def recall(self) -> float | None:
        """Return the share of the labelled "same" that the code finds; None without any."""
        return _share(self.both_same, self.both_same + self.only_label_same)


def main() -> None:
    """Print the counts, precision and recall of each kind, and every disagreement."""
    pairs = read_pairs()
    office_by_npi = grouped(pairs)
    _print_scores("The project's offices", pairs, office_by_npi)
    _print_scores("For comparison, ZIP and line as they are written", pairs, as_written(pairs))
    _print_pairs("Disagreements", disagreements(pairs, office_by_npi), office_by_npi)
    untold = [pair for pair in pairs if pair.label == "cannot_tell"]
    _print_pairs("Left out: cannot tell", untold, office_by_npi)


def grouped(pairs: Sequence[Pair]) -> OfficeByNpi:
    """Return the office of each clinician, as the project groups the excerpt and made rows.

    A row without an office (a box, a name without a number) has none here.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clinicians.csv"
        write_clinicians(pairs, path)
        return _offices(path)


def as_written(pairs: Sequence[Pair]) -> OfficeByNpi:
    """Return what no parsing at all would group: the five digits and the bare line."""
    sides = (side for pair in pairs for side in (pair.left, pair.right))
    return {side.npi: f"{side.zip[:5]} {side.line}" for side in sides}


def write_clinicians(pairs: Sequence[Pair], path: Path) -> None:
    """Write the excerpt as it stands, and behind it one row for each invented person."""
    excerpt = EXCERPT.read_text(encoding="utf-8")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(excerpt)
        writer = csv.writer(file, lineterminator="\n")
        sides = (side for pair in pairs for side in (pair.left, pair.right))
        made = dict.fromkeys(side for side in sides if not side.row)
        writer.writerows(_row(side) for side in made)


def parts(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Return the pairs by what is reported apart: all, each kind, the hard ones."""
    kinds = {kind: [p for p in pairs if p.kind == kind] for kind in _kinds(pairs)}
    return {"all": list(pairs), "hard": [p for p in pairs if p.hard], **kinds}


def score(pairs: Sequence[Pair], office_by_npi: OfficeByNpi) -> Score:
    """Return the score; pairs that a person cannot tell are left out."""
    told = [pair for pair in pairs if pair.label != "cannot_tell"]
    seen = Counter((same_office(pair, office_by_npi), pair.label == "same") for pair in told)
    return Score(
        both_same=seen[True, True],
        only_code_same=seen[True, False],
        only_label_same=seen[False, True],
        both_different=seen[False, False],
    )


def same_office(pair: Pair, office_by_npi: OfficeByNpi) -> bool:
    """Say whether both clinicians have an office, and it is one."""
    left = office_by_npi.get(pair.left.npi)
    return left is not None and left == office_by_npi.get(pair.right.npi)


def disagreements(pairs: Sequence[Pair], office_by_npi: OfficeByNpi) -> list[Pair]:
    """Return the pairs that a person could tell and the code tells otherwise."""
    return [
        pair
        for pair in pairs
        if pair.label != "cannot_tell"
        and same_office(pair, office_by_npi) != (pair.label == "same")
    ]


def _offices(path: Path) -> OfficeByNpi:
    # Imported late: the labels and their form can be tested without the engine.
    from alongside.territory.clinicians import read_clinicians
    from alongside.territory.offices import assign_offices

    table = assign_offices(read_clinicians(path).rows).select("npi", "office").collect()
    # The excerpt has one address a clinician, so the NPI stands for the row.
    return {str(npi): str(office) for npi, office in table.iter_rows() if office is not None}


def _row(side: Side) -> tuple[str, ...]:
    zip9 = side.zip if len(side.zip) == 9 else ""
    name, specialty = "INVENTED PERSON", "FAMILY PRACTICE"
    return (side.npi, name, specialty, side.line, side.city, "ME", side.zip[:5], zip9)


def _kinds(pairs: Sequence[Pair]) -> Iterator[str]:
    return iter(dict.fromkeys(pair.kind for pair in pairs))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _print_scores(title: str, pairs: Sequence[Pair], office_by_npi: OfficeByNpi) -> None:
    print(f"{title}:")
    for name, part in parts(pairs).items():
        print(f"  {_line(name, part, score(part, office_by_npi))}")


def _line(name: str, pairs: Sequence[Pair], result: Score) -> str:
    labels = Counter(pair.label for pair in pairs)
    counts = ", ".join(f"{label} {labels[label]}" for label in ("same", "different", "cannot_tell"))
    shares = f"precision {_shown(result.precision)}  recall {_shown(result.recall)}"
    return f"{name:12} {len(pairs):4} pairs  {shares}  ({counts})"


def _shown(share: float | None) -> str:
    return "  -  " if share is None else f"{share:.3f}"


def _print_pairs(title: str, pairs: Sequence[Pair], office_by_npi: OfficeByNpi) -> None:
    print(f"\n{title}: {len(pairs)}")
    for pair in pairs:
        code = "same" if same_office(pair, office_by_npi) else "different"
        print(f"  {pair.kind}, labelled {pair.label}, grouped as {code}: {pair.why}")
        for side in (pair.left, pair.right):
            print(f"    {side.npi}  {side.line}, {side.city} {side.zip}")


if __name__ == "__main__":
    main()
