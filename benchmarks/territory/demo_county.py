"""Make the demo territory: an invented county in CMS's layout, around real ZIPs near Portland.

Every person, practice, street and telephone number is invented; only towns and ZIPs are real.
`python -m benchmarks.territory.demo_county` writes the file that ships, the same bytes each time.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.territory.invented import npi

DEMO = Path(__file__).parents[2] / "src/alongside/territory/data/demo_clinicians.csv"

COLUMNS = (
    *("NPI", "Ind_PAC_ID", "Ind_enrl_ID"),
    *("Provider Last Name", "Provider First Name", "Provider Middle Name", "suff", "gndr", "Cred"),
    *("Med_sch", "Grd_yr", "pri_spec"),
    *("sec_spec_1", "sec_spec_2", "sec_spec_3", "sec_spec_4", "sec_spec_all"),
    *("Telehlth", "Facility Name", "org_pac_id", "num_org_mem"),
    *("adr_ln_1", "adr_ln_2", "ln_2_sprs", "City/Town", "State", "ZIP Code", "Telephone Number"),
    *("ind_assgn", "grp_assgn", "adrs_id"),
)

# Our short word for a specialty: CMS's words, and the credential that goes with them.
SPECIALTIES = {
    "family": ("FAMILY PRACTICE", "MD"),
    "internal": ("INTERNAL MEDICINE", "MD"),
    "obgyn": ("OBSTETRICS/GYNECOLOGY", "MD"),
    "general": ("GENERAL PRACTICE", "MD"),
    "geriatric": ("GERIATRIC MEDICINE", "MD"),
    "np": ("NURSE PRACTITIONER", "NP"),
    "pa": ("PHYSICIAN ASSISTANT", "PA"),
    "midwife": ("CERTIFIED NURSE MIDWIFE (CNM)", "CNM"),
    "child": ("PEDIATRIC MEDICINE", "MD"),
    "heart": ("CARDIOVASCULAR DISEASE (CARDIOLOGY)", "MD"),
    "skin": ("DERMATOLOGY", "MD"),
    "bones": ("ORTHOPEDIC SURGERY", "MD"),
    "eyes": ("OPTOMETRY", "OD"),
    "feet": ("PODIATRY", "DPM"),
    "back": ("CHIROPRACTIC", "DC"),
    "gym": ("PHYSICAL THERAPIST IN PRIVATE PRACTICE", "PT"),
    "social": ("CLINICAL SOCIAL WORKER", "LCSW"),
    "counselor": ("MENTAL HEALTH COUNSELOR", "LCPC"),
    "psychologist": ("CLINICAL PSYCHOLOGIST", "PSYD"),
    "marriage": ("MARRIAGE AND FAMILY THERAPIST", "LMFT"),
    "psychiatry": ("PSYCHIATRY", "MD"),
    "emergency": ("EMERGENCY MEDICINE", "MD"),
    "hospitalist": ("HOSPITALIST", "MD"),
    "anesthesia": ("ANESTHESIOLOGY", "MD"),
    "crna": ("CERTIFIED REGISTERED NURSE ANESTHETIST (CRNA)", "CRNA"),
    "x_ray": ("DIAGNOSTIC RADIOLOGY", "MD"),
    "pathology": ("PATHOLOGY", "MD"),
    "surgery": ("GENERAL SURGERY", "MD"),
    "intensive": ("CRITICAL CARE (INTENSIVISTS)", "MD"),
}

CITIES = {
    "04038": "GORHAM",
    "04062": "WINDHAM",
    "04074": "SCARBOROUGH",
    "04092": "WESTBROOK",
    "04096": "YARMOUTH",
    "04101": "PORTLAND",
    "04102": "PORTLAND",
    "04103": "PORTLAND",
    "04105": "FALMOUTH",
    "04106": "SOUTH PORTLAND",
    "04107": "CAPE ELIZABETH",
    "04108": "PEAKS ISLAND",
    "04110": "CUMBERLAND FORESIDE",
}


@dataclass(frozen=True, slots=True)
class Site:
    """One group's rows at one address, spelt one way.

    `staff` counts people by specialty ("family 3, np 1"). `group` is the serial of the group
    practice, 0 for people on their own. `guest` names a group and a specialty: the first of them
    works here too.
    """

    zip: str
    line_1: str
    staff: str
    facility: str = ""
    group: int = 0
    line_2: str = ""
    suppressed: bool = False
    guest: tuple[int, str] | None = None


SITES = (
    # A hospital, with primary care among its many.
    Site(
        "04102",
        "400 LANTERNWORKS DR",
        "emergency 4, hospitalist 4, anesthesia 2, crna 2, x_ray 2, surgery 1, pathology 1,"
        " intensive 1, internal 3, family 1, obgyn 1, np 3, pa 2",
        "CASCO LANTERN HOSPITAL",
        1,
    ),
    # One office, spelt two ways.
    Site("04101", "18 TIDEGATE AVE", "family 4, pa 1", "TIDEGATE FAMILY MEDICINE", 2, "STE 2"),
    Site(
        "04101", "18 TIDEGATE AVENUE", "family 1, np 1", "TIDEGATE FAMILY MEDICINE", 2, "SUITE 02"
    ),
    # One building by floors, only one of them primary care.
    Site("04101", "77 SALTWHISTLE ST", "skin 2", "SALTWHISTLE SKIN", 3, "FL 1"),
    Site("04101", "77 SALTWHISTLE ST", "social 3", "", 0, "FL 2"),
    Site("04101", "77 SALTWHISTLE ST", "internal 4, np 1", "SALTWHISTLE INTERNISTS", 4, "FL 3"),
    # One building by suites; one row whose suite is suppressed, known by its group.
    Site("04106", "9 PUFFINGATE DR", "obgyn 4, midwife 2, np 1", "PUFFINGATE OBGYN", 5, "STE 110"),
    Site("04106", "9 PUFFINGATE DR", "family 2, np 1", "PUFFINGATE FAMILY CARE", 6, "STE 120"),
    Site("04106", "9 PUFFINGATE DR", "family 1", "PUFFINGATE FAMILY CARE", 6, "", suppressed=True),
    Site("04106", "9 PUFFINGATE DR", "gym 2", "GULL AND ANCHOR REHAB", 7, "STE 200"),
    # Buildings.
    Site("04074", "150 OLD KELPWORKS RD", "family 3, pa 1", "KELPWORKS FAMILY", 8, "BLDG A"),
    Site("04074", "150 OLD KELPWORKS RD", "internal 2", "KELPWORKS ADULT", 9, "BLDG B STE 4"),
    Site("04074", "150 OLD KELPWORKS RD", "feet 1, eyes 1", "", 0, "BLDG B STE 5"),
    # Nurse practitioners and assistants only: on their own, beside hearts, beside therapists.
    Site("04092", "12 QUILLBACK LN", "np 2, pa 1", "QUILLBACK CARE", 10),
    Site("04103", "233 SPARROWHAWK AVE", "np 1", "", 0),
    Site("04074", "31 BUOYMAKERS WAY", "np 2, pa 1, heart 3", "BUOYMAKERS HEART GROUP", 11),
    Site(
        "04101",
        "64 MARROWSTONE ST",
        "np 1, social 4, counselor 2, psychologist 2, marriage 1",
        "MARROWSTONE COUNSELING",
        12,
    ),
    # Family medicine, internal medicine, women's health, by size.
    Site("04103", "205 THIMBLEBERRY WAY", "family 3, internal 2, np 2", "THIMBLEBERRY HEALTH", 13),
    Site("04101", "340 HALYARD LOFT ST", "family 2, geriatric 1", "HALYARD LOFT MEDICINE", 14),
    Site("04102", "51 CANNERY BELL RD", "internal 3, pa 1", "CANNERY BELL MEDICAL", 15),
    Site("04102", "8 FOXGLOVE STEPS LN", "general 1", "", 0),
    Site("04103", "19 LOBSTERTRAP CT", "family 1, np 1", "LOBSTERTRAP FAMILY PRACTICE", 16),
    Site("04105", "6 HERONWOOD LOOP", "obgyn 2", "HERONWOOD WOMENS CARE", 17, guest=(5, "obgyn")),
    Site("04105", "88 SEXTANT HILL RD", "family 2, np 1", "SEXTANT HILL FAMILY", 18, "UNIT 3"),
    Site("04106", "27 SIGNALFLAG AVE", "internal 2, np 1", "SIGNALFLAG INTERNAL", 19),
    Site("04106", "602 MUSSELBANK RD", "family 1", "", 0),
    Site("04074", "45 PERIWINKLE COVE RD", "family 2, pa 1", "PERIWINKLE FAMILY MEDICINE", 20),
    Site("04092", "310 LOOMKEEPER ST", "family 2, internal 1", "LOOMKEEPER MEDICAL", 21, "# 2-A"),
    Site("04092", "7 BOBBIN RACE RD", "geriatric 1", "", 0),
    Site("04096", "14 SLIPWAY ORCHARD RD", "family 2, np 1", "SLIPWAY ORCHARD HEALTH", 22),
    Site("04062", "1120 LOONS CALL RD", "family 1, pa 1", "LOONS CALL FAMILY", 23),
    Site("04038", "39 APPLECART RD", "family 1, internal 1", "APPLECART MEDICINE", 24),
    Site("04107", "5 FOGHORN MEADOW LN", "internal 1", "", 0),
    Site("04108", "2 DRIFTNET LN", "", "TIDEGATE ISLAND CLINIC", 2, guest=(2, "family")),
    Site("04110", "16 SANDPIPER GATE RD", "internal 1, np 1", "SANDPIPER GATE MEDICINE", 25),
    # Other specialties: never in the list.
    Site("04101", "90 COPPERLEAF ST", "social 2, counselor 1", "COPPERLEAF COUNSELING", 26),
    Site("04103", "71 GANGPLANK RD", "bones 2, gym 1", "GANGPLANK BONE AND JOINT", 27),
    Site("04102", "23 PENNYWHISTLE LN", "child 2", "PENNYWHISTLE CHILDREN", 28),
    Site("04074", "118 TARPAPER HILL RD", "back 1", "", 0),
    Site("04105", "4 LAMPLIGHTERS WALK", "psychiatry 1", "", 0),
    Site("04106", "55 OARLOCK ST", "eyes 1", "", 0),
    Site("04096", "3 BARNSWALLOW CT", "psychologist 1", "", 0),
    Site("04062", "260 FIREFLY POND RD", "gym 1", "", 0),
    # No address to knock at.
    Site("04062", "PO BOX 314", "family 1", "", 0),
    Site("04096", "", "np 1", "", 0),
)

FIRST_NAMES = (
    *("AMARA", "BENEDIKT", "CORISANDE", "DARIUSZ", "ELOWEN", "FARID", "GRACIELA", "HARUKI"),
    *("ILSE", "JOAQUIN", "KEZIAH", "LEOPOLD", "MIREILLE", "NNAMDI", "ODALYS", "PRAKASH"),
    *("QUILLON", "ROSALBA", "SUNNIVA", "TADEO", "ULLA", "VIKRAM", "WINIFRED", "XIOMARA"),
    *("YUSUF", "ZENOBIA", "ANNELIES", "BOHDAN", "CHIARA", "DESMOND", "EBELE"),
)
LAST_NAMES = (
    *("TIDEWATERS", "OKONDARU", "FENNIMARSH", "SILBERLOCH", "TRANQUILLO", "HALVORSBY"),
    *("MERRIWINDLE", "NAKAMIZU", "OSTROVALE", "PELLUCIDO", "QUANTRELLIS", "RAJASANKAR"),
    *("ABERNOLA", "BRINDLECOMBE", "CHUKWUMERE", "DELACROISETTE", "EIDERSTROM", "FARROKHAN"),
    *("GREENWHISTLE", "HOLLOWMERE", "IBARRONDA", "JASPERSTEDT", "KESTRELOVA", "LINDENHATCH"),
    *("MBALIWE", "NIGHTINGROVE", "OYELAKUN", "PEMBERLYNE", "RUSHWATER", "SANDOVARGA"),
    *("TAMARISKA", "UNDERBOUGH", "VALDEROSA", "WEATHERLARK", "YELLOWFERN", "ZAMORINDE"),
    *(
        "AMBERGATE",
        "BAYARTSEN",
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """An invented clinician."""

    serial: int
    first: str
    last: str
    specialty: str


def main() -> None:
    """Write the file that ships."""
    DEMO.write_text(demo_county(), encoding="utf-8", newline="\n")
    print(f"{DEMO} written")


def demo_county() -> str:
    """Return the whole file as text: the header, then a row for each clinician at each site."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(SITES))
    return text.getvalue()


