"""`alongside keys rotate`: what closes the sealed columns, changed."""

import typer

from alongside.cli.instance import open_instance

app = typer.Typer(help="The keys that close what is sealed.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """Keep `rotate` a word of its own."""


@app.command()
def rotate() -> None:
    """Close everything that is sealed with a new key; cut off, it goes on when run again."""
    open_instance()
    from alongside.team.rotation import rotate as rotate_keys

    done = rotate_keys(lambda table: typer.echo(f"closing {table} anew"))
    typer.echo(f"Everything is closed with the key {done.key_id}, in {done.place}.")
    if done.dropped:
        typer.echo(
            f"No longer needed here: {', '.join(done.dropped)}. Backups written before now need "
            "it: keep the copy that lies with them. Copy the new keys to where backups go."
        )
