"""Names and streets as a person writes them."""

import pytest

from alongside.territory.names import tidy_person, tidy_place, tidy_unit


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("CORISANDE FENNIMARSH", "Corisande Fennimarsh"),
        ("ILSE O'DOWD-MCTAVISH III", "Ilse O'Dowd-McTavish III"),
        ("THE DO PA", "The Do Pa"),
        ("JOSÉ NÚÑEZ JR", "José Núñez Jr"),
        ("Ilse de la Rue", "Ilse de la Rue"),
        ("MC X", "Mc X"),
        ("", ""),
    ],
)
def test_a_person_is_not_shouted_at(written: str, tidy: str) -> None:
    assert tidy_person(written) == tidy


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("22 BRAMHALL ST", "22 Bramhall St"),
        ("1 US ROUTE 1 NW", "1 US Route 1 NW"),
        ("5 2ND AVE", "5 2nd Ave"),
        ("25A ELM RD W", "25A Elm Rd W"),
        ("BACK COVE WOMEN'S HEALTH LLC", "Back Cove Women's Health LLC"),
        ("THE DOCTORS OF MMP", "The Doctors of MMP"),
        ("COVE OB/GYN, PC", "Cove OB/GYN, PC"),
        ("ST MARY'S CTR FOR DR KEY", "St Mary's Ctr for Dr Key"),
        ("Deering Family Practice", "Deering Family Practice"),
    ],
)
def test_a_place_keeps_its_initials(written: str, tidy: str) -> None:
    assert tidy_place(written) == tidy


@pytest.mark.parametrize(
    ("unit", "tidy"),
    [("5", "Ste 5"), ("B2", "Ste B2"), ("FL 3", "Fl 3"), ("BLDG A STE 4", "Bldg A Ste 4")],
)
def test_a_suite_that_goes_by_its_value_is_called_a_suite(unit: str, tidy: str) -> None:
    assert tidy_unit(unit) == tidy
