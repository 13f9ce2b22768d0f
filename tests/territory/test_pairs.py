"""The labelled pairs are well-formed, and the project's offices agree with them."""

import re
from collections import Counter
from functools import cache

import pytest

from benchmarks.territory import pairs as bench
from benchmarks.territory.invented import npi
from benchmarks.territory.labelled import Kind, Label, Pair, Side, read_excerpt, read_pairs
from benchmarks.territory.made_pairs import made_pairs

HARD = (
    ("16 HOSPITAL DR", "16 HOSPITAL DR C"),
    ("202 MAPLE ST", "202 MAPLE ST A"),
    ("51 US ROUTE ONE", "51 US ONE RTE J"),
    ("4 COMMONS AVE", "4 B COMMONS AVE"),
    ("325 A KENNEDY MEMORIAL DR", "325 D KENNEDY MEMORIAL DR"),
    ("885 UNION ST", "885 UNION ST 120 NORTHERN LIGHT EYE CARE"),
    ("197 E MAIN ST", "197 E MAIN ST UPPER LEVEL"),
    ("111 FRANKLIN CMNS", "111 FRANKLIN HEALTH CMNS"),
    ("155 ROVER RIVER PKWY", "175 FORE RIVER PKWY"),
    ("11 EVERGREEN DR 1ST PARK", "107 1ST PARK DR"),
    ("10 HIGH ST", "10 HIGH ST"),
    ("15 HOSPITAL DR", "16 HOSPITAL DR"),
    ("100 FODEN RD", "100 FODEN RD W"),
)
LEAST: dict[Kind, int] = {"real": 200, "re_spelt": 60, "re_numbered": 30}

PAIRS = read_pairs()
REAL = tuple(pair for pair in PAIRS if pair.kind == "real")


def test_there_are_enough_pairs_of_each_kind() -> None:
    counts = Counter(pair.kind for pair in PAIRS)
    assert all(counts[kind] >= least for kind, least in LEAST.items())


def test_labels_are_one_of_three_and_a_reason_stands_by_each() -> None:
    assert {pair.label for pair in PAIRS} == {"same", "different", "cannot_tell"}
    assert all(pair.why for pair in PAIRS)


def test_made_pairs_are_labelled_by_how_they_were_made() -> None:
    labels = {(pair.kind, pair.label) for pair in PAIRS if pair.kind != "real"}
    assert labels == {("re_spelt", "same"), ("re_numbered", "different")}


def test_every_side_with_a_row_is_that_row_of_the_excerpt() -> None:
    excerpt = {row.row: row for row in read_excerpt()}
    sides = [side for pair in PAIRS for side in (pair.left, pair.right) if side.row]
    assert all(side == excerpt[side.row] for side in sides)


def test_real_pairs_are_two_rows_of_the_excerpt_and_none_comes_twice() -> None:
    rows = [frozenset((pair.left.row, pair.right.row)) for pair in REAL]
    assert all(len(pair) == 2 and 0 not in pair for pair in rows)
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("lines", HARD)
def test_the_hard_pairs_are_there_and_stand_first(lines: tuple[str, str]) -> None:
    hard = [p for p in REAL if p.hard and sorted((p.left.line, p.right.line)) == sorted(lines)]
    assert hard
    assert PAIRS[: sum(p.hard for p in PAIRS)] == tuple(p for p in PAIRS if p.hard)


def test_made_pairs_are_what_their_rules_make() -> None:
    assert made_pairs(REAL) == tuple(pair for pair in PAIRS if pair.kind != "real")


def test_invented_people_are_nobody_and_stand_at_one_place() -> None:
    made = {side.npi: side for side in _made_sides()}
    assert all(made[side.npi] == side for side in _made_sides())
    assert all(number == npi(int(number[1:9])) for number in made)


def test_every_re_spelt_unit_has_another_unit_beside_it() -> None:
    beside = {pair.left for pair in PAIRS if pair.why == "unit: next door"}
    units = {p.right for p in PAIRS if p.kind == "re_spelt" and not p.left.row}
    assert units
    assert units == beside


def test_no_unit_is_added_at_a_hard_pairs_building() -> None:
    hard = {(side.line, side.zip[:5]) for p in REAL if p.hard for side in (p.left, p.right)}
    unit = re.compile(r"^(.+? (?:ST|RD|AVE|DR))(?:,? (?:STE|#|UNIT|APT|FL|LEVEL|BLDG|\d|[CUL]).*)")
    found = ((unit.match(side.line), side.zip[:5]) for side in _made_sides())
    assert not any(match and (match[1], zip5) in hard for match, zip5 in found)


def test_the_check_digit_is_the_registrys() -> None:
    assert all(_passes(row.npi) for row in read_excerpt())
    assert all(_passes(npi(serial)) for serial in range(0, 99_999_999, 99_991))


@pytest.mark.parametrize("part", ["all", "hard", *LEAST])
def test_precision_and_recall_are_at_least_98_percent(part: str) -> None:
    result = bench.score(bench.parts(PAIRS)[part], _grouped())
    assert result.precision is None or result.precision >= 0.98
    assert result.recall is None or result.recall >= 0.98


def test_every_clinician_with_a_street_address_is_grouped() -> None:
    sides = {s for p in PAIRS for s in (p.left, p.right) if re.match(r"\d+ ", s.line)}
    assert {side for side in sides if side.npi not in _grouped()} == set()


def test_wrong_groupings_are_counted_on_their_own_side() -> None:
    near, far = Side("1 ELM ST", "GRAY", "04039", "a"), Side("2 ELM ST", "GRAY", "04039", "b")
    labels: tuple[Label, ...] = ("same", "different")
    pairs = [Pair(near, far, label, "real", True, "") for label in labels]
    assert bench.score(pairs, {"a": "1", "b": "1"}) == bench.Score(1, 1, 0, 0)
    assert bench.score(pairs, {"a": "1", "b": "2"}) == bench.Score(0, 0, 1, 1)
    assert bench.score(pairs, {}).precision is None


def _made_sides() -> list[Side]:
    return [side for pair in PAIRS for side in (pair.left, pair.right) if not side.row]


def _passes(number: str) -> bool:
    digits = [int(digit) for digit in reversed("80840" + number)]
    doubled = (two * 2 - 9 * (two > 4) for two in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


@cache
def _grouped() -> bench.OfficeByNpi:
    return bench.grouped(PAIRS)
