"""A written address read as number, street and unit: one key for every spelling of a place."""

from typing import Any

import narwhals as nw

from alongside.territory.street_words import any_of, word_in_key
from alongside.territory.units import (
    DIRECTION,
    SUFFIX,
    UNIT_LETTER,
    Rules,
    mark_units,
    read_unit,
    replace_all,
)

# Two lines of Care Compare rarely hold a dozen words; words beyond these keep their spelling.
MOST_WORDS = 20

NUMBER_WORD = any_of("numbers", spelt=True)
# A number, and after it at least a word of two letters: "25 A" alone is no street.
STREET = rf"(?i)^(?:[0-9]+[A-Z]?(?:-[0-9]+[A-Z]?)?|{NUMBER_WORD}) (?:.*[^A-Z])?[A-Z]{{2}}"
BOX = r"(?i)^(?:P ?O ?|POST OFFICE )?BOX\b|^POB\b"

GLUED = "SUITE|STE|UNIT|APT|ROOM|RM|BUILDING|BLDG|FLOOR|FL|LEVEL|DEPT|ROUTE|RTE|RT|HWY|US"
# A unit may stand before its street: SUITE 3, 12 MAIN ST.
BEFORE_STREET = "SUITE|STE|UNIT|APT|ROOM|RM|BUILDING|BLDG|FLOOR|FL"
PUNCTUATION: Rules = (
    (r"(?i)\bC/O\b", "ATTN"),
    (r"^ *([0-9]+) *[/&] *([0-9]+) ", "$1-$2 "),  # two doors of one building: a range
    (r"(?i)\bU\.? S\.? (ROUTE|RTE|RT|HWY|HIGHWAY|[0-9])", "US $1"),
    (r"(?i)\bBY[- ]PASS\b", "BYP"),
    (r"\b([A-Za-z])\.([A-Za-z])\b", "$1$2"),  # N.W., P.O., U.S.
    (r"['\u2019`]", ""),
    (r"/([A-Za-z])", " $1"),
    (r"=", " "),
    (r"([0-9])[-\u2013]([A-Za-z])\b", "$1$2"),  # 2-A is 2A
    (r"\b([A-Za-z])[-\u2013]([A-Za-z])\b", "$1$2"),  # A-B is AB
    (r"([0-9][A-Za-z]?) *[-\u2013] *([0-9])", "$1=$2"),  # 16-18 stays
    (r"#", " # "),
    (r"[^\p{L}\p{N}#/=]+", " "),
    (r"=", "-"),
    (rf"(?i)\b({GLUED})([0-9])", "$1 $2"),
    (r"\s+", " "),
    (rf"(?i)^ ?((?:{BEFORE_STREET}) [A-Z0-9-]+) ([0-9].*[A-Z].*)$", "$2 $1"),
)

TENS = {
    "TWENTY": 2,
    "THIRTY": 3,
    "FORTY": 4,
    "FIFTY": 5,
    "SIXTY": 6,
    "SEVENTY": 7,
    "EIGHTY": 8,
    "NINETY": 9,
}
ORDINALS: Rules = tuple(
    (rf" {word} ([1-9](?:ST|ND|RD|TH)) ", f" {tens}$1 ") for word, tens in TENS.items()
)
ROUTE_NUMBER = "([0-9]+[A-Z]?)"
# Two letters before a route's number are a state, unless they are a direction.
STATE_CODE = "(?:[A-MO-RT-Z][A-Z]|N[A-DF-VX-Z]|S[A-DF-VX-Z])"
ROUTES: Rules = (
    (rf" (?:US|STATE|SR) (?:(?:RTE|HWY|RD) )?{ROUTE_NUMBER}(?: (?:RTE|HWY))? ", " RTE $1 "),
    (rf"^ (?:{STATE_CODE} )?(?:RTE|HWY) {ROUTE_NUMBER} ", " RTE $1 "),
)
END_WITH_DIRECTION = rf"^(.+ {SUFFIX}|(?:.* )?RTE [0-9]+[A-Z]?(?: BYP)?) ([NSEW])$"


def read_addresses(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the rows with what their two address lines say.

    Adds: number, street and direction (N, S, E or W after the street suffix, else null), all in the
    key's words; unit (plain form, null where none is named); written_street (as written, without
    the unit); no_street (why there is no street, else null).

    Args:
        rows: with line_1 and line_2, "" where blank.
    Source: USPS Publication 28, Postal Addressing Standards.
    """
    # Clinicians share addresses: each distinct pair of lines is read once.
    lines = rows.select("line_1", "line_2").unique()
    read = _read_street(_cut_units(_spell_words(choose_street(lines))))
    return rows.join(read, on=["line_1", "line_2"], how="left")


def choose_street(lines: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the lines with `text`, " street | other line ", and `no_street`, why there is none.

    Args:
        lines: distinct pairs of line_1 and line_2.
    """
    first, second = nw.col("tidy_1"), nw.col("tidy_2")
    first_is_street, second_is_street = first.str.contains(STREET), second.str.contains(STREET)
    # A name or a box in line 1 with a street in line 2: line 2 is the street.
    is_turned = ~first_is_street & second_is_street
    as_written = nw.concat_str(first, nw.lit(" | "), second, nw.lit(" "))
    turned = nw.concat_str(second, nw.lit(" | "), first, nw.lit(" "))
    tidy = lines.with_columns(tidy_1=_tidy(nw.col("line_1")), tidy_2=_tidy(nw.col("line_2")))
    chosen = tidy.with_columns(
        text=nw.when(is_turned).then(turned).otherwise(as_written),
        no_street=nw.when(~first_is_street & ~second_is_street).then(_why_no_street()),
    )
    return chosen.drop("tidy_1", "tidy_2")


