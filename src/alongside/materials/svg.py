"""An SVG that only draws: known shapes, nothing that runs, is fetched or unfolds."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from alongside.errors import Refused

LARGEST_BYTES = 1_000_000
MOST_ELEMENTS = 5_000
DEEPEST = 40
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = (
    "svg g defs title desc path rect circle ellipse line polyline polygon "
    "linearGradient radialGradient stop clipPath"
)
SHAPES = frozenset(DRAWN.split())
GRADIENTS = frozenset({f"{SVG}linearGradient", f"{SVG}radialGradient"})
SAID_OF_THEM = (
    "id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform "
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color clip-path clip-rule "
    "clipPathUnits gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity "
    "preserveAspectRatio display visibility style"
)
ATTRIBUTES = frozenset(SAID_OF_THEM.split())
INSIDE = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
LINKS = ("href", "{http://www.w3.org/1999/xlink}href")
REACHES_OUT = re.compile(r"url\(|@import|javascript:|data:|expression\(|\\", re.IGNORECASE)


class SvgBad(Refused):
    """An SVG that does more than draw, or is too large."""


def plain_svg(content: bytes) -> bytes:
    """Return an SVG of the same shapes, with known elements and attributes alone.

    Raises: SvgBad: not XML or no SVG, entities, scripts, links, pictures, text, or too large.
    """
    if len(content) > LARGEST_BYTES:
        raise SvgBad(f"an SVG larger than {LARGEST_BYTES // 1_000_000} MB; save it as PNG.")
    root = _parse(content)
    if root.tag != f"{SVG}svg":
        raise SvgBad("no SVG: its outermost element is another.")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise SvgBad(f"an SVG of more than {MOST_ELEMENTS:,} shapes; save it as PNG.")
    made: bytes = ET.tostring(_plain(root, DEEPEST), encoding="utf-8")
    return made


def _parse(content: bytes) -> Element:
    try:
        return defusedxml.ElementTree.fromstring(content, forbid_dtd=False)
    except DefusedXmlException:
        raise SvgBad("an SVG with entities of its own; save it as plain SVG, or PNG.") from None
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        raise SvgBad("not readable as SVG; save it again.") from None


def _plain(element: Element, depth: int) -> Element:
    if depth == 0:
        raise SvgBad(f"an SVG with groups {DEEPEST} deep; save it as PNG.")
    made = Element(element.tag, dict(_attributes(element)))
    for child in element:
        name = str(child.tag).removeprefix(SVG)
        if name in SHAPES:
            made.append(_plain(child, depth - 1))
        elif not _draws_nothing(name, child):
            raise SvgBad(
                f"an SVG with <{name:.40}>; save it as plain shapes, text as paths, or PNG."
            )
    return made


def _draws_nothing(name: str, element: Element) -> bool:
    """Tell what editors add for themselves: notes, and empty style sheets."""
    is_empty = not list(element) and not (element.text or "").strip()
    return name == "metadata" or name.startswith("{") or (name == "style" and is_empty)


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name.lower().startswith("on"):
            raise SvgBad(f"an SVG that runs something ({name:.40}); save it as plain SVG, or PNG.")
        is_shared_gradient = element.tag in GRADIENTS and value.startswith("#")
        if name in LINKS and is_shared_gradient:
            yield name, value
        elif name in LINKS or REACHES_OUT.search(INSIDE.sub("", value)):
            raise SvgBad(f"an SVG that reaches outside itself ({name:.40}); save it as plain SVG.")
        elif name in ATTRIBUTES:
            yield name, value


ET.register_namespace("", SVG.strip("{}"))
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
