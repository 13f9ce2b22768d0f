"""A logo is known by its content, bounded before it is decoded, and made anew."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from alongside.materials.logo import LogoBad, logo_of, read_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


def saved(picture: Image.Image, kind: str, **words: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, format=kind, **words)
    return content.getvalue()


def drawn(content: bytes) -> Image.Image:
    logo = logo_of(content)
    assert logo.kind == "png"
    with Image.open(io.BytesIO(logo.data)) as picture:
        picture.load()
        return picture


def claims_to_be(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        whole = kind + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16")),
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
    ],
)
def test_a_picture_is_made_anew_as_a_png(kind: str, mode: str) -> None:
    assert drawn(saved(Image.new(mode, (30, 20)), kind)).size == (30, 20)


def test_what_shows_through_still_does() -> None:
    assert drawn(saved(Image.new("RGBA", (3, 2), (0, 0, 0, 0)), "PNG")).getpixel((0, 0)) == (
        *(0, 0, 0),
        0,
    )


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(saved(Image.new("RGB", (3, 2)), "JPEG"))
    assert read_logo(path).kind == "png"


def test_what_was_written_into_a_picture_is_left_out() -> None:
    told = PngInfo()
    told.add_text("Comment", "a client's name")
    exif = Image.Exif()
    exif[0x010E] = "a client's name"
    content = saved(Image.new("RGB", (3, 2)), "PNG", pnginfo=told, exif=exif)
    assert b"client" in content
    assert b"client" not in logo_of(content).data


def test_a_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert drawn(saved(Image.new("RGB", (30, 20)), "JPEG", exif=exif)).size == (20, 30)


def test_a_large_picture_is_made_smaller() -> None:
    assert drawn(saved(Image.new("L", (4_000, 2_000)), "PNG")).size == (1_600, 800)


@pytest.mark.parametrize(
    "size", [(4_473, 4_473), (20_000_001, 1), (9_500, 9_500), (12_000, 12_000), (65_500, 65_500)]
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_of_too_many_pixels_is_refused_undecoded(size: tuple[int, int]) -> None:
    with pytest.raises(LogoBad, match="20 million are the most"):
        logo_of(claims_to_be(*size))


@pytest.mark.parametrize(
    "content",
    [
        claims_to_be(1_000, 1_000),
        claims_to_be(0, 5),
        saved(Image.new("RGB", (300, 200)), "PNG")[:200],
        saved(Image.effect_noise((300, 200), 50), "JPEG")[:2_000],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"\x00" * 500,
    ],
)
def test_a_broken_picture_is_refused(content: bytes) -> None:
    with pytest.raises(LogoBad, match="the picture is broken"):
        logo_of(content)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "BMP", "ICO"])
def test_another_kind_of_picture_is_refused(kind: str) -> None:
    with pytest.raises(LogoBad, match="no PNG, JPEG or SVG"):
        logo_of(saved(Image.new("RGB", (32, 32)), kind))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"MZ", b"hello"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(LogoBad, match="no PNG, JPEG or SVG"):
        logo_of(content)


def test_a_file_of_more_than_5_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 5_000_000)
    with pytest.raises(LogoBad, match=r"logo\.png: larger than 5 MB"):
        read_logo(path)


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.png"):
        with pytest.raises(LogoBad, match="there is no such file"):
            read_logo(path)


def svg(inside: str) -> str:
    logo = logo_of(SVG.format(inside).encode())
    assert logo.kind == "svg"
    return logo.data.decode()


def test_an_svg_of_shapes_keeps_them() -> None:
    made = svg(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#000"/></linearGradient></defs>'
        '<g transform="scale(2)"><path d="M0 0h5" fill="url(#a)" style="stroke:#1d5c55"/></g>'
    )
    for kept in ('id="a"', "stop-color", "scale(2)", "M0 0h5", "url(#a)", "stroke:#1d5c55"):
        assert kept in made


def test_an_svg_loses_its_words_notes_and_editors_marks() -> None:
    made = svg(
        "<!-- a note --><title>A client's name</title><metadata>who drew it</metadata><style/>"
        '<path d="M0 0h5" class="x" data-name="y" xmlns:i="urn:i" i:label="z"/>'
    )
    for gone in ("client", "note", "drew", "style", "class", "data-name", "label"):
        assert gone not in made
    assert "M0 0h5" in made


def test_an_svg_may_have_a_doctype() -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
    content = (doctype + SVG.format('<path d="M0 0"/>')).encode()
    assert logo_of(content).kind == "svg"


def test_gradients_may_share_their_colours() -> None:
    made = svg(
        '<linearGradient id="a" xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#b"/>'
    )
    assert 'href="#b"' in made


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT/>", "<SCRIPT>"),
        ('<path onload="alert(1)" d=""/>', "runs something"),
        ('<path ONCLICK="alert(1)" d=""/>', "runs something"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="http://example.org/x.png"/>', "<image>"),
        ('<image href="data:image/png;base64,AAAA"/>', "<image>"),
        ('<use href="#a"/>', "<use>"),
        ("<text>four out of five</text>", "<text>"),
        ("<animate/>", "<animate>"),
        ("<filter/>", "<filter>"),
        ("<a/>", "<a>"),
        ("<style>path{fill:red}</style>", "<style>"),
        ('<path href="#a" d=""/>', "reaches outside"),
        ('<linearGradient href="http://example.org/#a"/>', "reaches outside"),
        ('<path fill="url(http://example.org/#a)" d=""/>', "reaches outside"),
        ('<path fill="url( //example.org)" d=""/>', "reaches outside"),
        ('<path style="fill:u\\72l(x)" d=""/>', "reaches outside"),
        ('<path style="@import x" d=""/>', "reaches outside"),
        ("<g>" * 45 + "</g>" * 45, "groups 40 deep"),
        ("<g/>" * 5_001, "more than 5,000 shapes"),
        ('<path d="' + "M0 0" * 250_001 + '"/>', "larger than 1 MB"),
        ("<path", "not readable"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside: str, said: str) -> None:
    with pytest.raises(LogoBad) as refused:
        svg(inside)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;"),
        '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;"),
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://example.org/a.dtd"> %a;]>' + SVG.format(""),
    ],
)
def test_an_svg_with_entities_is_refused(content: str) -> None:
    with pytest.raises(LogoBad, match="entities of its own"):
        logo_of(content.encode())


@pytest.mark.parametrize("content", [b"<html/>", b"<svg/>", b'<svg xmlns="urn:other"/>'])
def test_xml_that_is_no_svg_is_refused(content: bytes) -> None:
    with pytest.raises(LogoBad, match="no SVG"):
        logo_of(content)
