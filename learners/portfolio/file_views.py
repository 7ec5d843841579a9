"""Giving a file out: to whom it may be opened by, as something that runs nothing."""

import hashlib
import logging

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared import clock
from academy.shared.storage import range_response
from learners.portfolio import file_store
from learners.portfolio.file_actions import note_opened
from learners.portfolio.file_pages import PDF, NotDrawn, page_picture
from learners.portfolio.file_policies import Door, door_to
from learners.portfolio.file_queries import OPEN_SECONDS, AddressRanOut, Part, meant_by
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import FileState

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# No scripts, no forms, no plug-ins and no origin, whatever it is. A browser asks for a film that is opened by itself
# once more from within its own page, so sound and film keep their origin, and still may run nothing.
LOCKED = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
LOCKED_PLAYER = f"{LOCKED} allow-same-origin"

log = logging.getLogger(__name__)


@login_required
@require_safe
def evidence_file(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The address is of one person and one part of one file, and works for twenty minutes; who may open it is asked
    each time."""
    assert isinstance(request.user, Account)
    try:
        file, part, whose = meant_by(signed)
    except AddressRanOut:
        return _not_there(
            request,
            "This link has run out. Go back to the page, load it again, and open the file from there.",
        )
    except LookupError:
        raise Http404 from None
    if whose not in set(rows_of(request.user)):
        raise Http404
    door = door_to(request.user, file, on=clock.today())
    door.ruling.enforce()
    if file.removed_at is not None or file.state != FileState.READY:
        return _not_there(request, "This file was deleted. Only its size and its print are kept.")
    _note(request.user, file, door, signed)
    try:
        return _given(request, file, part)
    except OSError as fault:
        log.error("evidence_file_missing: %s: %s", file.pk, fault)
        return _not_there(request, "We cannot find this file just now. We have been told.")


@login_required
@require_safe
def evidence_page(request: HttpRequest, signed: str, number: int) -> HttpResponseBase:
    """One page of a PDF as a picture, for whoever may open the file. signed: the address of the file itself."""
    assert isinstance(request.user, Account)
    try:
        file, _, whose = meant_by(signed)
    except AddressRanOut:
        return _not_there(request, "This link has run out. Go back to the page, and load it again.")
    except LookupError:
        raise Http404 from None
    if whose not in set(rows_of(request.user)) or file.type != PDF:
        raise Http404
    door = door_to(request.user, file, on=clock.today())
    door.ruling.enforce()
    if file.removed_at is not None or file.state != FileState.READY:
        return _not_there(request, "This file was deleted. Only its size and its print are kept.")
    _note(request.user, file, door, signed)
    try:
        picture = page_picture(file_store.path_of(file.stored), number)
    except NotDrawn as fault:
        return _not_there(request, str(fault))
    answer = HttpResponse(picture, content_type="image/jpeg")
    for header, value in HEADERS.items():
        answer[header] = value
    answer["Content-Security-Policy"] = LOCKED
    return answer


def _given(request: HttpRequest, file: EvidenceFile, part: Part) -> HttpResponseBase:
    name, type_ = {
        Part.VIEW: (file.view or file.stored, file.view_type),
        Part.KEPT: (file.stored, file.type),
        Part.SMALL: (file.small, "image/jpeg"),
    }[part]
    if not name or not type_:
        raise Http404
    path = file_store.path_of(name)
    answer = range_response(
        request,
        path.open("rb"),
        size=path.stat().st_size,
        content_type=type_,
        etag=f'"{hashlib.sha256(name.encode()).hexdigest()[:24]}"',
        filename=file.name if part is Part.KEPT else None,
    )
    for header, value in HEADERS.items():
        answer[header] = value
    answer["Content-Security-Policy"] = LOCKED_PLAYER if type_.startswith(("audio/", "video/")) else LOCKED
    return answer


def _note(by: Account, file: EvidenceFile, door: Door, signed: str) -> None:
    """Once for each address: a player asks for a film in many pieces."""
    key = f"evidence-opened:{hashlib.sha256(signed.encode()).hexdigest()}"
    seconds = OPEN_SECONDS + 2 * (file.seconds or 0)
    if door.noted and door.through is not None and cache.add(key, 1, seconds):
        note_opened(registration_id=door.through.pk, file_id=file.pk, by=by, now=clock.now())


def _not_there(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "404.html", {"reason": reason}, status=404)
