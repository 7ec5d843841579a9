"""What phones send by themselves: marks that waited for a signal. Answers are JSON."""

from datetime import datetime
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Session
from learners.attendance.actions import merge_marks
from learners.attendance.forms import BadPresses, read_presses
from learners.attendance.here_queries import how_many_wait
from learners.attendance.queries import on_the_register, standings

MOST_BYTES = 400_000
SIGN_IN = "You have been signed out. Your marks are kept on this phone. Sign in again to send them."
SOMEBODY_ELSE = "Somebody else has signed in here. These marks wait on this phone until you are back."


@require_POST
def marks(request: HttpRequest, uid: str) -> HttpResponse:
    """POST presses (see forms.read_presses) and owner → what became of them, and how everybody stands now.

    Answers 400, 401 (signed out), 403 with its reason, 404, 409 (the page is somebody else's) or 413.
    """
    if not isinstance(request.user, Account):
        return _no(SIGN_IN, 401)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _no("That is too much at once. Send it in parts.", 413)
    if request.POST.get("owner") != str(request.user.pk):
        return _no(SOMEBODY_ELSE, 409)
    session, now = get_object_or_404(Session, uid=uid), clock.now()
    try:
        kept = read_presses(request.POST.get("presses", "[]"))
        merged = merge_marks(session_id=session.pk, kept=kept, by=request.user, now=now)
    except BadPresses as fault:
        return _no(str(fault), 400)
    except Refused as refusal:
        return _no(refusal.reason, 403)
    stands = standings(session.pk)
    places = on_the_register(session.cohort_id).values_list("pk", flat=True)
    return JsonResponse(
        {
            "taken": merged.taken,
            "refused": merged.refused,
            "places": merged.places,
            "signed": merged.signed,
            "at": milliseconds(now),
            "asking": how_many_wait(session.pk),
            "marks": {
                str(pk): [stands[pk].mark, stands[pk].minutes, stands[pk].key]
                if pk in stands
                else ["", None, ""]
                for pk in places
            },
        }
    )


def milliseconds(at: datetime) -> int:
    """A moment as scripts count it."""
    return int(at.timestamp() * 1000)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that gives kept pages without a signal. It stands at the top, so that it may answer for registers."""
    return HttpResponse(_worker(), "text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _worker() -> str:
    return Path(str(finders.find("academy/js/offline-worker.js"))).read_text()


def _no(reason: str, status: int) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=status)
