"""Photos of the signed sheet: added, looked at, and taken away by those who run the dates."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.shared import clock
from academy.shared.photos import ACCEPT, NotAPhoto, photo_response, read_photo
from academy.shared.rulings import Refused
from courses.delivery.models import Session
from courses.delivery.words import day_words
from learners.attendance.actions import is_signed
from learners.attendance.models import SheetPhoto
from learners.attendance.photo_actions import add_photos, remove_photo
from learners.attendance.policies import MOST_AT_ONCE, may_add_photo, may_remove_photo
from learners.attendance.views import opened

log = logging.getLogger(__name__)


@login_required
@require_http_methods(["GET", "POST"])
def photos(request: HttpRequest, uid: str) -> HttpResponse:
    """The photos of one session's sheet, and a place to add more."""
    session, me = opened(request, uid)
    if request.method == "GET":
        return _page(request, session)
    sent = request.FILES.getlist("photos")
    if not sent:
        return _page(request, session, "Choose a photo first, or take one.", status=400)
    if len(sent) > MOST_AT_ONCE:
        return _page(request, session, f"Send {MOST_AT_ONCE} photos at a time.", status=400)
    try:
        read = [read_photo(one) for one in sent]
        count = add_photos(session_id=session.pk, photos=read, by=me, now=clock.now())
    except NotAPhoto as fault:
        before = "Nothing was kept. " if len(sent) > 1 else ""
        return _page(request, session, f"{before}{fault}", status=400)
    except Refused as refusal:
        return _page(request, session, refusal.reason, status=409)
    done = (
        "That photo is here already."
        if not count
        else "1 photo kept."
        if count == 1
        else f"{count} photos kept."
    )
    messages.success(request, done)
    return redirect("register-photos", uid)


def _page(request: HttpRequest, session: Session, refused: str = "", status: int = 200) -> HttpResponse:
    kept = list(SheetPhoto.objects.filter(session=session, removed_at=None).select_related("added_by"))
    signed, now = is_signed(session), clock.now()
    words = {
        "session": session,
        "cohort": session.cohort,
        "day": day_words(session.day),
        "photos": kept,
        "accept": ACCEPT,
        "refused": refused,
        "adding": may_add_photo(session, there=len(kept), more=1, now=now),
        "removing": may_remove_photo(request.user, session, signed=signed, now=now),  # type: ignore[arg-type]
    }
    return render(request, "learners/attendance/photos.html", words, status=status)


@login_required
@require_safe
def photo(request: HttpRequest, uid: str, token: str) -> HttpResponseBase:
    """The picture itself."""
    session, _ = opened(request, uid)
    found = get_object_or_404(SheetPhoto, session=session, token=token, removed_at=None)
    try:
        return photo_response(request, found.file, filename=f"register-{session.day}-{found.pk}.jpg")
    except OSError as error:
        log.error("the file of sheet photo %s is missing: %s", found.pk, error)
        reason = "We cannot find this photo just now. We have been told."
        return render(request, "404.html", {"reason": reason}, status=404)


@login_required
@require_POST
def remove(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Take one away."""
    session, me = opened(request, uid)
    found = get_object_or_404(SheetPhoto, session=session, token=token)
    remove_photo(photo_id=found.pk, by=me, now=clock.now())
    messages.success(request, "The photo is deleted. That you did it stays in the history.")
    return redirect("register-photos", uid)
