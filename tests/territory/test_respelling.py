"""Whatever the spelling, one place has one key."""

import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.territory.addresses import read_addresses
from alongside.territory.street_words import street_words

NAMES = ("MAIN", "ELM", "CONGRESS", "FODEN", "QUAKER", "1ST", "SAINT JOHN")
SECTIONS = street_words()
SUFFIXES = sorted(SECTIONS["suffixes"].items())
DIRECTIONS = sorted(SECTIONS["directions"].items())
SUITES = ("STE", "SUITE", "UNIT", "APT", "RM", "#")

Key = tuple[str, str, str | None, str | None]


def keys(*lines: tuple[str, str]) -> list[Key]:
    frame = pl.LazyFrame(lines, schema=["line_1", "line_2"], orient="row").with_row_index()
    read = read_addresses(nw.from_native(frame)).sort("index")
    columns = read.select("number", "street", "direction", "unit").collect()
    return [tuple(row) for row in columns.rows()]


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Two spellings of one street: by the table, and by case, blanks and punctuation."""
    number, name = draw(st.integers(1, 99_999)), draw(st.sampled_from(NAMES))
    long, short = draw(st.sampled_from(SUFFIXES))
    word, letter = draw(st.sampled_from(DIRECTIONS))
    written = f"{number} {word} {name} {long}"
    blanks = draw(st.sampled_from((" ", "  ", " . ", ", ")))
    respelt = blanks.join((str(number), letter, name.lower(), f"{short}."))
    return written, respelt


@settings(max_examples=60, deadline=None)
@given(st.lists(spellings(), min_size=20, max_size=40))
def test_spelling_by_the_table_changes_no_key(pairs: list[tuple[str, str]]) -> None:
    written = keys(*((one, "") for one, _ in pairs))
    assert written == keys(*((other, "") for _, other in pairs))


@settings(max_examples=40, deadline=None)
@given(st.lists(spellings(), min_size=20, max_size=40))
def test_reading_a_key_gives_that_key(pairs: list[tuple[str, str]]) -> None:
    first = keys(*((one, "") for one, _ in pairs))
    again = [
        (" ".join(filter(None, (number, street, end))), "") for number, street, end, _ in first
    ]
    assert keys(*again) == first


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(SUITES), st.integers(1, 9_999)), min_size=10, max_size=30)
)
def test_suites_are_one_kind_in_either_line(units: list[tuple[str, int]]) -> None:
    in_line_1 = keys(*((f"12 MAIN ST {word} {value}", "") for word, value in units))
    in_line_2 = keys(*(("12 MAIN ST", f"{word} 0{value}") for word, value in units))
    assert in_line_1 == in_line_2 == [("12", "MAIN ST", None, str(value)) for _, value in units]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), min_size=1, max_size=20))
def test_any_text_at_all_is_read(lines: list[tuple[str, str]]) -> None:
    assert len(keys(*lines)) == len(lines)


def test_every_spelling_stands_once_in_its_section() -> None:
    for section in ("suffixes", "directions", "units"):
        words = SECTIONS[section]
        assert all(words[words[spelling]] == words[spelling] for spelling in words)
