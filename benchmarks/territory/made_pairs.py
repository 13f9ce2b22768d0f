"""Make the pairs that the excerpt lacks: real lines spelt another way, or moved by one.

The excerpt has hardly a true pair that is spelt two ways. Each rule below takes the first real
lines, in file order, that it fits and that no other rule has used; its people are invented.
`python -m benchmarks.territory.made_pairs` writes them behind the real pairs of `pairs.csv`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.territory.invented import npi
from benchmarks.territory.labelled import PAIRS, Pair, Side, read_excerpt, read_pairs, write_pairs


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a line again: what it looks for, and what stands there instead."""

    why: str
    find: str
    left: str
    right: str
    times: int

    @property
    def adds_a_unit(self) -> bool:
        """Say whether the left side, too, is written anew: so it is with units only."""
        return self.left != r"\g<0>"


def _once(why: str, find: str, right: str, times: int = 1) -> Rule:
    """Return a rule whose left side is the real line as it stands."""
    return Rule(why, find, r"\g<0>", right, times)


PLAIN = r"^\d+ [A-Z ]+? (ST|RD|AVE|DR)\b"


def _at_end(why: str, left: str, right: str) -> Rule:
    """Return a rule that writes a unit behind a plain line, on both sides."""
    return Rule(why, f"{PLAIN}$", rf"\g<0>{left}", rf"\g<0>{right}", 1)


