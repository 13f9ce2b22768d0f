"""`alongside territory fetch`: the official files, from where the government publishes them."""

import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from alongside.territory.fetching import Downloads, Fetched


class Source(StrEnum):
    """What can be fetched."""

    NPPES = "nppes"
    PARTD = "partd"
    PARTD_BY_PROVIDER = "partd-by-provider"
    CLINICIANS = "clinicians"


def fetch(
    source: Annotated[Source, typer.Option(help="Which file.")],
    into: Annotated[Path, typer.Option(help="The folder to put it in.")] = Path(),
    year: Annotated[
        int | None, typer.Option(help="Of Part D's prescriptions; else the newest known.")
    ] = None,
    nppes_url: Annotated[
        str, typer.Option(envvar="ALONGSIDE_NPPES_URL", help="Where NPPES is; CMS's if blank.")
    ] = "",
    cms_url: Annotated[
        str, typer.Option(envvar="ALONGSIDE_CMS_URL", help="Where the rest is; CMS's if blank.")
    ] = "",
) -> None:
    """Download an official file; begun again, it goes on where it stopped."""
    from alongside.territory.fetching import CMS_DATA, NPPES_FILES, Downloads, Servers

    servers = Servers(_address(nppes_url or NPPES_FILES), _address(cms_url or CMS_DATA))
    with closing(Downloads(servers, time.sleep, _tell)) as downloads:
        done = _fetch(downloads, source, into, year)
    if sys.stderr.isatty():
        typer.echo(err=True)
    typer.echo(f"{done.path}: {done.size:,} bytes, sha256 {done.sha256}")


def _fetch(downloads: "Downloads", source: Source, into: Path, year: int | None) -> "Fetched":
    if source is Source.NPPES:
        return downloads.nppes(into, on=datetime.now(UTC).date())
    if source is Source.CLINICIANS:
        return downloads.clinicians(into)
    kind = "by_drug" if source is Source.PARTD else "by_provider"
    return downloads.part_d(into, year=year, kind=kind)


def _address(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _tell(done: int, size: int) -> None:
    if sys.stderr.isatty():
        of = f" of {size / 1e6:,.0f}" if size >= 0 else ""
        typer.echo(f"\r\x1b[K{done / 1e6:,.0f}{of} MB", err=True, nl=False)
