"""The register of a session: marking, signing, changing it with a reason."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Session
from learners.attendance.actions import mark_people, undo_mark
from learners.attendance.forms import ReasonForm, changed_marks
from learners.attendance.here_queries import waiting_at
from learners.attendance.phone_views import milliseconds
from learners.attendance.policies import has_register, may_check_in, may_open_register, may_sign
from learners.attendance.register_queries import Register, last_pressed, register_of, with_choices
from learners.attendance.sign_actions import amend_register, sign_register
from learners.attendance.states import AWAY, THERE, Mark

ON_A_PAGE = 150


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, uid: str) -> HttpResponse:
    """Who is here? Without JavaScript one button saves all marks; with it each press is sent by itself."""
    session, me = opened(request, uid)
    if request.method == "GET":
        has_register(session).enforce()
        return _register_page(request, register_of(session))
    wanted = changed_marks(request.POST.dict())
    do = request.POST.get("do", "save")
    try:
        if do.startswith("undo:"):
            undo_mark(session_id=session.pk, key=do.removeprefix("undo:")[:36], by=me, now=clock.now())
            messages.success(request, "Undone. The mark before it holds again.")
        else:
            count = mark_people(session_id=session.pk, wanted=wanted, by=me, now=clock.now())
            if count:
                messages.success(request, "1 mark saved." if count == 1 else f"{count} marks saved.")
    except Refused as refusal:
        return _not_saved(request, session, wanted, refusal)
    if do == "sign":
        return redirect("register-sign", uid)
    return redirect(request.get_full_path())


def _not_saved(request: HttpRequest, session: Session, wanted: list, refusal: Refused) -> HttpResponse:  # type: ignore[type-arg]
    """The page again with what was pressed; where it was signed meanwhile, the page that changes it."""
    chosen = [(one.enrolment_id, one.mark, one.minutes) for one in wanted]
    shown = with_choices(register_of(session), chosen)
    if shown.is_signed:
        return _amend_page(request, shown, ReasonForm(), refusal.reason, status=409)
    return _register_page(request, shown, refusal.reason, status=409)


def _register_page(
    request: HttpRequest, shown: Register, refused: str = "", status: int = 200
) -> HttpResponse:
    assert isinstance(me := request.user, Account)
    ruling = may_sign(shown.session, unmarked=shown.unmarked, now=clock.now())
    context = {
        "register": shown,
        "page": _page(request, shown.version.lines if shown.version else shown.rows),
        "session": shown.session,
        "cohort": shown.session.cohort,
        "marks": Mark,
        "refused": refused,
        "may_sign": ruling,
        "asking": () if shown.is_signed else waiting_at(shown.session.pk, shown.rows),
        "door": may_check_in(shown.session, signed=shown.is_signed, now=clock.now()),
        "made": milliseconds(clock.now()),
        "last": last_pressed(shown, me, now=clock.now()),
    }
    template = "learners/attendance/signed.html" if shown.is_signed else "learners/attendance/register.html"
    return render(request, template, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, uid: str) -> HttpResponse:
    """Look once more, then sign. After that a change needs a reason."""
    session, me = opened(request, uid)
    if request.method == "POST":
        version = sign_register(session_id=session.pk, by=me, now=clock.now())
        messages.success(request, f"Signed by {version.signed_name}. {_what_next(session)}")
        return redirect("register", uid)
    shown = register_of(session)
    if shown.is_signed:
        return redirect("register", uid)
    context = {
        "register": shown,
        "session": session,
        "cohort": session.cohort,
        "here": [row for row in shown.rows if row.mark in THERE],
        "away": [row for row in shown.rows if row.mark in AWAY],
        "may_sign": may_sign(session, unmarked=shown.unmarked, now=clock.now()),
    }
    return render(request, "learners/attendance/sign.html", context)


def _what_next(session: Session) -> str:
    session.cohort.refresh_from_db(fields=["state"])
    if session.cohort.state == "closed":
        return "Every register of these dates is signed. Certificates go out to everybody who earned one."
    return "Certificates go out when every register of these dates is signed."


@login_required
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, uid: str) -> HttpResponse:
    """Change a signed register: a new version with its reason (INV-32)."""
    session, me = opened(request, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "GET":
        shown = register_of(session)
        if not shown.is_signed:
            return redirect("register", uid)
        return _amend_page(request, shown, form)
    wanted = changed_marks(request.POST.dict())
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST.get("reason", "")[:300]
    try:
        amend_register(session_id=session.pk, wanted=wanted, reason=reason, by=me, now=clock.now())
    except Refused as refusal:
        chosen = [(one.enrolment_id, one.mark, one.minutes) for one in wanted]
        shown = with_choices(register_of(session), chosen)
        return _amend_page(request, shown, form, refusal.reason, status=409)
    messages.success(request, "Changed and signed. What was signed before is kept beside it.")
    return redirect("register", uid)


def _amend_page(
    request: HttpRequest, shown: Register, form: ReasonForm, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "register": shown,
        "page": _page(request, shown.rows),
        "session": shown.session,
        "cohort": shown.session.cohort,
        "marks": Mark,
        "form": form,
        "refused": refused,
    }
    return render(request, "learners/attendance/amend.html", context, status=status)


def _page(request: HttpRequest, lines: Sequence[Any]) -> Page[Any]:
    """A form of more people than this would have more fields than Django reads."""
    return Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))


def opened(request: HttpRequest, uid: str) -> tuple[Session, Account]:
    """The session of this address, for somebody who may open its register."""
    assert isinstance(request.user, Account)
    rows = Session.objects.select_related("cohort__course", "cohort__hub", "venue")
    session = get_object_or_404(rows, uid=uid)
    may_open_register(request.user, session.cohort, now=clock.now()).enforce()
    return session, request.user
