"""Suite, floor, building, department: what stands after the street in an address."""

import narwhals as nw

from alongside.territory.street_words import any_of

# Here every text is in the key's words, one blank between words and one at either end:
# " 885 UN ST 120 | ATTN BILLING ". A bar ends the street; what may be a unit comes after it.
WORD = "[^ |]+"
SUFFIX = f"(?:{any_of('suffixes')})"
DIRECTION = f"(?:{any_of('directions')})"
UNIT_LETTER = "[A-DF-MO-RT-VX-Z]"  # not N, S, E, W: those are directions

BARE = f"[0-9]+(?:-[0-9]+)?[A-Z]?(?: {UNIT_LETTER})?"
VALUE = f"(?:[A-Z]?[0-9][A-Z0-9-]*(?: {UNIT_LETTER})?|[A-Z](?: [0-9][A-Z0-9-]*)?)"
SUITE = f"(?:{VALUE}|[A-Z]{{2}})"
FLOOR = "(?:[0-9]+(?:ST|ND|RD|TH)?|UPPER|LOWER|MAIN|GROUND|[A-Z])"
DEPARTMENT = "(?:[0-9][A-Z0-9-]*|[A-Z])"
NAMED = f"(?:(?:STE )+{SUITE}|BLDG {VALUE}|FL {FLOOR}|(?:[0-9]+|MAIN) FL|DEPT|ATTN)"

# The number, at least one word, and a suffix; or a route, tied to its number by a tilde.
ROUTE_END = rf" {WORD} (?:{WORD} )*?[A-Z]+~{WORD}(?: (?:RTE|HWY))?(?: BYP)?"
STREET_END = rf"(?:(?: {WORD} (?:{WORD} )+{SUFFIX}|{ROUTE_END})(?: {DIRECTION})?)"

# Suffixes that are nothing else, and those that end a name without being one of a company's.
PLAIN_SUFFIX = "(?:ALY|AVE|BLVD|CIR|CT|DR|EXPY|HWY|LN|PKWY|PL|RD|SQ|ST|TER|TPKE|TRL|WAY|XING)"
STREET_SUFFIX = SUFFIX.replace("|CTR|", "|")
BEFORE_SAINT = f"(?:{DIRECTION}|OLD|MT|FT|PRT)"

Rules = tuple[tuple[str, str], ...]

TIDY_WORDS: Rules = (
    (r"(?: P ?O| POST OFFICE)? (?:BOX|POB) (?:# )?[^ |]*[0-9][^ |]* ", " "),
    # Before the next rule, which takes FL # 3 for a floor: in 3RD FL # 5 the # begins a suite.
    (r" ([0-9]+(?:ST|ND|RD|TH)|UPPER|LOWER|GROUND) FL ", " FL $1 "),
    (r" (STE|BLDG|FL|DEPT|RTE|HWY) (?:#|NO|NUMBER) ", " $1 "),
    (r" # ", " STE "),
    # At a line's end a letter belongs to the unit; before a name it is a shortened NORTH.
    (r" (STE [A-Z0-9-]*[0-9]) ([NSEW]) (\||$)", " $1$2 $3"),
    # A route's number is no unit.
    (r" (US|RTE|HWY|LOOP|FM|INTERSTATE|I|SR|CR) ([0-9]+[A-Z]?) ", " $1~$2 "),
    (r" (STATE|CNTY|CO|TWP|TOWNSHIP) RD ([0-9]+[A-Z]?) ", " $1 RD~$2 "),
)
CUT_UNIT: Rules = (
    (rf"^( {WORD} [^|]*?[^ |]) ({NAMED} )", "$1 | $2"),
    (rf"^({STREET_END}) ({BARE}) ", "$1 | = $2 "),
    (rf"^({STREET_END}) ({UNIT_LETTER}) \|", "$1 | = $2 |"),
    (rf"\| ({VALUE}) $", "| = $1 "),
)
# A name after a plain suffix is a company's, and no part of the street; unless it ends as a
# street does (1ST PARK), is a mere direction, or comes after an ST that is a saint.
CUT_COMPANY: Rules = (
    (rf"^( {WORD} [^|]+ {PLAIN_SUFFIX}(?: {DIRECTION})?) ([A-Z][^|]*)\|", "$1 ; $2|"),
    (rf"; ((?:{WORD} )*{STREET_SUFFIX}(?: {DIRECTION})? \|)", "$1"),
    (rf"; ({DIRECTION} \|)", "$1"),
    (rf"^( {WORD}(?: {BEFORE_SAINT})* ST) ; ", "$1 "),
    (r" ; ", " | "),
)


def mark_units(text: nw.Expr) -> nw.Expr:
    """Return the text with a bar where its street ends, and "=" before a unit that has no word.

    Args:
        text: " street | other line ", in the key's words.
    """
    return replace_all(text, TIDY_WORDS + CUT_UNIT + CUT_COMPANY)


def read_unit(text: nw.Expr) -> nw.Expr:
    """Return the unit in its plain form (2A; FL 2; BLDG B STE 200), null where none is named.

    Args:
        text: what follows the street, in the key's words, as `mark_units` leaves it.
    """
    suite = _first_of(text, rf" (?:STE )+({SUITE}) ", rf" = ({VALUE}) ")
    floor = _first_of(text, rf" FL ({FLOOR}) ", r" ([0-9]+|MAIN) FL ")
    building = _first_of(text, rf" BLDG ({VALUE}) ")
    department = _first_of(text, rf" DEPT ({DEPARTMENT}) ")
    # Suites are numbered through a building: with one, the floor says nothing more.
    floor_alone = nw.when(suite.is_null()).then(
        floor.str.replace_all("^([0-9]+)(?:ST|ND|RD|TH)$", "$1")
    )
    kinds = {"BLDG": building, "STE": suite, "FL": floor_alone, "DEPT": department}
    named = [nw.concat_str(nw.lit(kind), value, separator=" ") for kind, value in kinds.items()]
    unit = nw.concat_str(named, separator=" ", ignore_nulls=True)
    # A suite alone goes by its value.
    plain = unit.str.replace_all("^STE ([^ ]+)$", "$1")
    return nw.when(plain != "").then(plain)


def replace_all(text: nw.Expr, rules: Rules) -> nw.Expr:
    """Return the text after each pattern in turn has been replaced."""
    for pattern, instead in rules:
        text = text.str.replace_all(pattern, instead)
    return text


def _first_of(text: nw.Expr, *patterns: str) -> nw.Expr:
    """Return what the first pattern that occurs captures, without zeros before it, or null."""
    found = [
        nw.when(text.str.contains(pattern)).then(text.str.replace_all(f"^.*?{pattern}.*$", "$1"))
        for pattern in patterns
    ]
    value = nw.coalesce(*found).str.replace_all("[ -]", "")
    return value.str.replace_all("^0+([0-9A-Z])", "$1")
