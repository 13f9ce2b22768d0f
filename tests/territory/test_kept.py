"""Typed rows, kept and read again."""

from pathlib import Path

import pytest

from alongside.territory.clinicians import read_clinicians
from alongside.territory.kept import NotKept, keep_clinicians, kept_clinicians
from alongside.territory.ranking import rank_offices
from alongside.territory.weights import Weights
from tests.territory.test_maine import MAINE


def test_kept_rows_rank_as_the_file_does(tmp_path: Path) -> None:
    file, out = read_clinicians(MAINE), tmp_path / "kept.parquet"
    keep_clinicians(file, out=out)
    rankings = [
        rank_offices(one, near="04101", within_miles=100, limit=0, weights=Weights())
        for one in (file, kept_clinicians(out))
    ]
    assert rankings[0] == rankings[1]
    assert rankings[0].found > 200
    assert kept_clinicians(out).row_count == file.row_count == 3_516


def test_a_file_that_is_gone_is_asked_for_again(tmp_path: Path) -> None:
    with pytest.raises(NotKept, match="load the file again"):
        kept_clinicians(tmp_path / "kept.parquet")


def test_rows_that_cannot_be_kept_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotKept, match="cannot be kept"):
        keep_clinicians(read_clinicians(MAINE), out=tmp_path / "file" / "kept.parquet")


def test_an_office_s_key_is_the_same_however_its_address_is_written(tmp_path: Path) -> None:
    ranking = rank_offices(
        read_clinicians(MAINE), near="04101", within_miles=10, limit=0, weights=Weights()
    )
    keys = [office.key for office in ranking.offices]
    assert len(set(keys)) == len(keys)
    assert keys[0].startswith("04101|272|CONGRESS ST|")
