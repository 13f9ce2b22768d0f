"""A logo that may be drawn: checked by its content, bounded before it is decoded, made anew."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageOps

from alongside.errors import Refused
from alongside.materials.svg import SvgBad, plain_svg

LARGEST_FILE_BYTES = 5_000_000
MOST_PIXELS = 20_000_000
# On paper a logo is an inch or two wide: this is 600 dots an inch and more.
LONGEST_SIDE_PIXELS = 1_600
PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
SVG_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
# What Pillow raises where a picture's bytes are not what they begin as.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, MemoryError)


class LogoBad(Refused):
    """A logo that is no picture we take, or too large a one."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture made anew from the one that was given; it carries nothing but what is drawn."""

    data: bytes
    kind: Literal["png", "svg"]


def read_logo(path: Path) -> Logo:
    """Return the logo in a file, made anew: a PNG or JPEG as a PNG, an SVG as a plain one.

    Raises: LogoBad, naming the file and what is wrong with it.
    """
    try:
        return logo_of(_bytes(path))
    except LogoBad as refusal:
        raise LogoBad(f"{path.name}: {refusal}") from None


def logo_of(content: bytes) -> Logo:
    """Return the logo in some bytes, made anew; its name and ending say nothing.

    Raises: LogoBad.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise LogoBad(f"larger than {LARGEST_FILE_BYTES // 1_000_000} MB; save a smaller one.")
    if content.startswith((PNG_START, JPEG_START)):
        return Logo(_png(content), "png")
    if SVG_START.match(content):
        try:
            return Logo(plain_svg(content), "svg")
        except SvgBad as refusal:
            raise LogoBad(str(refusal)) from None
    raise LogoBad("no PNG, JPEG or SVG; save it as one of these.")


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for
            raise LogoBad("there is no such file.")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a null in it
        why = error.strerror if isinstance(error, OSError) else "its name is no file's"
        raise LogoBad(f"cannot be read: {why}.") from None


def _png(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            _check_pixels(picture.size)
            return _drawn_anew(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels("far more") from None
    except BROKEN:
        raise LogoBad("the picture is broken; save it again.") from None


def _check_pixels(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels(f"{width} × {height}")


def _too_many_pixels(found: str) -> LogoBad:
    most = MOST_PIXELS // 1_000_000
    return LogoBad(f"{found} pixels; {most} million are the most. Save a smaller one.")


def _drawn_anew(picture: Image.Image) -> bytes:
    # Turned as its camera says; without colour profile, text or place it was taken at.
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    has_alpha = upright.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in upright.info
    clean = upright.convert("RGBA" if has_alpha else "RGB")
    clean.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
    clean.info.clear()
    made = io.BytesIO()
    clean.save(made, format="PNG")
    return made.getvalue()
