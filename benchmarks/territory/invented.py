"""Well-formed NPIs that belong to nobody: issued ones start with 1, these with 2."""


def npi(number: int) -> str:
    """Return the invented NPI with this serial number, check digit included.

    Args:
        number: 0 to 99,999,999, unique within one file.

    Source: 45 CFR 162.406; Luhn over `80840` + NPI.
    """
    stem = f"2{number:08d}"
    return stem + str(_check_digit("80840" + stem))


def _check_digit(digits: str) -> int:
    doubled = (int(digit) * 2 for digit in digits[::-2])
    others = (int(digit) for digit in digits[-2::-2])
    total = sum(two // 10 + two % 10 for two in doubled) + sum(others)
    return -total % 10
