"""At the door: walk-ins with their slips, and the register on paper."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.pdf import qr_svg
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from courses.delivery.models import Session
from learners.attendance.forms import WalkInForm
from learners.attendance.here_actions import settle_as_walk_in
from learners.attendance.models import CheckInRequest, WalkIn
from learners.attendance.paper import print_register
from learners.attendance.people_queries import Known, known_here
from learners.attendance.policies import has_register
from learners.attendance.register_queries import register_of
from learners.attendance.views import opened
from learners.attendance.walk_in_actions import GuardianFirst, NoRoom, add_walk_in
from learners.enrolments.consent import SCOPE

NEW = "new"


@login_required
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest, uid: str) -> HttpResponse:
    """A name is enough. Whoever this hub knows by such a name is offered first, so that nobody is entered twice."""
    session, me = opened(request, uid)
    has_register(session).enforce()
    form = WalkInForm(
        request.POST or None, initial={"key": new_token(), "name": request.GET.get("name", "")[:120]}
    )
    asked = _asked(request, session)
    if request.method == "GET" or not form.is_valid():
        return _walk_in_page(request, session, form, asked)
    sent = form.cleaned_data
    known = known_here(session.cohort, sent["name"])
    if known and sent["who"] not in {NEW, *(str(one.account_id) for one in known)}:
        return _walk_in_page(request, session, form, asked, known)
    try:
        added = _added(session, me, form, asked)
    except Refused as refusal:
        return _walk_in_page(request, session, form, asked, known, refusal)
    messages.success(request, f"{added.enrolment.account} is on the register, and marked as here.")
    return redirect("register-slip", uid, added.code) if added.newcomer else redirect("register", uid)


def _walk_in_page(
    request: HttpRequest,
    session: Session,
    form: WalkInForm,
    asked: int | None,
    known: Sequence[Known] = (),
    refusal: Refused | None = None,
) -> HttpResponse:
    typed = bool(form["guardian_name"].value() or form["born"].value())
    if minor := typed or isinstance(refusal, GuardianFirst):
        form.ask_guardian()
    context = {
        "asked": asked,
        "session": session,
        "cohort": session.cohort,
        "form": form,
        "known": known,
        "refused": refusal.reason if refusal else "",
        "scope": SCOPE,
        "minor": minor,
        "full": isinstance(refusal, NoRoom),
    }
    return render(request, "learners/attendance/walk_in.html", context, status=409 if refusal else 200)


def _added(session: Session, me: Account, form: WalkInForm, asked: int | None) -> WalkIn:
    """Add them; where they had typed their name at the door, that is answered in the same step."""
    sent = form.cleaned_data
    add = partial(
        add_walk_in,
        session_id=session.pk,
        name=sent["name"],
        account_id=int(sent["who"]) if sent["who"] not in ("", NEW) else None,
        key=sent["key"],
        by=me,
        now=clock.now(),
        make_room=sent["room"],
        under_age=form.under_age(),
    )
    return add() if asked is None else settle_as_walk_in(asked_id=asked, add=add, by=me, now=clock.now())


def _asked(request: HttpRequest, session: Session) -> int | None:
    """The name at the door that this answers, where it is one of this session."""
    typed = (request.POST if request.method == "POST" else request.GET).get("asked", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 18):
        return None
    return CheckInRequest.objects.filter(pk=int(typed), session=session).values_list("pk", flat=True).first()


@login_required
@require_safe
def slip(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """The slip of somebody who came for the first time: a code that makes this day theirs later."""
    session, _ = opened(request, uid)
    rows = WalkIn.objects.select_related("enrolment__account")
    found = get_object_or_404(rows, session__cohort=session.cohort_id, code=code)
    context = {
        "walk_in": found,
        "session": session,
        "cohort": session.cohort,
        "register": register_of(session),
        "square": mark_safe(qr_svg(settings.BASE_URL + reverse("slip-claim", args=[found.code]))),
        "short_address": settings.BASE_URL.partition("://")[2] + reverse("slip"),
    }
    return render(request, "learners/attendance/slip.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """The register to print: names, a column to sign in, and empty lines for whoever walks in."""
    session, _ = opened(request, uid)
    has_register(session).enforce()
    answer = HttpResponse(
        print_register(register_of(session), now=clock.now()), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="register-{session.day}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
