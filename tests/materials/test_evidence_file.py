"""An evidence file is read strictly, and each fault is named by file and record."""

from datetime import date
from pathlib import Path

import pytest

from alongside.materials.evidence import EvidenceBad, read_evidence
from tests.materials.paper import SHIPPED, evidence_file, spoilt

TEXT = SHIPPED.read_text("utf-8")
WILES = 'id = "wiles2013"'


def undated() -> str:
    return "".join(
        line for line in TEXT.splitlines(keepends=True) if not line.startswith("collected")
    )


def test_what_ships_is_58_records_31_bullets_13_clauses_and_6_patterns() -> None:
    shipped = read_evidence()
    counted = (shipped.records, shipped.bullets, shipped.counterweights, shipped.forbidden)
    assert [len(found) for found in counted] == [58, 31, 13, 6]


def test_what_ships_reads_the_same_from_a_file(tmp_path: Path) -> None:
    assert read_evidence(evidence_file(tmp_path)) == read_evidence()


def test_a_record_is_to_be_reviewed_12_months_after_it_was_collected() -> None:
    assert {(r.collected, r.review_by) for r in read_evidence().records.values()} == {
        (date(2026, 11, 23), date(2027, 11, 23))
    }


def test_what_was_collected_on_a_leap_day_is_reviewed_by_28_february(tmp_path: Path) -> None:
    text = spoilt("evidence", WILES, collected="2028-02-29")
    record = read_evidence(evidence_file(tmp_path, text)).records["wiles2013"]
    assert record.review_by == date(2029, 2, 28)


def test_a_record_without_a_day_has_the_day_of_its_file(tmp_path: Path) -> None:
    dated = undated().replace("[meta]", '[meta]\ncollected = "2025-03-01"')
    records = read_evidence(evidence_file(tmp_path, dated)).records
    assert {record.collected for record in records.values()} == {date(2025, 3, 1)}


def test_a_file_may_say_its_day_in_its_first_lines(tmp_path: Path) -> None:
    records = read_evidence(evidence_file(tmp_path, undated())).records
    assert {record.collected for record in records.values()} == {date(2026, 11, 23)}


def test_a_file_that_says_no_day_is_refused(tmp_path: Path) -> None:
    path = evidence_file(tmp_path, undated().replace("Collected 2026-11-23", "Collected once"))
    with pytest.raises(EvidenceBad, match=r"evidence\.toml: \[\[evidence\]\] mark2009, collected"):
        read_evidence(path)


def test_a_review_may_be_asked_for_earlier_than_after_12_months(tmp_path: Path) -> None:
    text = spoilt("evidence", WILES, review_by="2027-01-31")
    record = read_evidence(evidence_file(tmp_path, text)).records["wiles2013"]
    assert record.review_by == date(2027, 1, 31)


@pytest.mark.parametrize("blank", ['""', "0"])
def test_a_year_may_be_left_blank_in_the_file(tmp_path: Path, blank: str) -> None:
    path = evidence_file(tmp_path, spoilt("evidence", WILES, year=blank))
    assert read_evidence(path).records["wiles2013"].year is None


