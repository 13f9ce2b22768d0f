"""`alongside territory`: the offices near a ZIP, in the order of a first visit."""

import json
import textwrap
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.spreadsheets import csv_lines

# Polars takes most of the command's time, so the workshop is imported when a command runs.
if TYPE_CHECKING:
    from alongside.territory.clinicians import ClinicianFile
    from alongside.territory.ranking import Clinician, Office, Ranking
    from alongside.territory.weights import Weights

app = typer.Typer(
    help="The primary-care offices near you, in the order of a first visit.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WIDTH = 80
CSV_COLUMNS = (
    *("rank", "tier", "name", "street", "unit", "city", "state", "zip", "miles"),
    *("primary_care", "unclear", "score", "distance", "prescribers", "primary_care_share"),
    *("reasons", "clinicians"),
)
TIER_TITLES = {
    "office": "Offices with a primary-care physician",
    "unclear": "Unclear: nurse practitioners or physician assistants, field unknown",
    "hospital": "Hospitals, by the specialties of those who work there",
}


class Format(StrEnum):
    """How the offices are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Search:
    """Around which ZIP, how far, how many offices, and what counts how much."""

    near: str
    within_miles: float
    limit: int
    weights: "Weights"


@app.command()
def rank(
    *,
    clinicians: Annotated[
        Path | None,
        typer.Option(help="Medicare's clinicians file (CSV), whole or an excerpt of it."),
    ] = None,
    territory: Annotated[
        Path | None, typer.Option(help="Or the folder of a built territory.")
    ] = None,
    near: Annotated[str, typer.Option(help="Your ZIP: five digits or ZIP+4.")],
    within_miles: Annotated[
        float, typer.Option(help="How far from the middle of your ZIP, as the crow flies.")
    ] = 10,
    limit: Annotated[int, typer.Option(help="At most so many offices; 0 for all.")] = 20,
    weights: Annotated[
        Path | None, typer.Option(help="A TOML file that says what counts how much.")
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    trained_in: Annotated[
        str,
        typer.Option(
            help="With --territory, what you treat: depression, anxiety, insomnia, adhd, "
            "bipolar, psychosis."
        ),
    ] = "",
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave bad rows out and say how many.")
    ] = False,
) -> None:
    """Rank the primary-care offices around a ZIP."""
    from alongside.territory.weights import Weights, read_weights

    search = Search(near, within_miles, limit, read_weights(weights) if weights else Weights())
    if (clinicians is None) == (territory is None):
        raise typer.BadParameter("Give one of --clinicians and --territory.")
    if territory:
        print_ranking(None, _rank_built(territory, search, trained_in), output_format)
    elif clinicians:
        file, ranking = _rank_file(clinicians, search, skip_bad_rows=skip_bad_rows)
        print_ranking(file, ranking, output_format)


@app.command()
def zips(
    gazetteer: Annotated[Path, typer.Option(help="Census's national Gazetteer file of ZCTAs.")],
    usps: Annotated[Path, typer.Option(help="USPS's ZIP Locale Detail as CSV.")],
    out: Annotated[Path, typer.Option(help="The Parquet file to write.")],
) -> None:
    """Make the table of ZIPs that ships with Alongside."""
    from alongside.territory.zip_facts import write_zip_facts

    count = write_zip_facts(gazetteer=gazetteer, usps=usps, out=out)
    typer.echo(f"{count} ZIPs written to {out}.")


def _rank_file(
    path: Path, search: Search, *, skip_bad_rows: bool
) -> "tuple[ClinicianFile, Ranking]":
    from alongside.territory.clinicians import read_clinicians
    from alongside.territory.ranking import rank_offices

    file = read_clinicians(path, skip_bad_rows=skip_bad_rows)
    ranking = rank_offices(
        file,
        near=search.near,
        within_miles=search.within_miles,
        limit=search.limit,
        weights=search.weights,
    )
    return file, ranking


def _rank_built(path: Path, search: Search, trained_in: str) -> "Ranking":
    from alongside.territory.built import open_territory, rank_territory

    return rank_territory(
        open_territory(path),
        near=search.near,
        within_miles=search.within_miles,
        limit=search.limit,
        weights=search.weights,
        trained_in=trained_in.lower().replace(",", " ").split(),
    )


def print_ranking(file: "ClinicianFile | None", ranking: "Ranking", output_format: Format) -> None:
    """Print the offices, and on standard error what has to be said beside them."""
    printers = {Format.TABLE: _as_table, Format.JSON: _as_json, Format.CSV: _as_csv}
    typer.echo(printers[output_format](ranking.offices), nl=False)
    for note in _notes(file, ranking):
        typer.echo(note, err=True)


def _as_json(offices: "tuple[Office, ...]") -> str:
    told = [_without_key(asdict(office)) for office in offices]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _without_key(office: dict[str, object]) -> dict[str, object]:
    """Leave out how the record rooms find an office again: its address is in the other fields."""
    left_out = ("key",) if office["signal"] is not None else ("key", "signal")
    return {name: said for name, said in office.items() if name not in left_out}


def _as_csv(offices: "tuple[Office, ...]") -> str:
    return "".join(csv_lines(CSV_COLUMNS, map(_csv_row, offices)))


def _csv_row(office: "Office") -> list[object]:
    fields = asdict(office) | office.parts
    fields["reasons"] = "; ".join(office.reasons)
    fields["clinicians"] = "; ".join(map(_tell_clinician, office.clinicians))
    return [fields[name] for name in CSV_COLUMNS]


def _tell_clinician(clinician: "Clinician") -> str:
    return f"{clinician.name} ({clinician.specialty}, {clinician.npi})"


def _as_table(offices: "tuple[Office, ...]") -> str:
    lines = []
    tier = ""
    for office in offices:
        if office.tier != tier:
            lines += ["", TIER_TITLES[office.tier]] if tier else [TIER_TITLES[office.tier]]
            tier = office.tier
        lines += _table_entry(office)
    # What stands in a file must not steer the terminal.
    return "".join(f"{_printable(line)}\n" for line in lines)


def _table_entry(office: "Office") -> list[str]:
    unit = f", {office.unit}" if office.unit else ""
    address = f"{office.street}{unit}, {office.city} {office.zip}"
    measures = f"{office.miles:5.1f} mi  {office.score:.3f}"
    room = WIDTH - len(measures) - 6
    first, *more = textwrap.wrap(address, room) or [""]
    said = ", ".join(office.reasons)
    below = [*more, *([office.name] if office.name else []), said]
    indented = [
        textwrap.fill(text, WIDTH, initial_indent=" " * 5, subsequent_indent=" " * 5)
        for text in below
    ]
    lines = [line for text in indented for line in text.splitlines()]
    return [f"{office.rank:3}. {first:<{room}} {measures}", *lines]


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _notes(file: "ClinicianFile | None", ranking: "Ranking") -> list[str]:
    notes = list(file.warnings) if file else []
    if file and file.skipped:
        notes.append(f"{_rows(file.skipped)} skipped as bad.")
    for left_out in ranking.left_out:
        people = f", {left_out.primary_care} of them primary care" if left_out.primary_care else ""
        notes.append(f"{_rows(left_out.rows)} left out: {left_out.why}{people}.")
    return [*notes, *_few_found(ranking)]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _few_found(ranking: "Ranking") -> list[str]:
    if ranking.found_wider is None:
        return []
    found = f"{ranking.found or 'No'} {'office' if ranking.found == 1 else 'offices'}"
    return [f"{found} found within your radius; {ranking.found_wider} within 20 miles."]
