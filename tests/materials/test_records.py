"""Which record may be printed on which day, and why not the others."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.materials.evidence import Record, read_evidence
from alongside.materials.gate import record_may_print
from tests.materials.paper import DAY

WILES = read_evidence().records["wiles2013"]


def test_a_whole_and_verified_record_may_be_printed() -> None:
    assert record_may_print(WILES, DAY) is None


def test_a_record_with_a_caveat_may_be_printed() -> None:
    assert record_may_print(replace(WILES, print_ok="with-caveat"), DAY) is None


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (replace(WILES, verified=False), "not verified"),
        (replace(WILES, citation_complete=False), "its citation is incomplete"),
        (replace(WILES, print_ok="no"), 'print_ok is "no"'),
        (replace(WILES, authors=""), "authors is blank"),
        (replace(WILES, title="  "), "title is blank"),
        (replace(WILES, journal="\t"), "journal is blank"),
        (replace(WILES, year=None), "year is blank"),
    ],
)
def test_a_broken_record_may_not_be_printed(broken: Record, said: str) -> None:
    why_not = record_may_print(broken, DAY)
    assert why_not is not None
    assert why_not.startswith(f"{said}: ")


def test_a_record_may_be_printed_through_the_day_of_its_review() -> None:
    assert record_may_print(WILES, date(2027, 11, 23)) is None
    assert record_may_print(WILES, date(2027, 11, 24)) == (
        "past review since 2027-11-23: look at its source again, and date it anew"
    )


def test_every_reason_is_said() -> None:
    why_not = record_may_print(replace(WILES, verified=False, authors=""), date(2028, 1, 1))
    assert why_not is not None
    assert [part.split(":")[0] for part in why_not.split("; ")] == [
        "not verified",
        "authors is blank",
        "past review since 2027-11-23",
    ]


def test_of_what_ships_46_may_be_printed_and_12_not() -> None:
    records = read_evidence().records
    assert sorted(id_ for id_, record in records.items() if record_may_print(record, DAY)) == [
        "acg_ibs2021",
        "apa2019",
        "breedvelt2021",
        "forrest2000",
        "mojtabai2008",
        "olfson2025",
        "pace2018",
        "pigott2023",
        "psychserv2021",
        "uspstf2025draft",
        "vonwolff2012",
        "williams2020",
    ]