RE_SPELT = (
    _once("suffix in full", r" ST$", " STREET", 4),
    _once("suffix in full", r" AVE$", " AVENUE", 4),
    _once("suffix in full", r" RD$", " ROAD", 4),
    _once("suffix in full", r" DR$", " DRIVE", 4),
    _once("suffix in full", r" PKWY$", " PARKWAY", 2),
    _once("suffix in full", r" LN$", " LANE", 2),
    _once("suffix in full", r" BLVD$", " BOULEVARD", 2),
    _once("suffix in full", r" TRL$", " TRAIL", 2),
    _once("suffix in full", r" PLZ$", " PLAZA", 2),
    _once("suffix in full", r" SQ$", " SQUARE"),
    _once("suffix in full", r" CIR$", " CIRCLE"),
    _once("suffix in full", r" TER$", " TERRACE"),
    _once("suffix in full", r" XING$", " CROSSING"),
    _once("suffix shortened", r" WAY$", " WY", 2),
    _once("suffix shortened", r" PLAZA$", " PLZ"),
    _once("a street word within the name, in full", r" CTR ", " CENTER ", 3),
    _once("another short form of the suffix", r" AVE$", " AV"),
    _once("ROUTE another way", r" US ROUTE 1$", " ROUTE 1"),
    _once("ROUTE another way", r" US ROUTE 1$", " US RTE 1"),
    _once("ROUTE another way", r" US ROUTE 1$", " US HWY 1"),
    _once("ROUTE another way", r" US ROUTE 1$", " US HIGHWAY 1"),
    _once("ROUTE another way", r" US ROUTE 1$", " US ROUTE ONE"),
    _once("ROUTE another way", r" US ROUTE 1$", " US 1 RTE"),
    _once("ROUTE another way", r" STATE HWY 3$", " ROUTE 3"),
    _once("ROUTE another way", r" ROUTE 2$", " RTE 2", 2),
    _once("ordinal in words", r" 1ST ", " FIRST "),
    _once("ordinal in words", r" 2ND ", " SECOND ", 3),
    _once("direction in full", r" N MAIN ", " NORTH MAIN "),
    _once("direction in full", r" S MAIN ", " SOUTH MAIN "),
    _once("direction in full", r" E MAIN ", " EAST MAIN "),
    _once("direction in full", r" W ", " WEST ", 2),
    _once("direction in full", r" RD N$", " RD NORTH"),
    _once("SAINT shortened", r" SAINT ", " ST ", 2),
    _once("SAINT shortened", r" SAINT ([A-Z]+) ST$", r" ST. \1 STREET"),
    _once("the number's letter joined", r"^(\d+) ([AB]) ", r"\1\2 ", 2),
    _once("a full stop", r" ST$", " ST.", 2),
    _once("a comma", r"^(\d+) ([A-Z]+ RD)$", r"\1, \2"),
    _once("repeated blanks", r"^(\d+) ([A-Z]+) (ST|RD)$", r"\1  \2   \3", 2),
    _at_end("a unit's word", " STE 2", " SUITE 2"),
    _at_end("a unit's word", " STE 3", " # 3"),
    _at_end("a unit's word", " UNIT 4", " #4"),
    _at_end("a unit's word", " APT 5", " RM 5"),
    _at_end("a unit's word and comma", " STE 6", ", SUITE 6"),
    _at_end("a unit's leading zero", " STE 02", " STE 2"),
    _at_end("a unit's hyphen", " STE 2-A", " STE 2A"),
    _at_end("a unit's blank", " STE B 1", " STE B1"),
    _at_end("a unit without its word", " 120", " STE 120"),
    _at_end("a unit without its word", " C", " STE C"),
    _at_end("a floor's word", " FL 2", " FLOOR 2"),
    _at_end("a floor's word", " LEVEL 2", " FL 2"),
    _at_end("a floor beside a suite", " STE 200", " FL 2 STE 200"),
    _at_end("a building's word", " BLDG B STE 200", " BUILDING B SUITE 200"),
    _at_end("a unit's two words", " STE 7", " SUITE #7"),
    _at_end("a unit's word in full", " RM 8", " ROOM 8"),
    _at_end("a floor's ordinal", " FL 2", " 2ND FLOOR"),
    _at_end("a building and suite the other way round", " BLDG B STE 300", " STE 300 BLDG B"),
    _once("ROUTE another way", r" US ROUTE 1$", " RT 1"),
    _once("direction with a full stop", r" S ([A-Z]+)", r" S. \1"),
    _once("MOUNT shortened", r" MOUNT ", " MT "),
)
RE_CASED = (("lower case", str.lower), ("title case", str.title))
CITIES = (
    ("SOUTH PORTLAND", "SO PORTLAND"),
    ("PORTLAND", "PROTLAND"),
    ("LEWISTON", "LEWSTON"),
    ("WATERVILLE", "WATERVILE"),
)
RE_NUMBERED = (
    _once("number: two more", r"^(\d+)(?= [A-Z]+ ST$)", "+2", 4),
    _once("number: two more", r"^(\d+)(?= [A-Z]+ RD$)", "+2", 4),
    _once("number: a letter more", r"^\d+(?= [A-Z]+ DR$)", r"\g<0>A", 2),
    _once("number: a letter more", r"^\d+(?= [A-Z]+ AVE$)", r"\g<0> B", 2),
    _once("number: another letter", r"^(\d+) A ", r"\1 B "),
    _once("direction", r" N MAIN ", " S MAIN ", 1),
    _once("direction", r" W (?=BROADWAY|COLE)", " E ", 2),
    _once("suffix", r" ST$", " AVE", 2),
    _once("suffix", r" RD$", " DR", 2),
    _once("route", r" US ROUTE 1$", " US ROUTE 202"),
    _once("route: the bypass", r" US ROUTE 1$", " US ROUTE 1 BYP"),
    _at_end("unit", " STE 2", " STE 3"),
    _at_end("unit", " STE 10", " STE 11"),
    _at_end("unit", " # 4", " # 5"),
    _at_end("unit: its letter", " STE 2A", " STE 2B"),
    _at_end("unit: its letter", " UNIT C", " UNIT D"),
    _at_end("floor", " FL 1", " FL 2"),
    _at_end("floor", " UPPER LEVEL", " LOWER LEVEL"),
    _at_end("building", " BLDG A", " BLDG B"),
    _at_end("building", " BLDG A STE 2", " BLDG B STE 2"),
)
ZIP_MOVED = _once("ZIP: the next one of the file", r"^\d+ [A-Z]+ (ST|AVE|DR)$", "", 5)


