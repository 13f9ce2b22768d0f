"""What the public files do to the unwary: each trap, on real rows where we have some."""

from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from alongside.territory.national import nppes, part_d
from alongside.territory.national.build import Order
from alongside.territory.national.reading import scan_table
from alongside.territory.taxonomy import meaning_of
from tests.territory.cms_file import at, npi, write_cms
from tests.territory.national import cms_files as cms
from tests.territory.national.cms_files import FAMILY, INTERNAL, OB_GYN, build, person, ranked


def clinicians(out: Path) -> dict[str, dict[str, Any]]:
    """Return the clinicians of a territory by NPI."""
    rows = pl.read_parquet(out / "clinicians.parquet").rows(named=True)
    return {row["npi"]: row for row in rows}


def built(folder: Path, *people: cms.Row, **files: Path) -> Path:
    order = Order((cms.write_people(folder / cms.NAME, *people),), folder / "out", **files)  # type: ignore[arg-type]
    build(order)
    return folder / "out"


def test_1_the_primary_taxonomy_is_the_slot_that_says_yes(tmp_path: Path) -> None:
    two = person(1, code="207RC0000X", switch="N", code_2=INTERNAL, switch_2="Y")
    unanswered = person(2, code=FAMILY, switch="X", code_2="207RC0000X", switch_2="X")
    other = person(3, code=FAMILY, switch="N", code_2="207RC0000X", switch_2="Y")
    found = clinicians(built(tmp_path, two, unanswered, other))
    assert {n: one["specialty"] for n, one in found.items()} == {
        npi(1): "internal_medicine",
        npi(2): "family_medicine",
    }


def test_1_and_2_on_a_thousand_real_rows(tmp_path: Path) -> None:
    facts = build(Order((cms.SAMPLE,), tmp_path / "out"))
    rows = facts["rows"]
    assert rows["dropped"]["deactivated"] == 79
    assert rows["read"] == 1000 == rows["kept"] + sum(rows["dropped"].values())
    sample = pl.read_csv(cms.SAMPLE, infer_schema=False, empty_string_is_null=False)
    is_person = pl.col("Entity Type Code") == "1"
    slots = sample.filter(is_person).select("NPI", *nppes_slots()).rows()
    first = {row[0]: next((c for c, s in pairs(row) if s == "Y"), row[1]) for row in slots}
    primary = {n for n, code in first.items() if meaning_of(code).is_primary_care}
    assert clinicians(tmp_path / "out").keys() == primary
    assert any(row[2] != "Y" and "Y" in row[4::2] for row in slots)


def nppes_slots() -> list[str]:
    names = ("Healthcare Provider Taxonomy Code_", "Healthcare Provider Primary Taxonomy Switch_")
    return [f"{name}{slot}" for slot in nppes.SLOTS for name in names]


def pairs(row: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(row[1::2], row[2::2], strict=True))


def test_2_who_was_reactivated_is_there(tmp_path: Path) -> None:
    back = person(1, deactivated="03/15/2006", reactivated="03/29/2006")
    assert clinicians(built(tmp_path, back, cms.gone(2))).keys() == {npi(1)}


@pytest.mark.parametrize("written", ["04101", "4101", "041010000", "41010000", "41010000.0"])
def test_3_what_a_spreadsheet_shortened_is_padded(tmp_path: Path, written: str) -> None:
    assert [one.zip for one in ranked(built(tmp_path, person(1, zip=written)))] == ["04101"]


def test_4_the_citys_spelling_makes_no_office(tmp_path: Path) -> None:
    out = built(
        tmp_path,
        person(1, line_1="12 MAIN STREET", line_2="SUITE 4", city="PORTLAND"),
        person(2, line_1="12 Main St. Ste 4", city="Portlnd"),
    )
    assert [len(one.clinicians) for one in ranked(out)] == [2]


def test_5_volume_is_split_over_offices_and_never_multiplied(tmp_path: Path) -> None:
    people = [person(n, line_1=f"{n} ELM ST") for n in range(1, 6)]
    second = cms.write_second(
        tmp_path / "pl_pfile_20050523-20251109.csv",
        (1, "100 OAK ST", "04101"),
        (1, "101 OAK ST", "04101"),
    )
    claims = cms.write_claims(
        tmp_path / "d.csv", *((n, "Sertraline Hcl", 60 if n == 1 else 20 + n) for n in range(1, 6))
    )
    write = cms.write_people(tmp_path / cms.NAME, *people)
    build(Order((write, second), tmp_path / "out", prescribers=claims))
    offices = pl.read_parquet(tmp_path / "out" / "offices.parquet")
    order: dict[str, int] = dict(offices.select("street", "order_antidepressant").rows())
    # 60 over three offices is 20 at each: less than the 22 to 25 of those who have one.
    assert {order[street] for street in ("1 ELM ST", "100 OAK ST", "101 OAK ST")} == {5}
    assert [order[f"{n} ELM ST"] for n in (5, 4, 3, 2)] == [1, 2, 3, 4]
    assert clinicians(tmp_path / "out")[npi(1)]["offices"] == 3


