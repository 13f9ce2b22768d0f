"""`python -m alongside.cli`: the same command, for the server that starts its own worker."""

from alongside.cli.main import run

run()