def made_pairs(real: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the re-spelt and the re-numbered pairs, in the order of their rules.

    Args:
        real: the real pairs. No unit is added at a hard one's building: that would change what
            the file says about it.
    """
    lines = _Lines({_address(side) for p in real if p.hard for side in (p.left, p.right)})
    pairs = tuple(_with_invented_people([*_re_spelt(lines), *_re_numbered(lines)]))
    return (*pairs, *_neighbours(pairs))


class _Lines:
    """The real rows, each address handed out once."""

    def __init__(self, hard: set[tuple[str, str]]) -> None:
        self.hard = hard
        self.used: set[tuple[str, str]] = set()
        self.rows = [row for row in read_excerpt() if re.match(r"\d+ ", row.line)]
        self.places = sorted({row.zip[:5]: row.city for row in reversed(self.rows)}.items())

    def fitting(self, rule: Rule) -> Iterator[Side]:
        shut = self.hard if rule.adds_a_unit else set()
        fits = [row for row in self.rows if re.search(rule.find, row.line)]
        for _ in range(rule.times):
            yield self._use(next(row for row in fits if _address(row) not in shut | self.used))

    def in_city(self, city: str) -> Side:
        here = (row for row in self.rows if row.city == city)
        return self._use(next(row for row in here if _address(row) not in self.used))

    def _use(self, row: Side) -> Side:
        self.used.add(_address(row))
        return row


def _address(side: Side) -> tuple[str, str]:
    return side.line, side.zip[:5]


def _re_spelt(lines: _Lines) -> Iterator[Pair]:
    for rule in RE_SPELT:
        for row in lines.fitting(rule):
            left, right = _written(row, rule.find, rule.left), _written(row, rule.find, rule.right)
            yield Pair(left, right, "same", "re_spelt", hard=False, why=rule.why)
    for why, cased in RE_CASED:
        for row in lines.fitting(_once(why, r"^\d+ [A-Z]+ (ST|AVE)$", "", 2)):
            right = Side(line=cased(row.line), city=cased(row.city), zip=row.zip)
            yield Pair(row, right, "same", "re_spelt", hard=False, why=why)
    for city, misspelt in CITIES:
        row = lines.in_city(city)
        right = Side(line=row.line, city=misspelt, zip=row.zip)
        yield Pair(row, right, "same", "re_spelt", hard=False, why="the city misspelt")


def _re_numbered(lines: _Lines) -> Iterator[Pair]:
    for rule in RE_NUMBERED:
        for row in lines.fitting(rule):
            left, right = _written(row, rule.find, rule.left), _written(row, rule.find, rule.right)
            yield Pair(left, right, "different", "re_numbered", hard=False, why=rule.why)
    for row in lines.fitting(ZIP_MOVED):
        zip5, city = next(place for place in lines.places if place[0] > row.zip[:5])
        right = Side(line=row.line, city=city, zip=zip5)
        yield Pair(row, right, "different", "re_numbered", hard=False, why=ZIP_MOVED.why)


def _neighbours(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Set another suite beside each re-spelt unit.

    A building's only unit takes in the rows without one, so there a unit that the code fails to
    read would pass for the same.
    """
    units = [pair for pair in pairs if pair.kind == "re_spelt" and not pair.left.row]
    for serial, pair in enumerate(units):
        building = re.match(PLAIN, pair.left.line)
        assert building is not None
        beside = Side(f"{building[0]} STE 999", pair.left.city, pair.left.zip)
        right = beside.at(npi(80_000_000 + serial))
        yield Pair(pair.right, right, "different", "re_numbered", hard=False, why="unit: next door")


def _written(row: Side, find: str, replacement: str) -> Side:
    """Return the row itself where its line stays, else an invented person's at the new line."""
    if replacement == "+2":
        line = re.sub(find, lambda number: str(int(number[0]) + 2), row.line)
    else:
        line = re.sub(find, replacement, row.line, count=1)
    # The ZIP+4 stays behind: it belongs to the line as it really is written.
    return row if line == row.line else Side(line=line, city=row.city, zip=row.zip[:5])


def _with_invented_people(pairs: Sequence[Pair]) -> Iterator[Pair]:
    for serial, pair in enumerate(pairs):
        left, right = (
            side if side.npi else side.at(npi(90_000_000 + 2 * serial + place))
            for place, side in enumerate((pair.left, pair.right))
        )
        yield Pair(left, right, pair.label, pair.kind, hard=pair.hard, why=pair.why)


def main() -> None:
    """Write the file again: the real pairs as they stand, then the made ones."""
    real = tuple(pair for pair in read_pairs() if pair.kind == "real")
    write_pairs((*real, *made_pairs(real)))
    print(f"{len(real)} real pairs kept, the made ones written to {PAIRS}")


if __name__ == "__main__":
    main()