def test_5_a_hospital_is_told_by_its_inpatient_specialties(tmp_path: Path) -> None:
    wards = ("207P00000X", "208M00000X", "207L00000X")
    inside = [person(n, code=code, line_1="22 BIG ST") for n, code in enumerate(wards, 1)]
    out = built(tmp_path, *inside, person(9, line_1="22 BIG ST"), person(10, line_1="5 ELM ST"))
    assert [(one.street, one.tier) for one in ranked(out)] == [
        ("5 ELM ST", "office"),
        ("22 BIG ST", "hospital"),
    ]


def test_6_no_row_is_no_signal_and_never_zero(tmp_path: Path) -> None:
    people = [person(n, line_1=f"{n} ELM ST") for n in (1, 2)]
    ob_gyn = person(3, line_1="3 ELM ST", code=OB_GYN)
    claims = cms.write_claims(tmp_path / "d.csv", (1, "Sertraline Hcl", 11))
    offices = {o.street: o for o in ranked(built(tmp_path, *people, ob_gyn, prescribers=claims))}
    signals = {street: o.signal["antidepressant"] for street, o in offices.items() if o.signal}
    assert signals == {"1 ELM ST": "top_fifth", "2 ELM ST": "none", "3 ELM ST": "none"}
    assert offices["3 ELM ST"].parts["prescribing"] == 0.5
    assert "no Medicare signal" in offices["3 ELM ST"].reasons


def test_6_a_specialty_is_compared_with_itself(tmp_path: Path) -> None:
    family = [person(n, line_1=f"{n} ELM ST") for n in range(1, 11)]
    ob_gyns = [person(n, line_1=f"{n} ELM ST", code=OB_GYN) for n in range(11, 16)]
    claims = cms.write_claims(
        tmp_path / "d.csv",
        *((n, "Sertraline Hcl", 1000 + n) for n in range(1, 11)),
        *((n, "Sertraline Hcl", n) for n in range(11, 16)),
    )
    offices = ranked(built(tmp_path, *family, *ob_gyns, prescribers=claims))
    told = {o.street: o.signal["antidepressant"] for o in offices if o.signal}
    assert told["15 ELM ST"] == told["10 ELM ST"] == told["9 ELM ST"] == "top_fifth"
    assert told["8 ELM ST"] == "second_fifth"
    assert told["11 ELM ST"] == told["1 ELM ST"] == "bottom_fifth"


def test_7_a_psychiatric_nurse_is_told_by_the_taxonomy(tmp_path: Path) -> None:
    codes = {1: "363LP0808X", 2: "363LF0000X", 3: "2084N0400X", 4: "363AS0400X", 5: "208M00000X"}
    more = {6: "367A00000X", 7: "363LW0102X"}
    people = [person(n, code=code) for n, code in (codes | more).items()]
    found = clinicians(built(tmp_path, *people))
    assert {n: one["peers"] for n, one in found.items()} == {
        npi(2): "nurse_practitioner",
        npi(6): "obstetrics_gynecology",
        npi(7): "obstetrics_gynecology",
    }


def test_8_drugs_are_compared_whole_in_any_case_as_cms_cuts_them() -> None:
    drugs = {
        "SERTRALINE HCL": {"antidepressant": 20},
        "Duloxetine Hcl": {"antidepressant": 10},
        "Omeprazole": {},
        "Aripiprazole": {"antipsychotic": 20},
        "Valproic Acid (As Sodium Salt) And More": {"mood_stabiliser": 10},
        "Gabapentin": {},
        "Clonidine Hcl": {},
        "Lorazepam": {"anxiolytic": 20},
        "Zolpidem  Tartrate ": {"hypnotic": 20},
        "Lisdexamfetamine Dimesylate": {"stimulant": 20},
    }
    rows = pl.LazyFrame(
        {"npi": [npi(n) for n in range(len(drugs))], "generic": list(drugs)}
    ).with_columns(claims=pl.lit("10"), witness=pl.lit("1.5"))
    summed = part_d.sum_by_class(part_d.judge_claims(nw.from_native(rows))).sort("npi").collect()
    told = [
        {name: row[name] for name in part_d.CLASSES if row[name]} for row in summed.rows(named=True)
    ]
    assert told == list(drugs.values())
    assert {row["all_claims"] for row in summed.rows(named=True)} == {10}


