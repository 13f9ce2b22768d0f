"""Whether the server is well, for a monitor: a word a thing, and no more to a stranger."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.team.soundness import State, vital_signs


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    signs = vital_signs(timezone.now())
    found = {finding.name.replace(" ", "_"): finding.state for finding in signs}
    return JsonResponse(found, status=503 if State.BAD in found.values() else 200)