def _why_no_street() -> nw.Expr:
    first, second = nw.col("tidy_1"), nw.col("tidy_2")
    return (
        nw.when((first == "") & (second == ""))
        .then(nw.lit("blank street"))
        .when(first.str.contains(BOX) | second.str.contains(BOX))
        .then(nw.lit("post-office box"))
        .otherwise(nw.lit("no house number"))
    )


def _tidy(line: nw.Expr) -> nw.Expr:
    """Return a line without punctuation, but for the hyphen of a range and the stroke of a half."""
    return replace_all(line, PUNCTUATION).str.strip_chars()


def _spell_words(lines: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Put the key's word in place of each spelling; the words as written stand beside."""
    padding = " " * MOST_WORDS  # so that every line has all the words to get, if empty ones
    padded = nw.concat_str(nw.col("text"), nw.lit(padding))
    beyond = padded.str.replace_all(rf"^(?:[^ ]* ){{{MOST_WORDS}}}", "").str.to_uppercase()
    split = lines.with_columns(words=padded.str.split(" "), beyond=beyond)
    written = split.with_columns(nw.col("words").list.get(i).alias(word) for i, word in _words())
    spelt = [_spell(nw.col(word)) for _, word in _words()]
    text = nw.concat_str(nw.lit(""), *spelt, nw.col("beyond"), separator=" ")
    return written.with_columns(text=text.str.replace_all(" +", " ")).drop("words", "beyond")


def _words() -> list[tuple[int, str]]:
    return [(i, f"word_{i}") for i in range(MOST_WORDS)]


def _spell(word: nw.Expr) -> nw.Expr:
    upper = word.str.to_uppercase()
    return upper.replace_strict(word_in_key(), default=upper, return_dtype=nw.String)


def _cut_units(lines: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Part the text at its first bar: the street before it, what may be a unit after it."""
    marked = lines.with_columns(text=mark_units(nw.col("text")))
    street = nw.col("text").str.replace_all(r"\|.*$", "").str.replace_all("~", " ")
    parted = marked.with_columns(
        street=street.str.strip_chars(),
        units=nw.col("text").str.replace_all(r"^[^|]*\|", ""),
    )
    count = nw.col("street").str.split(" ").list.len()
    # The words as written stand in the order of the key's, one for one.
    words = [nw.when(count > i).then(nw.col(word)) for i, word in _words()]
    read = parted.with_columns(
        unit=nw.when(nw.col("no_street").is_null()).then(read_unit(nw.col("units"))),
        written_street=nw.concat_str(words, separator=" ", ignore_nulls=True),
    )
    return read.drop("text", "units", *(word for _, word in _words()))


def _read_street(lines: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    street = nw.col("street")
    parted = lines.with_columns(street=_join_number(street)).with_columns(
        number=street.str.replace_all(" .*$", ""),
        street=_tidy_route(street.str.replace_all("^[^ ]* ?", "")),
    )
    has_direction = street.str.contains(END_WITH_DIRECTION)
    return parted.with_columns(
        direction=nw.when(has_direction).then(street.str.replace_all(END_WITH_DIRECTION, "$2")),
        street=street.str.replace_all(END_WITH_DIRECTION, "$1"),
    )


def _join_number(street: nw.Expr) -> nw.Expr:
    """Join a number and its letter: `25 A JUNE ST`; but not `20 W COLE RD`, nor `10 Q ST`."""
    halves: Rules = (("^([0-9]+)([A-Z]) ", "$1 $2 "), ("^([0-9]+) ([0-9]/[0-9]) ", "$1-$2 "))
    apart = replace_all(street, halves)
    has_letter = apart.str.contains(rf"^[0-9]+ {UNIT_LETTER} [^ ]")
    only_suffix_follows = apart.str.contains(rf"^[0-9]+ [A-Z] {SUFFIX}(?: {DIRECTION})*$")
    joined = apart.str.replace_all("^([0-9]+) ([A-Z]) ", "$1$2 ")
    return nw.when(has_letter & ~only_suffix_follows).then(joined).otherwise(apart)


def _tidy_route(street: nw.Expr) -> nw.Expr:
    """Return a street whose route is its number alone, and whose ordinals are in digits."""
    padded = nw.concat_str(nw.lit(" "), street, nw.lit(" "))
    return replace_all(padded, ORDINALS + ROUTES).str.strip_chars()
