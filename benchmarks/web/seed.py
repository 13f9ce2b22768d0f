"""Seed the database named by the environment: `python -m benchmarks.web.seed --scale 0.02`.

Fifty practices are made by the real actions, so that every row is one that they leave; copies of
them, with other ids, make the rest.
"""

import argparse
from datetime import datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import django

if TYPE_CHECKING:
    from alongside.outreach.models import Candidate

ZONE = ZoneInfo("America/New_York")
# Of fifty practices each: 2,000 of the measured group, 38,000 of all others.
OWN_COPIES, OTHER_COPIES, COPIES_A_GROUP = 40, 760, 4
OFFICES = 2_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    scale = parser.parse_args().scale
    django.setup()
    from django.db import transaction

    from alongside.cli.instance import brought_up_to_date
    from benchmarks.web.template import make_template

    brought_up_to_date()
    print("Fifty practices, by the real actions …", flush=True)
    today = datetime.now(ZONE).date()
    with transaction.atomic():  # one wait for the disk instead of two thousand
        group = make_template(today)
    _copies(round(OTHER_COPIES * scale))
    _territory(group.member.pk)
    _statistics()


def _copies(others: int) -> None:
    from benchmarks.web.copies import read_template
    from benchmarks.web.template import PRACTICES

    template = read_template()
    ids: dict[object, object] = {}
    for number in range(1, OWN_COPIES + others):
        if number >= OWN_COPIES and number % COPIES_A_GROUP == 0:
            ids = template.put_people(number)
        template.put_practices(ids, number)
        if number % 20 == 0:
            whole = (OWN_COPIES + others) * PRACTICES
            print(f"{(number + 1) * PRACTICES} of {whole} practices", flush=True)


def _territory(member_id: UUID) -> None:
    """Load the demo territory by the real work, and make two thousand offices of it."""
    from alongside.outreach.actions.territory import settle_place
    from alongside.outreach.loading import Work, load_territory
    from alongside.team.models import Membership

    member, at = Membership.objects.get(pk=member_id), datetime.now(ZONE)
    settle_place(member=member, near="04101", within_miles=50, at=at)
    with as_file(files("alongside.territory") / "data" / "demo_clinicians.csv") as path:
        work = Work(member, UUID(int=7), at, lambda _done, _words: None)
        load_territory(work, path=path, file_name="demo_clinicians.csv")
    _more_offices()


def _more_offices() -> None:
    from alongside.outreach.models import Candidate

    found = list(Candidate.objects.order_by("rank"))
    copies = (
        (candidate, round_number)
        for round_number in range(1, OFFICES // len(found) + 1)
        for candidate in found
    )
    more = [_another(candidate, number, len(found)) for candidate, number in copies]
    Candidate.objects.bulk_create(more[: OFFICES - len(found)])


def _another(candidate: "Candidate", number: int, found: int) -> "Candidate":
    key = f"{candidate.key} {number}"[-200:]
    facts = {field.attname: getattr(candidate, field.attname) for field in candidate._meta.fields}
    facts |= {
        "id": None,
        "key": key,
        "office": uuid5(candidate.office, key),
        "rank": candidate.rank + number * found,
        "street": f"{number}{candidate.street}",
    }
    return type(candidate)(**facts)


def _statistics() -> None:
    """PostgreSQL gathers statistics by itself in time; SQLite has none, as in earnest."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE, FREEZE)")


if __name__ == "__main__":
    main()