@pytest.mark.parametrize("key", ["authors", "title", "journal", "year"])
def test_a_record_without_a_part_of_its_citation_can_be_read(tmp_path: Path, key: str) -> None:
    path = evidence_file(tmp_path, spoilt("evidence", WILES, **{key: ""}))
    assert not getattr(read_evidence(path).records["wiles2013"], key)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("colour", '"red"', "colour: no such key"),
        ("doi", "3", "doi: found 3; expected text in quotes"),
        ("year", '"2013"', "year: found '2013'; expected a whole number"),
        ("year", "true", "year: found true; expected a whole number"),
        ("year", "-1", "year: found -1"),
        ("verified", '"yes"', "verified: found 'yes'; expected true or false"),
        ("verified", "", "verified: missing"),
        ("citation_complete", "", "citation_complete: missing"),
        ("print_ok", '"maybe"', "print_ok: found 'maybe'; expected one of yes, with-caveat, no"),
        ("print_ok", "true", "print_ok: found true"),
        ("finding", "", "finding: missing"),
        ("collected", "2026-11-23T10:00:00", "collected: found"),
        ("collected", '"November"', "collected: found 'November'; expected a day"),
        ("review_by", "2027-11-24", "review_by: found 2027-11-24; expected 2027-11-23"),
    ],
)
def test_a_bad_record_is_named_with_its_file_and_key(
    tmp_path: Path, key: str, value: str, said: str
) -> None:
    path = evidence_file(tmp_path, spoilt("evidence", WILES, **{key: value}))
    with pytest.raises(EvidenceBad) as refused:
        read_evidence(path)
    assert str(refused.value).startswith(f"{path}: [[evidence]] wiles2013, {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('set = "ob_gyn"\nn = 1', 'set = "gyn"\nn = 1', "[[bullet]] gyn:1, set: found 'gyn'"),
        ('set = "ob_gyn"\nn = 2', 'set = "ob_gyn"\nn = 1', "[[bullet]] ob_gyn:1: stands there 2"),
        ('set = "ob_gyn"\nn = 1', 'set = "ob_gyn"\nn = 0', "[[bullet]] ob_gyn:0, n: found 0"),
        ('["perinatal"]', '["perinatel"]', "[[bullet]] ob_gyn:1, requires, number 1: found"),
        ('["perinatal"]', '"perinatal"', "[[bullet]] ob_gyn:1, requires: found 'perinatal'"),
        ('cites = ["wiles2013"]', "cites = [1]", "cites, number 1: found 1"),
        ('audience = "obgyn"', 'audience = "ob"', "[[counterweight]] number 3, audience: found"),
        ("always = true", 'always = "yes"', "[[counterweight]] number 1, always: found"),
        ('"academic detailing"', '"(academic"', "[[forbidden]] number 5, pattern: no regular"),
        ('"academic detailing"', '""', "[[forbidden]] number 5, pattern: blank"),
        ('id = "linde2015"', 'id = "wiles2013"', "[[evidence]] wiles2013: stands there 2 times"),
        ('id = "linde2015"', "id = 5", "[[evidence]] number 6, id: found 5"),
        ('id = "testimonial"', 'id = "testimonial"\nx = 1', "[[rule]] testimonial, x: no such"),
        ("[meta]", "[meta]\nx = 1", "[meta], x: no such key"),
        ("[meta]", "[other]\n[meta]", "other: no such key; there is meta, evidence"),
        ("[meta]", "evidence = 3\n[meta]", "is not TOML"),
    ],
)
def test_what_was_not_expected_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TEXT
    path = evidence_file(tmp_path, TEXT.replace(old, new, 1))
    with pytest.raises(EvidenceBad) as refused:
        read_evidence(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("table", ["evidence", "bullet", "counterweight", "forbidden"])
def test_a_file_lacking_a_table_is_refused(tmp_path: Path, table: str) -> None:
    path = evidence_file(tmp_path, TEXT.replace(f"[[{table}]]", "[[rule]]"))
    with pytest.raises(EvidenceBad, match=f"{table}: missing"):
        read_evidence(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "is not TOML in UTF-8"),
        (b"evidence = [", "is not TOML in UTF-8"),
        (b"evidence = " + b"[" * 5_000, "is not TOML in UTF-8"),
        (b"#" * 5_000_001, "is larger than 5 MB"),
        (b"evidence = 3\nbullet = 1\ncounterweight = 1\nforbidden = 1", "[[evidence]]"),
    ],
)
def test_what_is_no_evidence_at_all_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "evidence.toml"
    path.write_bytes(content)
    with pytest.raises(EvidenceBad) as refused:
        read_evidence(path)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceBad, match="cannot be read"):
        read_evidence(tmp_path / "nowhere.toml")
