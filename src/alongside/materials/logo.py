"""A logo that may be drawn: checked by its content, bounded before it is decoded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from alongside.errors import Refused


class LogoBad(Refused):
    """A logo that is no picture we take, or too large a one."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture made anew from the one that was given; it carries nothing but what is drawn."""

    data: bytes
    kind: Literal["png", "svg"]


def read_logo(path: Path) -> Logo:
    """Return the logo in a file, made anew.

    Raises: LogoBad, naming the file and what is wrong with it.
    """
    raise NotImplementedError
