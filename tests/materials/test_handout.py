"""What the gate passes as a page, and what it refuses by name."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alongside.materials.evidence import AUDIENCES, read_evidence
from alongside.materials.gate import (
    MayNotPrint,
    OwnBullet,
    check_page,
    compose_handout,
    record_may_print,
)
from alongside.materials.pages import Citation, HandoutPage
from tests.materials.paper import DAY, maya, with_bullet, with_record

EVIDENCE = read_evidence()
OWN = OwnBullet(
    "Panic in the waiting room? In 21 trials psychotherapy beside an antidepressant helped more.",
    cites=("furukawa2006",),
    figure="21",
    against="trials",
)
SEEN = Citation(
    authors="Okonkwo M",
    title="Sleep diaries in a rural practice",
    journal="J Invented Med",
    year=2024,
    collected=date(2026, 6, 1),
    doi="10.1000/invented",
)


def quoted(text: str) -> str:
    return f'"{text}"'


def page(audience: str = "general", **words: object) -> HandoutPage:
    return compose_handout(audience, maya(), DAY, EVIDENCE, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_has_five_bullets_each_from_records_that_may_be_printed(audience: str) -> None:
    made = page(audience)
    assert len(made.bullets) == 5
    by_mark = {source.mark: source.id for source in made.sources}
    assert list(by_mark) == list(range(1, len(by_mark) + 1))
    for bullet in made.bullets:
        assert bullet.marks
        for mark in bullet.marks:
            assert record_may_print(EVIDENCE.records[by_mark[mark]], DAY) is None


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_source_has_its_doi_and_is_named(audience: str) -> None:
    for source in page(audience).sources:
        record = EVIDENCE.records[source.id]
        assert source.doi == record.doi
        assert record.title in source.full
        assert record.journal in source.short
        assert str(record.year) in source.short
        assert ".." not in source.full


def test_a_source_without_volume_or_pages_leaves_no_gap() -> None:
    by_id = {source.id: source for source in page("insomnia_anxiety").sources}
    assert by_id["asam2025"].full.endswith("outweigh benefits. J Gen Intern Med. 2025.")
    assert by_id["aasm2021"].full.endswith("J Clin Sleep Med. 2021;17(2):255-262.")
    assert by_id["acp_insomnia2016"].short == "Qaseem A. Ann Intern Med, 2016."


def test_the_patient_page_says_cbt_where_the_trial_used_cbt() -> None:
    for number, record in ((1, "wiles2013"), (2, "wiles2016")):
        made = page("patient")
        bullet = made.bullets[number]
        assert made.sources[bullet.marks[0] - 1].id == record
        assert "CBT" in bullet.text


def test_the_patient_page_names_988_and_that_medicine_is_not_stopped_alone() -> None:
    urgent, medicine = page("patient").notices
    assert "Call or text 988" in urgent
    assert medicine.startswith("Do not stop or change your medicine on your own.")


@pytest.mark.parametrize("audience", [a for a in AUDIENCES if a != "patient"])
def test_a_prescribers_page_says_whose_the_decisions_on_medication_are(audience: str) -> None:
    assert "Decisions on medication are the prescriber's." in page(audience).notices[0]


def test_the_honest_line_is_said_clause_by_clause() -> None:
    assert page("obgyn").honest_line == (
        "Effects are averages; quality varies. The USPSTF recommendation concerns prevention and "
        "is being updated. ACOG's guideline does not rank therapy over medication. Hormone therapy "
        "remains most effective for hot flashes."
    )


def test_a_clause_falls_away_with_the_bullet_that_it_concerns() -> None:
    without_hot_flashes = maya("perinatal", "erp")
    made = compose_handout("obgyn", without_hot_flashes, DAY, EVIDENCE)
    assert "hot flashes" not in made.honest_line
    assert "is being updated" in made.honest_line


def test_what_is_always_said_keeps_its_source_in_the_footer() -> None:
    mine = [f"general_primary_care:{n}" for n in (1, 3, 4, 5)] + ["general_primary_care_alt:1"]
    made = page(chosen=mine)
    assert "In primary-care-only trials" in made.honest_line
    assert made.sources[-1].id == "cuijpers2021pc"


def test_a_page_is_to_be_reviewed_when_the_first_of_its_sources_is(tmp_path: Path) -> None:
    assert page().review_by == date(2027, 11, 23)
    sooner = with_record(tmp_path, "cuijpers2021pc", collected="2026-02-01")
    assert compose_handout("general", maya(), DAY, sooner).review_by == date(2027, 2, 1)
    assert compose_handout("insomnia_anxiety", maya(), DAY, sooner).review_by == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"verified": "false"}, "not verified"),
        ({"citation_complete": "false"}, "its citation is incomplete"),
        ({"print_ok": '"no"'}, 'print_ok is "no"'),
        ({"authors": '""'}, "authors is blank"),
        ({"title": ""}, "title is blank"),
        ({"journal": '" "'}, "journal is blank"),
        ({"year": '""'}, "year is blank"),
        ({"collected": "2025-11-23"}, "past review since 2026-11-23"),
    ],
)
def test_a_broken_record_refuses_the_pages_that_cite_it_and_no_others(
    tmp_path: Path, values: dict[str, str], said: str
) -> None:
    spoilt = with_record(tmp_path, "furukawa2021", **values)
    with pytest.raises(MayNotPrint) as refused:
        compose_handout("general", maya(), DAY, spoilt)
    assert f"general_primary_care:3 cites furukawa2021, which may not be printed: {said}" in str(
        refused.value
    )
    for audience in AUDIENCES[1:]:
        assert compose_handout(audience, maya(), DAY, spoilt).bullets


def test_a_broken_record_of_the_honest_line_refuses_the_page(tmp_path: Path) -> None:
    spoilt = with_record(tmp_path, "cuijpers2021pc", verified="false")
    mine = [f"general_primary_care:{n}" for n in (1, 3, 4, 5)] + ["general_primary_care_alt:1"]
    with pytest.raises(MayNotPrint, match="honest line of the general page cites cuijpers2021pc"):
        compose_handout("general", maya(), DAY, spoilt, chosen=mine)


def test_on_the_day_after_its_review_no_page_is_printed() -> None:
    assert compose_handout("general", maya(), date(2027, 11, 23), EVIDENCE).bullets
    with pytest.raises(MayNotPrint, match="past review since 2027-11-23"):
        compose_handout("general", maya(), date(2027, 11, 24), EVIDENCE)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": quoted("word " * 29)}, "has 29 words"),
        ({"text": quoted("a\u2014b " * 15)}, "has 30 words"),
        ({"text": quoted("w" * 251)}, "251 characters"),
        ({"cites": "[]"}, "cites nothing"),
        ({"cites": '["wiles2031"]'}, "cites wiles2031, which is no record of the evidence"),
        ({"cites": '["pace2018"]'}, 'cites pace2018, which may not be printed: print_ok is "no"'),
        ({"figure": '"47%"', "against": '"more"'}, "“47%” would stand large"),
    ],
)
def test_a_bad_bullet_is_refused_by_name(tmp_path: Path, values: dict[str, str], said: str) -> None:
    spoilt = with_bullet(tmp_path, "general_primary_care", 3, **values)
    with pytest.raises(MayNotPrint) as refused:
        compose_handout("general", maya(), DAY, spoilt)
    assert str(refused.value).startswith("general_primary_care:3")
    assert said in str(refused.value)


def test_a_bullet_of_28_words_is_printed(tmp_path: Path) -> None:
    spoilt = with_bullet(tmp_path, "general_primary_care", 3, text=quoted("word " * 28))
    assert len(compose_handout("general", maya(), DAY, spoilt).bullets[2].text.split()) == 28


def test_a_page_for_nobody_is_refused() -> None:
    with pytest.raises(MayNotPrint, match="dentists: no such page; there is general, obgyn"):
        page("dentists")


def test_a_page_without_an_honest_line_is_refused() -> None:
    with pytest.raises(MayNotPrint, match="The general page has no honest line"):
        compose_handout("general", maya(), DAY, replace(EVIDENCE, counterweights=()))


def test_the_bold_beginning_is_the_beginning_of_the_text() -> None:
    leads = [bullet.lead for bullet in page().bullets]
    assert leads == [
        "Still depressed despite six or more weeks on an antidepressant?",
        "",
        "Gains last:",
        "Anxiety:",
        "",
    ]
    assert all(bullet.text.startswith(bullet.lead) for bullet in page().bullets)


def test_ones_own_bullet_is_printed_last_and_marked(tmp_path: Path) -> None:
    made = page(own_bullets=[OWN])
    assert [bullet.is_own for bullet in made.bullets] == [False] * 4 + [True]
    assert made.bullets[-1].text == OWN.text
    assert made.sources[made.bullets[-1].marks[0] - 1].id == "furukawa2006"


def test_ones_own_source_is_printed_when_it_was_entered_whole() -> None:
    made = page(own_bullets=[replace(OWN, cites=(), citations=(SEEN,))])
    source = made.sources[made.bullets[-1].marks[0] - 1]
    assert source.entered == SEEN
    assert source.full == ("Okonkwo M. Sleep diaries in a rural practice. J Invented Med. 2024.")
    assert source.doi == "10.1000/invented"
    assert made.review_by == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (replace(OWN, cites=()), "Your bullet 1 cites nothing; name its source"),
        (replace(OWN, cites=("nobody",)), "cites nobody, which is no record"),
        (replace(OWN, cites=("apa2019",)), "cites apa2019, which may not be printed"),
        (replace(OWN, text="  ", figure="", against=""), "says nothing"),
        (replace(OWN, text="word " * 29), "has 29 words"),
        (replace(OWN, figure="22"), "“22” would stand large"),
        (replace(OWN, citations=(replace(SEEN, authors=""),)), "authors is blank"),
        (replace(OWN, citations=(replace(SEEN, journal=" "),)), "journal is blank"),
        (replace(OWN, citations=(replace(SEEN, year=0),)), "year is blank"),
        (replace(OWN, citations=(replace(SEEN, year=2030),)), "2030 is no year of a source"),
        (
            replace(OWN, citations=(replace(SEEN, collected=date(2025, 11, 1)),)),
            "“Sleep diaries in a rural practice”, which may not be printed: past review",
        ),
        (replace(OWN, citations=(replace(SEEN, title="A draft"),)), "“draft” may not be printed"),
    ],
)
def test_ones_own_bullet_without_a_whole_source_is_refused(own: OwnBullet, said: str) -> None:
    with pytest.raises(MayNotPrint) as refused:
        page(own_bullets=[own])
    assert said in str(refused.value)


def test_two_bullets_of_ones_own_are_the_most() -> None:
    second = replace(OWN, text="A second one, from 21 trials.")
    made = page("patient", own_bullets=[OWN, second])
    assert sum(bullet.is_own for bullet in made.bullets) == 2
    with pytest.raises(MayNotPrint, match="3 bullets of your own were given; 2 at most"):
        page(own_bullets=[OWN, second, second])


def test_the_spanish_page_waits_for_a_reviewers_name() -> None:
    with pytest.raises(MayNotPrint, match="once your group names who reviewed it"):
        page("patient", language="es")
    with pytest.raises(MayNotPrint, match="once your group names who reviewed it"):
        page("patient", language="es", reviewed_by="  ")


def test_the_spanish_page_names_its_reviewer() -> None:
    made = page("patient", language="es", reviewed_by="Ana Ruiz, LCSW")
    assert made.notices[-1] == "Español revisado por Ana Ruiz, LCSW."
    assert "988" in made.notices[0]
    assert len(made.bullets) == 5
    assert "CBT" in made.bullets[1].text


def test_every_bullet_and_clause_for_patients_has_its_spanish() -> None:
    for training in ("cbt", "cbt_i"):
        compose_handout(
            "patient", maya(training), DAY, EVIDENCE, language="es", reviewed_by="Ana Ruiz"
        )


def test_spanish_of_english_that_has_changed_is_refused(tmp_path: Path) -> None:
    spoilt = with_bullet(tmp_path, "patient_plain", 1, text='"Do you feel low? In studies, so."')
    with pytest.raises(MayNotPrint, match="has no Spanish that was made from these words"):
        compose_handout("patient", maya(), DAY, spoilt, language="es", reviewed_by="Ana Ruiz")


@pytest.mark.parametrize("language", ["fr", "EN", ""])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(MayNotPrint, match="no such language; there is en, es"):
        page("patient", language=language)


def test_spanish_for_prescribers_is_refused() -> None:
    with pytest.raises(MayNotPrint, match="The general page is in English alone"):
        page("general", language="es", reviewed_by="Ana Ruiz")


@pytest.mark.parametrize(
    "made",
    [
        *(page(audience) for audience in AUDIENCES),
        page(own_bullets=[OWN, replace(OWN, cites=("wiles2013", "furukawa2006"))]),
        page(own_bullets=[replace(OWN, citations=(SEEN,))]),
        page("patient", language="es", reviewed_by="Ana Ruiz"),
    ],
)
def test_what_the_gate_made_it_passes_again(made: HandoutPage) -> None:
    check_page(made, maya(), on=DAY, evidence=EVIDENCE)


def test_what_was_changed_since_is_refused() -> None:
    made = page()
    bullet = made.bullets[0]
    worse = (replace(bullet, text=f"{bullet.text} Always."), *made.bullets[1:])
    changed = {
        "title": replace(made, title="Therapy cures"),
        "subtitle": replace(made, subtitle="Proven"),
        "honest_line": replace(made, honest_line=""),
        "sources": replace(made, sources=made.sources[:-1]),
        "review_by": replace(made, review_by=date(2030, 1, 1)),
        "notices": replace(made, notices=()),
        "bullets": replace(made, bullets=(replace(bullet, figure="22%"), *made.bullets[1:])),
        "is no bullet of the general page": replace(made, bullets=worse),
        "4 bullets were chosen": replace(made, bullets=made.bullets[:4]),
        "is no bullet of the everybody page": replace(made, audience="everybody"),
    }
    for said, page_ in changed.items():
        with pytest.raises(MayNotPrint, match=said):
            check_page(page_, maya(), on=DAY, evidence=EVIDENCE)


def test_a_bullet_that_only_claims_to_be_ones_own_still_needs_its_source() -> None:
    made = page()
    smuggled = replace(made.bullets[4], text="Therapy always works.", is_own=True, marks=())
    with pytest.raises(MayNotPrint, match="cites nothing"):
        check_page(
            replace(made, bullets=(*made.bullets[:4], smuggled)), maya(), on=DAY, evidence=EVIDENCE
        )


def test_a_page_that_was_good_is_refused_once_it_is_past_review_or_its_training_gone() -> None:
    made = page()
    with pytest.raises(MayNotPrint, match="past review"):
        check_page(made, maya(), on=date(2027, 11, 24), evidence=EVIDENCE)
    with pytest.raises(MayNotPrint, match="needs training in cbt"):
        check_page(made, maya("erp"), on=DAY, evidence=EVIDENCE)
