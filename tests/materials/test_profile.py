"""A profile is read strictly, and each fault is named by file, table and key."""

from pathlib import Path

import pytest
from PIL import Image

from alongside.materials.profile import ProfileBad, read_profile
from tests.materials.paper import PROFILE, maya, profile_file

KEYS = [
    *(("therapist", key) for key in ("name", "credentials", "licence", "licence_state")),
    ("therapist", "trained_in"),
    *(("practice", key) for key in ("name", "street", "city", "state", "zip", "phone")),
    *(("practice", key) for key in ("fax", "url")),
    ("brand", "accent"),
]


def spoilt(table: str, key: str, value: str) -> str:
    """The profile with one value replaced, as TOML writes it; with "" the key is taken away."""
    head, found, rest = PROFILE.partition(f"[{table}]\n")
    assert found
    body, _, after = rest.partition("\n\n")
    lines = [line for line in body.splitlines() if not line.startswith(f"{key} = ")]
    lines += [f"{key} = {value}"] if value else []
    return head + found + "\n".join(lines) + "\n\n" + after


def refusal(folder: Path, text: str) -> str:
    path = profile_file(folder, text)
    with pytest.raises(ProfileBad) as refused:
        read_profile(path)
    said = str(refused.value)
    assert said.startswith(f"{path}: ")
    return said.removeprefix(f"{path}: ")


def test_a_whole_profile_is_read(tmp_path: Path) -> None:
    assert read_profile(profile_file(tmp_path)) == maya()


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_missing_key_is_named(tmp_path: Path, table: str, key: str) -> None:
    assert refusal(tmp_path, spoilt(table, key, "")) == f"[{table}], {key}: missing; it is needed."


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_value_of_another_kind_is_named(tmp_path: Path, table: str, key: str) -> None:
    said = refusal(tmp_path, spoilt(table, key, "7"))
    assert said.startswith(f"[{table}], {key}: found 7; expected ")


@pytest.mark.parametrize(("table", "key"), [k for k in KEYS if k[1] not in ("fax", "url")])
def test_a_blank_value_is_named(tmp_path: Path, table: str, key: str) -> None:
    said = refusal(tmp_path, spoilt(table, key, '" "'))
    assert said.startswith(f"[{table}], {key}: ")


@pytest.mark.parametrize("table", ["therapist", "practice", "brand"])
def test_a_missing_table_is_named(tmp_path: Path, table: str) -> None:
    text = PROFILE.replace(f"[{table}]", f"[{table}s]")
    assert f"{table}s: no such key" in refusal(tmp_path, text)
    head, _, rest = PROFILE.partition(f"[{table}]\n")
    without = head + rest.partition("\n\n")[2]
    assert refusal(tmp_path, without) == f"{table}: missing; it is needed."


@pytest.mark.parametrize("key", ["fax", "url"])
def test_a_fax_and_an_address_may_be_blank(tmp_path: Path, key: str) -> None:
    profile = read_profile(profile_file(tmp_path, spoilt("practice", key, '""')))
    assert getattr(profile, key) == ""


