"""The floor: the least that a page of rows and a write can cost with Django, on the same rows.

A page: four indexed queries (the session, who asks, how many, the rows) and a template. A write:
the first two, and one insert. No middleware, no form, no transaction but the database's own.
"""

import os
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from alongside.outreach.models import FollowUp
from alongside.team.models import Event, Membership

ROWS = int(os.environ.get("BENCHMARK_ROWS", "25"))
PAGE = """<!doctype html><html lang="en"><head><title>{{ member.person.name }}</title></head><body>
<h1>{{ count }}</h1><ul>{% for row in rows %}
<li><h3><a href="/practices/{{ row.practice_id }}/">{{ row.practice.name }}</a></h3>
<p>{{ row.practice.street }}, {{ row.practice.city }}, {{ row.practice.state }}, \
{{ row.practice.phone }}</p><p>{{ row.kind }} {{ row.step }}, due {{ row.due_on }}, shown \
{{ row.shown_on }}, made {{ row.made_at }}</p></li>{% endfor %}
</ul></body></html>"""


def page(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    due = FollowUp.objects.filter(
        group=member.group_id, standing_for__isnull=False, shown_on__lte=datetime.now(UTC).date()
    )
    count = due.count()
    rows = due.select_related("practice").order_by("shown_on", "pk")[:ROWS]
    said = {"member": member, "count": count, "rows": rows}
    return HttpResponse(template().render(said))


@cache
def template() -> Any:
    return engines["django"].from_string(PAGE)


def write(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    event = Event(
        group_id=member.group_id, person_id=member.person_id, verb="floor", at=datetime.now(UTC)
    )
    event.save(force_insert=True)
    return HttpResponse(status=302, headers={"Location": "/"})


def _member(request: HttpRequest) -> Membership:
    Session.objects.get(pk=request.COOKIES["sessionid"])
    return Membership.objects.select_related("person").get(pk=UUID(request.GET["member"]))


def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("well")


urlpatterns = [path("", page), path("write", write), path("healthz", healthz)]
application = get_wsgi_application()
