"""The fonts of the paper: which files they are, and what they can draw. All come from packages."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Folders of these packages hold each weight twice, as OTF and as TTF; which of the two would be
# found first is up to the file system, so files are named one by one.
FILES = {
    "font_source_sans_pro": (
        "files/SourceSansPro-Regular.otf",
        "files/SourceSansPro-It.otf",
        "files/SourceSansPro-Semibold.otf",
    ),
    "font_source_serif_pro": (
        "files/SourceSerifPro-Regular.otf",
        "files/SourceSerifPro-It.otf",
        "files/SourceSerifPro-Semibold.otf",
    ),
    "pylopdf_fonts_he": ("NotoSansHebrew-Variable.ttf", "NotoSerifHebrew-Variable.ttf"),
    "pylopdf_fonts_ar": ("NotoSansArabic-Variable.ttf", "NotoNaskhArabic-Variable.ttf"),
    # 16 MB, so it is an extra: `alongside[cjk]`.
    "noto_cjk_sans_jp_regular": ("NotoSansCJKjp-Regular.otf",),
}
EXTRAS = frozenset({"noto_cjk_sans_jp_regular"})

# What is in every font of ours; asked first, so that most pages need not open a font.
PLAIN = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("☐‘’“”–—…•×·éèñáíóúüÁÉÍÓÚÑÜ¿¡§°®©\u200b")

# A run of text is set in the first family of its row that can draw it.
SANS = (
    ("Source Sans Pro", "SourceSansPro-Regular.otf"),
    ("Noto Sans Hebrew", "NotoSansHebrew-Variable.ttf"),
    ("Noto Sans Arabic", "NotoSansArabic-Variable.ttf"),
    ("Noto Sans CJK JP", "NotoSansCJKjp-Regular.otf"),
)
SERIF = (
    ("Source Serif Pro", "SourceSerifPro-Regular.otf"),
    ("Noto Serif Hebrew", "NotoSerifHebrew-Variable.ttf"),
    ("Noto Naskh Arabic", "NotoNaskhArabic-Variable.ttf"),
    ("Noto Sans CJK JP", "NotoSansCJKjp-Regular.otf"),
)


def font_files() -> tuple[Path, ...]:
    """Return the files of every font that is installed."""
    return tuple(_files_by_name().values())


def families(text: str) -> dict[str, list[str]]:
    """Return the families that a text needs, in the order in which they are tried.

    Each family costs time on each page, and most pages need the first alone.
    """
    rows = {"sans": SANS, "serif": SERIF}
    is_plain = PLAIN.issuperset(text)
    installed = {
        kind: [family for family, file in row if file in _files_by_name()]
        for kind, row in rows.items()
    }
    return {kind: row[:1] if is_plain else row for kind, row in installed.items()}


def can_draw(cluster: str) -> bool:
    """Say whether both kinds of run can draw a letter with its marks.

    A letter and its marks are drawn by one font, so one font of each row must have them all.
    """
    return all(
        any(coverage.issuperset(map(ord, cluster)) for coverage in row) for row in _coverages()
    )


@cache
def _coverages() -> tuple[tuple[frozenset[int], ...], ...]:
    return tuple(
        tuple(_coverage(file) for _, file in row if file in _files_by_name())
        for row in (SANS, SERIF)
    )


@cache
def _coverage(file: str) -> frozenset[int]:
    # Reading fonts takes longer than drawing a page, and most pages never ask.
    from fontTools.ttLib import TTFont

    with TTFont(_files_by_name()[file], lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _files_by_name() -> dict[str, Path]:
    return {path.name: path for path in _installed()}


def _installed() -> Iterator[Path]:
    for package, files in FILES.items():
        spec = find_spec(package)
        if spec is None and package in EXTRAS:
            continue
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError(package)
        folder = Path(spec.submodule_search_locations[0])
        yield from (folder / file for file in files)
