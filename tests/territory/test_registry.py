"""The NPI Registry: what it answers, how it fails, and that nobody is left out in silence."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest

from alongside.territory import registry_search
from alongside.territory.look_up import LookUp, clear_old_answers, look_up
from alongside.territory.ranking import rank_offices
from alongside.territory.registry import (
    TRIES,
    Registry,
    RegistryAddressBad,
    RegistryChanged,
    RegistryRefuses,
    RegistryUnreachable,
)
from alongside.territory.registry_people import RecordUnreadable, read_person
from alongside.territory.registry_search import Heard, search_zip
from alongside.territory.weights import Weights
from tests.territory.cms_file import npi
from tests.territory.replay import NOW, Record, Replay, person, recorded, replaying

# A ZIP in whose middle lies no other.
ALONE = "04105"
PSYCHIATRIC = {"code": "363LP0808X", "desc": "Nurse Practitioner, Psych/Mental Health"}
FAMILY_NURSE = {"code": "363LF0000X", "desc": "Nurse Practitioner, Family"}


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def replay() -> Iterator[Replay]:
    with replaying(person(1, zip5=ALONE)) as server:
        yield server


def ask(
    replay: Replay,
    waited: list[float] | None = None,
    *,
    cache: Path | None = None,
    at: Any = NOW,
    within_miles: float = 0,
) -> LookUp:
    registry = Registry(replay.url, _at_once if waited is None else waited.append)
    try:
        return look_up(near=ALONE, within_miles=within_miles, registry=registry, cache=cache, at=at)
    finally:
        registry.close()


def _at_once(seconds: float) -> None:
    """Wait for nothing."""


def npis(told: LookUp) -> set[str]:
    return set(told.file.rows.collect()["npi"].to_list())


# What it answers.


def test_the_recorded_page_is_read_whole() -> None:
    counts: Counter[str] = Counter()
    people = [read_person(record, counts) for record in recorded("page_of_200")]
    listed = {one.npi: one for one in people if one}
    assert len(listed) + counts.total() == 200
    assert counts == {"of another profession": 200 - len(listed)}
    assert len(listed) == 121
    # 14 of the 200 practise in a second place, too; some of those are of a listed profession.
    assert sum(len(one.sites) > 1 for one in listed.values()) >= 3
    assert all(
        site.zip5.isdigit() and len(site.zip5) == 5 for one in listed.values() for site in one.sites
    )


def test_a_person_is_told_by_their_primary_slot_and_practice_address() -> None:
    [record] = recorded("one_person")
    one = read_person(record, Counter())
    assert one is not None
    assert (one.npi, one.name, one.taxonomy) == ("1760485387", "PAUL R. DEWEY", "207R00000X")
    assert [(site.line_1, site.zip5) for site in one.sites] == [("4570 CTY. HWY. 61", "55767")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"enumeration_type": "NPI-2"}, "an organization"),
        ({"basic": {"status": "D"}}, "deactivated"),
        ({"number": "2000000000"}, "an NPI whose check digit is wrong"),
        ({"taxonomies": [{"code": "163W00000X", "primary": True}]}, "of another profession"),
        ({"taxonomies": []}, "of another profession"),
    ],
)
def test_who_is_nobody_to_list_is_counted_by_why(change: Record, why: str) -> None:
    counts: Counter[str] = Counter()
    assert read_person(person(1) | change, counts) is None
    assert counts == {why: 1}


def test_drift_is_borne(replay: Replay) -> None:
    """Numbers as numbers, nothing as null, "" or "--", switches as text, unknown fields."""
    record = person(7, novel={"a": [1]}, created_epoch=1389230978000)
    record["number"] = int(record["number"])
    record["basic"] = {"first_name": "--", "middle_name": None, "last_name": "OKORO", "new": 1}
    record["taxonomies"] = [
        {"code": "163W00000X", "primary": "N"},
        {"code": "207R00000X", "primary": "Y", "license": None},
    ]
    site = record["addresses"][1]
    site |= {"postal_code": 4105, "address_2": None, "telephone_number": "--", "fax": {}}
    del record["addresses"][0], record["practiceLocations"]
    one = read_person(record, Counter())
    assert one is not None
    assert (one.npi, one.name, one.taxonomy) == (npi(7), "OKORO", "207R00000X")
    [place] = one.sites
    assert (place.zip5, place.line_2, place.phone) == (ALONE, "", "")


@pytest.mark.parametrize("missing", ["number", "basic", "addresses", "taxonomies"])
def test_a_missing_field_is_told(replay: Replay, missing: str) -> None:
    replay.records.append({**person(2), "practiceLocations": []})
    lacking = {**person(3)}
    page = [replay.records[0], {name: lacking[name] for name in lacking if name != missing}]
    replay.page = lambda question: page if question["skip"] == "0" else []  # type: ignore[method-assign]
    assert ask(replay).gaps == (f"{ALONE}: 1 record without “{missing}”",)
    page[:] = page[1:]
    with pytest.raises(RegistryChanged, match=f"no record has {missing}"):
        ask(replay)


def test_a_record_that_is_no_object_is_unreadable() -> None:
    with pytest.raises(RecordUnreadable):
        read_person("nothing", Counter())


def test_every_place_in_the_circle_is_a_row_and_no_mailbox(replay: Replay) -> None:
    away = {"country_code": "US", "address_1": "5 FAR RD", "city": "X", "postal_code": "967991"}
    near = {"country_code": "US", "address_1": "9 OAK ST", "city": "Y", "postal_code": ALONE}
    abroad = {"country_code": "CA", "address_1": "1 RUE", "city": "Z", "postal_code": ALONE}
    replay.records = [person(1, zip5=ALONE, practiceLocations=[near, away, abroad])]
    rows = ask(replay).file.rows.collect()
    assert rows["line_1"].to_list() == ["12 ELM ST", "9 OAK ST"]


def test_nurses_and_assistants_are_settled(replay: Replay) -> None:
    replay.records = [
        person(1, zip5=ALONE, line_1="1 ELM ST", **FAMILY_NURSE),
        person(2, zip5=ALONE, line_1="2 ELM ST", **PSYCHIATRIC),
        person(
            3,
            zip5=ALONE,
            line_1="3 ELM ST",
            code="363AS0400X",
            desc="Physician Assistant, Surgical",
        ),
        person(4, zip5=ALONE, line_1="4 ELM ST", code="363A00000X", desc="Physician Assistant"),
    ]
    file = ask(replay).file
    ranked = rank_offices(file, near=ALONE, within_miles=1, limit=0, weights=Weights())
    told = [(one.street, one.tier, one.reasons[0]) for one in ranked.offices]
    assert told == [
        ("1 ELM ST", "office", "1 nurse practitioner"),
        ("4 ELM ST", "office", "1 physician assistant"),
    ]


# How it fails.


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        ("429", [7.0]),
        ("429 by date", [9.0]),
        ("429 with nonsense", None),
        ("500", None),
        ("503", None),
        ("drop", None),
        ("cut", None),
        ("half", None),
        ("html", None),
    ],
)
def test_a_passing_fault_is_waited_out(
    replay: Replay, waited: list[float], fault: str, waits: list[float] | None
) -> None:
    replay.faults.extend([fault])
    assert npis(ask(replay, waited)) == {npi(1)}
    longer = [seconds for seconds in waited if seconds >= 1]
    assert len(longer) == 1
    assert waits is None or longer == waits


def test_all_of_them_together_are_waited_out_each_time_longer(
    replay: Replay, waited: list[float]
) -> None:
    replay.faults.extend(["500", "drop", "cut", "html", "503"])
    assert npis(ask(replay, waited)) == {npi(1)}
    first, *_, last = [seconds for seconds in waited if seconds >= 1]
    assert 1 <= first <= 2 < 16 <= last <= 17


@pytest.mark.parametrize("fault", ["500", "drop", "cut", "half", "html"])
def test_a_lasting_fault_is_told(replay: Replay, fault: str) -> None:
    replay.faults.extend([fault] * TRIES)
    with pytest.raises(RegistryUnreachable, match=f"no whole answer in {TRIES} tries"):
        ask(replay)
    assert len(replay.asked) == TRIES


@pytest.mark.parametrize(
    ("fault", "refusal", "words"),
    [
        ("429 for an hour", RegistryUnreachable, "left alone for 60 minutes"),
        ("403", RegistryRefuses, "answered 403"),
        ("404", RegistryRefuses, "ALONGSIDE_NPI_REGISTRY"),
        ("error", RegistryRefuses, "No valid search criteria provided"),
        ("renamed", RegistryChanged, "count, providers"),
        ("list", RegistryChanged, "another form than version 2.1"),
    ],
)
def test_what_no_patience_mends_is_told_at_once(
    replay: Replay, fault: str, refusal: type[Exception], words: str
) -> None:
    replay.faults.append(fault)
    with pytest.raises(refusal, match=words):
        ask(replay)
    assert len(replay.asked) == 1


@pytest.mark.parametrize("url", ["ftp://example.org", "example.org", "http://[::1"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(RegistryAddressBad):
        Registry(url, _at_once).ask({})


# That nobody is left out. A ceiling of 60 in place of 1,200, but for one test: it is quicker.


@pytest.fixture
def _low_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_search, "A_PAGE", 20)
    monkeypatch.setattr(registry_search, "LAST_SKIP", 40)


def crowd(size: int, **more: Any) -> list[Record]:
    """Return people whose last names begin in all ways, an apostrophe among them."""
    starts = [a + b for a in ascii_uppercase for b in "AEIOU'"]
    return [
        person(serial, last_name=f"{starts[serial % len(starts)]}X{serial}", zip5=ALONE, **more)
        for serial in range(1, size + 1)
    ]


def smiths(size: int, name: str = "SMITH") -> list[Record]:
    return [person(9000 + one, zip5=ALONE, last_name=name) for one in range(size)]


def hear(replay: Replay) -> Heard:
    return search_zip(ALONE, replay.page)


def test_a_few_are_asked_for_once_and_many_by_profession(replay: Replay) -> None:
    replay.records = crowd(399)
    assert len(npis(ask(replay))) == 399
    assert [one["skip"] for one in replay.asked] == ["0", "200"]
    nurses = crowd(2500, **FAMILY_NURSE)[1500:]
    clerks = crowd(4000, code="163W00000X", desc="Registered Nurse")[2500:]
    replay.records = [*clerks, *crowd(1000), *nurses]
    replay.asked.clear()
    told = ask(replay)
    assert len(npis(told)) == 2000
    assert told.gaps == ()
    assert not any("last_name" in one for one in replay.asked)


@pytest.mark.usefixtures("_low_ceiling")
def test_a_profession_that_holds_too_many_is_asked_for_by_name(replay: Replay) -> None:
    replay.records = [*crowd(90), *smiths(50), *smiths(100, "SMITHSON")[50:]]
    heard = hear(replay)
    assert len(heard.people) == 190
    assert heard.gaps == []


@pytest.mark.usefixtures("_low_ceiling")
@pytest.mark.parametrize(
    ("others", "gap"),
    [
        (smiths(70), ", Family Medicine: more than 1,200 of the name SMITH"),
        (smiths(70, "SMITHSON"), ", Family Medicine: more than 1,200 of the name SMITHS"),
        (smiths(70, "Ø"), ", Family Medicine: more than 1,200, and 60 of them cannot be asked for"),
    ],
)
def test_what_cannot_be_proved_whole_is_said(
    replay: Replay, others: list[Record], gap: str
) -> None:
    replay.records = [*others, *crowd(70)]
    heard = hear(replay)
    assert any(one.startswith(ALONE + gap) for one in heard.gaps), heard.gaps
    assert len(heard.people) >= 130


@pytest.mark.usefixtures("_low_ceiling")
def test_a_registry_without_wildcards_is_not_believed(replay: Replay) -> None:
    replay.records = crowd(90)
    replay.has_wildcards = False
    assert hear(replay).gaps != []


@pytest.mark.usefixtures("_low_ceiling")
def test_a_registry_that_does_not_skip_is_asked_by_name(replay: Replay) -> None:
    replay.records = crowd(90)
    page = replay.page
    replay.page = lambda question: page({**question, "skip": "0"})  # type: ignore[method-assign]
    heard = hear(replay)
    assert len(heard.people) == 90
    assert heard.gaps == []


def test_small_pages_do_not_end_the_search(replay: Replay) -> None:
    replay.records, replay.most = crowd(333), 50
    heard = hear(replay)
    assert len(heard.people) == 333
    assert heard.gaps == []


# What is kept.


def test_an_answer_is_kept_a_month_and_a_spoilt_one_asked_for_anew(
    replay: Replay, tmp_path: Path
) -> None:
    cache = tmp_path / "registry"
    first = ask(replay, cache=cache)
    replay.records.append(person(2, zip5=ALONE))
    later = NOW + timedelta(days=29)
    again = ask(replay, cache=cache, at=later)
    assert len(replay.asked) == 1
    assert (npis(again), again.asked_at) == (npis(first), NOW)
    assert len(npis(ask(replay, cache=cache, at=NOW + timedelta(days=30)))) == 2
    [path] = cache.iterdir()
    for spoilt in (b"", b"nonsense", path.read_bytes()[:-20]):
        path.write_bytes(spoilt)
        replay.asked.clear()
        assert len(npis(ask(replay, cache=cache))) == 2
        assert len(replay.asked) == 1
    clear_old_answers(cache, later + timedelta(days=4000))
    assert list(cache.iterdir()) == []


def test_what_was_had_before_a_fall_is_not_asked_for_again(replay: Replay, tmp_path: Path) -> None:
    replay.faults.extend(["", "", *["500"] * TRIES])
    with pytest.raises(RegistryUnreachable):
        ask(replay, cache=tmp_path, within_miles=5)
    had = {one["postal_code"] for one in replay.asked[:2]}
    replay.asked.clear()
    told = ask(replay, cache=tmp_path, within_miles=5)
    assert had & {one["postal_code"] for one in replay.asked} == set()
    assert told.zips[0] == ALONE
    assert len(told.zips) == len(replay.asked) + len(had)