@pytest.mark.parametrize(
    ("table", "key", "value", "said"),
    [
        ("therapist", "licence_state", '"Maine"', "expected a state's two letters"),
        ("therapist", "licence_state", '"XX"', "expected a state's two letters"),
        ("therapist", "trained_in", '"cbt"', "expected a list"),
        (
            "therapist",
            "trained_in",
            '["emdr"]',
            "number 1: found 'emdr'; expected one of cbt, cbt_i",
        ),
        ("therapist", "colour", '"red"', "colour: no such key; there is name, credentials"),
        ("therapist", "name", f'"{"M" * 301}"', "301 characters; 300 are the most"),
        ("therapist", "name", '"\\u200b\\u0007"', "blank; it is needed"),
        ("practice", "zip", '"0410"', "expected five digits"),
        ("practice", "zip", '"04101-12"', "expected five digits"),
        ("practice", "zip", "04101", "is not TOML"),
        ("practice", "zip", '"\uff10\uff14\uff11\uff10\uff11"', "expected five digits"),
        ("practice", "phone", '"555-0142"', "expected a US telephone number"),
        ("practice", "phone", '"call me"', "expected a US telephone number"),
        ("practice", "fax", '"none"', "expected a US telephone number"),
        ("practice", "url", '"javascript:alert(1)"', "expected a page's address"),
        ("practice", "url", '"ftp://example.org"', "expected a page's address"),
        ("practice", "url", '"https://localhost"', "expected a page's address"),
        ("practice", "url", '"https://example.org/a b"', "expected a page's address"),
        ("practice", "url", '"https://[example.org"', "expected a page's address"),
        ("brand", "accent", '"teal"', "expected a colour as #rgb or #rrggbb"),
        ("brand", "accent", '"#12345"', "expected a colour as #rgb or #rrggbb"),
        ("brand", "accent", '"#12345g"', "expected a colour as #rgb or #rrggbb"),
        ("brand", "logo", "7", "logo: found 7; expected text"),
        ("brand", "logo", '"nowhere.png"', "logo: nowhere.png: there is no such file"),
        ("brand", "logo", '"\\u0000.png"', "logo: "),
        ("brand", "logo", '"profile.toml"', "logo: profile.toml: no PNG, JPEG or SVG"),
    ],
)
def test_what_was_not_expected_is_refused(
    tmp_path: Path, table: str, key: str, value: str, said: str
) -> None:
    found = refusal(tmp_path, spoilt(table, key, value))
    assert said in found
    assert "TOML" in found or f"[{table}], {key}" in found


@pytest.mark.parametrize(
    "phone", ["(207) 555-0142", "207.555.0142", "+1 207 555 0142", "2075550142", "207-555-0142 x12"]
)
def test_a_telephone_number_is_taken_as_people_write_it(tmp_path: Path, phone: str) -> None:
    profile = read_profile(profile_file(tmp_path, spoilt("practice", "phone", f'"{phone}"')))
    assert profile.phone == phone


def test_a_long_zip_is_its_first_five_digits(tmp_path: Path) -> None:
    text = spoilt("practice", "zip", '"04101-1234"')
    assert read_profile(profile_file(tmp_path, text)).zip5 == "04101"


def test_one_may_be_trained_in_nothing_that_the_evidence_names(tmp_path: Path) -> None:
    text = spoilt("therapist", "trained_in", "[]")
    assert read_profile(profile_file(tmp_path, text)).trained_in == frozenset()


@pytest.mark.parametrize(
    "name",
    [
        "M" * 180,
        '#import "x": *',
        '#read("/etc/passwd")',
        "\\\\ back \\\\ slashes",
        "\u0645\u0627\u064a\u0627",
        "\u9ebb\u8036",
        "Maya \U0001f600",
        "Maya\u0007\u202e O",
    ],
)
def test_what_is_only_hard_to_draw_is_taken(tmp_path: Path, name: str) -> None:
    written = "".join(f"\\U{ord(letter):08x}" for letter in name)
    text = spoilt("therapist", "name", f'"{written}"')
    assert read_profile(profile_file(tmp_path, text)).name == name


def test_a_logo_is_looked_for_beside_the_profile(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), "teal").save(tmp_path / "logo.png")
    text = spoilt("brand", "logo", '"logo.png"')
    assert read_profile(profile_file(tmp_path, text)).logo == tmp_path / "logo.png"


def test_a_light_accent_is_darkened_and_not_refused(tmp_path: Path) -> None:
    profile = read_profile(profile_file(tmp_path, spoilt("brand", "accent", '"#7a4"')))
    assert profile.accent == "#587e33"


def test_a_profile_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileBad, match="cannot be read: No such file"):
        read_profile(tmp_path / "nowhere.toml")
