"""`alongside material …`, the real command: what it writes, and that a refusal writes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.command import alongside
from tests.materials.paper import DAY, PROFILE, profile_file
from tests.materials.printed import URL, text_of

ON = ("--on", DAY.isoformat())
AUDIENCES = ("general", "obgyn", "internal_medicine", "insomnia_anxiety", "patient")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return profile_file(tmp_path)


def material(what: str, profile: Path, *words: str) -> tuple[int, str, str]:
    out = profile.with_name("out.pdf")
    run = alongside("material", what, "--profile", str(profile), "--out", str(out), *words)
    assert "Traceback" not in run.stderr
    return run.returncode, run.stdout, run.stderr


def wrote(profile: Path) -> str:
    return text_of(profile.with_name("out.pdf").read_bytes())


def refused(answer: tuple[int, str, str], profile: Path, *, says: str) -> None:
    """One message, exit 2, and no file of any name."""
    code, out, err = answer
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    left = {path.name for path in profile.parent.iterdir()}
    assert left <= {"profile.toml", "evidence.toml"}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_handout_is_written_and_its_review_told(audience: str, profile: Path) -> None:
    code, out, err = material("handout", profile, "--audience", audience, *ON)
    assert (code, err) == (0, "")
    assert out == f"{profile.with_name('out.pdf')}: 1 page; review by 2027-11-23.\n"
    assert "Maya Okonkwo, LCSW" in wrote(profile)


def test_a_handout_comes_on_a4_too(profile: Path) -> None:
    words = ("--audience", "general", "--paper", "a4", *ON)
    assert material("handout", profile, *words)[0] == 0
    assert b"/MediaBox[0 0 595.2756 841.8898]" in profile.with_name("out.pdf").read_bytes()


def test_spanish_needs_a_reviewer_s_name(profile: Path) -> None:
    words = ("--audience", "patient", "--language", "es", *ON)
    refused(material("handout", profile, *words), profile, says="who reviewed it")
    assert material("handout", profile, *words, "--reviewed-by", "Dr. Rosa Díaz")[0] == 0
    assert "Español revisado por Dr. Rosa Díaz." in wrote(profile)


def test_a_page_past_its_review_is_refused_and_nothing_is_written(profile: Path) -> None:
    late = (DAY + timedelta(370)).isoformat()
    answer = material("handout", profile, "--audience", "general", "--on", late)
    refused(answer, profile, says="review")


def test_training_that_is_missing_is_named(tmp_path: Path) -> None:
    text = PROFILE.replace('"cbt", "cbt_i", "erp", "trauma", "perinatal", "bipolar"', "")
    profile = profile_file(tmp_path, text)
    refused(material("handout", profile, "--audience", "obgyn", *ON), profile, says="perinatal")


def test_a_file_that_was_there_is_kept_when_the_page_is_refused(profile: Path) -> None:
    out = profile.with_name("out.pdf")
    out.write_bytes(b"the page of last year")
    assert material("handout", profile, "--audience", "general", "--on", "2030-01-01")[0] == 2
    assert out.read_bytes() == b"the page of last year"


def test_the_same_command_writes_the_same_bytes(profile: Path) -> None:
    written = []
    for _ in range(2):
        material("handout", profile, "--audience", "general", *ON)
        written.append(profile.with_name("out.pdf").read_bytes())
    assert written[0] == written[1]


def test_cards_are_written_with_their_batch_s_mark(profile: Path) -> None:
    code, out, err = material("cards", profile, "--url", URL, *ON)
    assert (code, err) == (0, "")
    assert out.endswith("out.pdf: 1 page.\n")
    assert wrote(profile).count("Batch MZ2P · 10 cards") == 10


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://localhost:8000/c/1", "cannot open this address"),
        ("http://192.168.1.7/c/1", "cannot open this address"),
        ("http://printer/c/1", "cannot open this address"),
        ("https://example.org/" + "x" * 41, "61 characters"),
        ("not an address", "begins with https://"),
    ],
)
def test_an_address_that_no_phone_can_open_is_refused(url: str, says: str, profile: Path) -> None:
    refused(material("cards", profile, "--url", url, *ON), profile, says=says)


def test_a_release_takes_the_license_s_state_and_says_which_form_it_is(profile: Path) -> None:
    code, _, err = material("release", profile, *ON)
    assert code == 0
    assert err == (
        "There is no form for ME yet: this is the federal one. State law may ask for more; have "
        "counsel look at it before you use it.\n"
    )
    assert "Federal form" in wrote(profile)


def test_a_release_for_california_is_its_own(profile: Path) -> None:
    code, out, err = material("release", profile, "--state", "CA", *ON)
    assert (code, err) == (0, "")
    assert "2 pages" in out
    assert "California form" in wrote(profile)


def test_psychotherapy_notes_are_a_form_of_their_own_by_a_flag(profile: Path) -> None:
    assert material("release", profile, "--psychotherapy-notes", *ON)[0] == 0
    assert "My permission to share psychotherapy notes" in wrote(profile)


def test_a_state_that_is_none_is_refused(profile: Path) -> None:
    refused(material("release", profile, "--state", "XX", *ON), profile, says="'XX' is no state")


def test_a_letter_greets_whom_it_is_for(profile: Path) -> None:
    words = ("--to", "Dr. Ana Ortiz", "--line", "Elm Street Family Medicine", *ON)
    assert material("letter", profile, *words)[0] == 0
    assert "Elm Street Family Medicine Dear Dr. Ana Ortiz," in wrote(profile)


def test_availability_is_what_was_given_until_the_day_given(profile: Path) -> None:
    words = ("--opening", "Mondays", "--insurer", "Anthem", "--valid-until", "2026-12-01", *ON)
    code, out, _ = material("availability", profile, *words)
    assert (code, out.endswith("review by 2026-12-01.\n")) == (0, True)
    assert "Mondays" in wrote(profile)
    profile.with_name("out.pdf").unlink()
    answer = material("availability", profile, "--valid-until", "2026-11-01", *ON)
    refused(answer, profile, says="over already")


def test_a_kit_is_one_file_for_one_visit(profile: Path) -> None:
    words = ("--url", URL, "--step", "3", "--practice", "Elm Street Family Medicine", *ON)
    code, out, _ = material("kit", profile, *words)
    assert code == 0
    assert "4 pages" in out
    assert "What to say at Elm Street Family Medicine" in wrote(profile)


def test_a_step_that_there_is_not_is_refused(profile: Path) -> None:
    refused(material("kit", profile, "--url", URL, "--step", "9", *ON), profile, says="step 9")


def test_what_no_font_has_is_told(tmp_path: Path) -> None:
    profile = profile_file(tmp_path, PROFILE.replace("Casco Counseling", "Casco 😀"))
    code, _, err = material("letter", profile, *ON)
    assert (code, err) == (0, "No font here has U+1F600: a box was printed instead.\n")


def test_a_folder_that_is_not_there_is_one_message(profile: Path) -> None:
    run = alongside(
        "material", "letter", "--profile", str(profile), "--out", str(profile.parent / "no" / "a")
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "alongside: No such file or directory.\n"


def test_the_profile_that_is_bad_is_named(tmp_path: Path) -> None:
    profile = profile_file(tmp_path, PROFILE.replace('phone = "207-555-0142"\n', ""))
    refused(material("letter", profile, *ON), profile, says="phone")
