"""Given two years, it is said how well last year's order finds this year's top fifth."""

from pathlib import Path

import pytest

from alongside.errors import Refused
from alongside.territory.built import open_territory
from alongside.territory.national.build import Order
from alongside.territory.two_years import look_back
from tests.cli.command import alongside
from tests.territory.national import cms_files as cms
from tests.territory.national.cms_files import build, person


def test_the_share_that_was_foreseen(tmp_path: Path) -> None:
    people = [person(n, line_1=f"{n} ELM ST") for n in range(1, 21)]
    nppes = cms.write_people(tmp_path / cms.NAME, *people)
    drug = "Sertraline Hcl"
    # Four of twenty are the top fifth. Of this year's, two were there, one was lower, one had none.
    before = {**{n: 20 + n for n in range(1, 21)}, 5: 900, 6: 901, 10: None}
    after = {**{n: 20 + n for n in range(1, 21)}, 5: 900, 6: 901, 9: 800, 10: 801}
    for name, told in (("last", before), ("this", after)):
        rows = ((n, drug, count) for n, count in told.items() if count)
        claims = cms.write_claims(tmp_path / f"{name}.csv", *rows)
        build(Order((nppes,), tmp_path / name, prescribers=claims))
    both = (open_territory(tmp_path / "last"), open_territory(tmp_path / "this"))
    anything = next(one for one in look_back(*both) if one.signal == "antidepressant")
    assert (anything.top_now, anything.found, anything.known) == (4, 2, 3)
    words = ("--last", str(tmp_path / "last"), "--this", str(tmp_path / "this"))
    done = alongside("territory", "years", *words)
    assert "antidepressant          4       2       67%     50%" in done.stdout
    build(Order((nppes,), tmp_path / "bare"))
    with pytest.raises(Refused, match="without --prescribers"):
        look_back(both[0], open_territory(tmp_path / "bare"))