def _rows(sites: Sequence[Site]) -> Iterator[dict[str, str]]:
    staff = _hire(sites)
    members = _members(sites, staff)
    for number, (site, people) in enumerate(zip(sites, staff, strict=True)):
        for person in (*people, *_guests(site, sites, staff)):
            yield _person_cells(person) | _site_cells(site, number, members.get(site.group, 0))


def _hire(sites: Sequence[Site]) -> list[list[Person]]:
    """Return the people of each site; both name lists run round, so no pair of names recurs."""
    serials = count()
    return [[_person(next(serials), word) for word in _posts(site)] for site in sites]


def _posts(site: Site) -> Iterator[str]:
    for post in filter(None, site.staff.split(", ")):
        word, times = post.split()
        yield from [word] * int(times)


def _person(serial: int, word: str) -> Person:
    first = FIRST_NAMES[serial % len(FIRST_NAMES)]
    return Person(serial, first, LAST_NAMES[serial % len(LAST_NAMES)], word)


def _guests(site: Site, sites: Sequence[Site], staff: Sequence[Sequence[Person]]) -> list[Person]:
    if site.guest is None:
        return []
    group, specialty = site.guest
    together = zip(sites, staff, strict=True)
    known = (person for home, people in together if home.group == group for person in people)
    return [next(person for person in known if person.specialty == specialty)]


