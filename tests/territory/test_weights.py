"""A weights file changes what it names, and is refused where it makes no sense."""

from pathlib import Path

import pytest

from alongside.territory.weights import Weights, WeightsBad, read_weights


def read(folder: Path, text: str) -> Weights:
    path = folder / "weights.toml"
    path.write_text(text, encoding="utf-8")
    return read_weights(path)


def test_without_a_name_the_defaults_hold(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Weights()


def test_a_name_left_out_keeps_its_default(tmp_path: Path) -> None:
    weights = read(tmp_path, "[weights]\ndistance = 1\n[specialties]\nnurse_practitioner = 0.5")
    assert weights.parts == {"distance": 1.0, "prescribers": 0.4, "primary_care_share": 0.2}
    assert weights.specialties["nurse_practitioner"] == 0.5
    assert weights.specialties["physician_assistant"] == 0.25
    assert weights.specialties["geriatrics"] == 1.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[weights]\ndistence = 1", "distence"),
        ("[specialties]\nurology = 1", "urology"),
        ("[wieghts]\ndistance = 1", "wieghts"),
        ("weights = 3", "weights"),
        ("[weights]\ndistance = -0.1", "0, or from 0.000001"),
        ("[weights]\ndistance = nan", "0, or from 0.000001"),
        ("[weights]\ndistance = inf", "0, or from 0.000001"),
        ("[weights]\ndistance = 1e308", "0, or from 0.000001"),
        ("[weights]\ndistance = 5e-324", "0, or from 0.000001"),
        (f"[weights]\ndistance = {'9' * 400}", "0, or from 0.000001"),
        (f"[weights]\ndistance = {'9' * 5000}", "not TOML"),
        (f"a = {'[' * 3000}", "not TOML"),
        ("[weights]\ndistance = true", "no number"),
        ("[weights]\ndistance = '1'", "no number"),
        ("[weights]\ndistance = 0\nprescribers = 0\nprimary_care_share = 0", "all are zero"),
        ("[weights\n", "not TOML"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(WeightsBad, match=words):
        read(tmp_path, text)


def test_specialties_that_are_all_zero_are_refused(tmp_path: Path) -> None:
    zeros = "\n".join(f"{name} = 0" for name in Weights().specialties)
    with pytest.raises(WeightsBad, match=r"specialties.*all are zero"):
        read(tmp_path, f"[specialties]\n{zeros}")


def test_a_missing_weights_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsBad, match="cannot be read"):
        read_weights(tmp_path / "nowhere.toml")


def test_a_weights_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.toml").write_bytes(b"\xff\xfe\0")
    with pytest.raises(WeightsBad, match="not TOML"):
        read_weights(tmp_path / "weights.toml")