def test_8_and_9_on_the_head_of_the_real_file_whose_last_row_is_cut(tmp_path: Path) -> None:
    head = (cms.DATA / "part_d_2024_first4096bytes.csv").read_bytes()
    whole = tmp_path / "claims.csv"
    whole.write_bytes(head[: head.rfind(b"\n") + 1])
    people = cms.write_people(tmp_path / cms.NAME, person(1))
    build(Order((people,), tmp_path / "out", prescribers=whole))
    [stage] = (tmp_path / "out" / "stages").glob("prescribers-*")
    rows = scan_table(stage, "claims").collect().rows(named=True)
    # Amitriptyline is dual-use: 47 claims are 47 halves.
    assert {row["npi"]: row["antidepressant"] for row in rows}["1003000142"] >= 47


def test_9_a_header_is_matched_whatever_its_case(tmp_path: Path) -> None:
    loud = [name.upper().replace("_", " ") for name in cms.BY_DRUG]
    claims = cms.write_claims(tmp_path / "d.csv", (1, "Sertraline Hcl", 11), header=loud)
    [office] = ranked(built(tmp_path, person(1), prescribers=claims))
    assert office.signal
    assert office.signal["antidepressant"] == "top_fifth"


def test_10_masks_are_no_values_and_the_newest_row_wins(tmp_path: Path) -> None:
    monthly = cms.write_people(
        tmp_path / cms.NAME,
        person(1, last="<UNAVAIL>", first="ANN", phone="$$$$$$$$$"),
        person(2, line_1="1 OLD ST"),
        person(3),
        person(4, code="2084N0400X"),
    )
    weekly = cms.write_people(
        tmp_path / "npidata_pfile_20251110-20251116.csv",
        person(2, line_1="2 NEW ST"),
        cms.gone(3, on="11/12/2025"),
        person(4, line_1="2 NEW ST"),
    )
    packed = [cms.zipped(tmp_path / f"{path.stem}.zip", path) for path in (monthly, weekly)]
    folder = tmp_path / "files"
    folder.mkdir()
    for path in packed:
        path.rename(folder / path.name)
    facts = build(Order((folder,), tmp_path / "out"))
    assert facts["rows"] == {
        "read": 7,
        "kept": 3,
        "dropped": {"not_primary_care": 1, "deactivated": 1, "replaced": 2},
    }
    found = clinicians(tmp_path / "out")
    assert {n: one["name"] for n, one in found.items()}[npi(1)] == "ANN"
    assert {o.street: len(o.clinicians) for o in ranked(tmp_path / "out")} == {
        "2 NEW ST": 2,
        "12 MAIN ST": 1,
    }


def test_12_care_compare_adds_groups_and_places(tmp_path: Path) -> None:
    care = write_cms(
        tmp_path / "care.csv",
        [
            at("77 GROVE ST", "STE 2", NPI=npi(1), org="1234567890", **{"Facility Name": "GROVE"}),
            at("77 GROVE ST", NPI=npi(2), org="1234567890", ln_2_sprs="Y"),
            at("9 NOWHERE ST", NPI=npi(99)),
        ],
    )
    people = [person(n, line_1=f"{n} ELM ST") for n in (1, 2)]
    offices = {o.street: o for o in ranked(built(tmp_path, *people, clinicians=care))}
    assert len(offices["77 GROVE ST"].clinicians) == 2
    assert offices["77 GROVE ST"].name == "GROVE"
    assert offices.keys() == {"1 ELM ST", "2 ELM ST", "77 GROVE ST"}
    groups = pl.read_parquet(tmp_path / "out" / "offices.parquet").select("street", "org_pac_id")
    assert dict(groups.rows())["77 GROVE ST"] == "1234567890"


def test_13_each_vocabulary_leads_to_one() -> None:
    assert meaning_of("207Q00000X").pri_spec == "FAMILY PRACTICE"
    assert meaning_of("207V00000X").pri_spec == "OBSTETRICS/GYNECOLOGY"
    assert meaning_of("208M00000X").pri_spec == "HOSPITALIST"