def _members(sites: Sequence[Site], staff: Sequence[Sequence[Person]]) -> dict[int, int]:
    groups = {site.group for site in sites if site.group}
    together = list(zip(sites, staff, strict=True))
    return {g: sum(len(people) for site, people in together if site.group == g) for g in groups}


def _person_cells(person: Person) -> dict[str, str]:
    specialty, credential = SPECIALTIES[person.specialty]
    return {
        "NPI": npi(10_000_000 + 4_177 * person.serial),
        # All zeros but the serial: plainly nobody's Medicare number.
        "Ind_PAC_ID": f"{person.serial + 1:010d}",
        "Provider Last Name": person.last,
        "Provider First Name": person.first,
        "Cred": credential,
        "Med_sch": "OTHER",
        "pri_spec": specialty,
        "ind_assgn": "Y",
    }


def _site_cells(site: Site, number: int, members: int) -> dict[str, str]:
    group = {"org_pac_id": f"{9_000 + site.group:010d}", "num_org_mem": str(members)}
    return {
        "Facility Name": site.facility,
        **(group if site.group else {}),
        "adr_ln_1": site.line_1,
        "adr_ln_2": site.line_2,
        "ln_2_sprs": "Y" if site.suppressed else "",
        "City/Town": CITIES[site.zip],
        "State": "ME",
        "ZIP Code": site.zip,
        # 555-0100 to 555-0199 are kept free for fiction.
        "Telephone Number": f"20755501{number:02d}",
        "grp_assgn": "Y" if site.group else "",
    }


if __name__ == "__main__":
    main()
