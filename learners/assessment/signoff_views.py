"""Signing a unit off: its page for those who judge and check, the learner's own page, and taking it back."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account
from academy.accounts.signed_in_how import may_sign, way_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling
from courses.qualifications.staff_queries import AssessorFacts, facts_of
from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.seen import moment_sent, under_a_signature
from learners.assessment.signoff_actions import confirm_unit, countersign_unit, sign_unit
from learners.assessment.signoff_actions import unlock as take_back
from learners.assessment.signoff_facts import with_units
from learners.assessment.signoff_forms import ConfirmForm, SignForm, UnlockForm
from learners.assessment.signoff_policies import (
    may_confirm_unit,
    may_countersign_unit,
    may_sign_unit,
    may_unlock,
)
from learners.assessment.signoff_queries import UnitBoard, criteria_of, signoff_board
from learners.assessment.signoff_reading_actions import open_signoffs
from learners.assessment.signoff_words import met_for_learner, unit_step
from learners.assessment.statements import CURRENT
from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.submissions.policies import may_see_what_to_show
from learners.submissions.views import registration_at

HERE = "learners/assessment"
KEPT = "signing"  # in the session: what was typed before somebody had to show that it is them
TYPED_AT_MOST = 1000


@login_required
@require_safe
def listed(request: HttpRequest, token: str) -> HttpResponse:
    """Every unit of a learner, for those who judge or check them."""
    registration, now = with_units(registration_at(token)), clock.now()
    standing = open_signoffs(registration=registration, by=me(request), now=now)
    if standing.own:
        return redirect("units", token)
    boards = signoff_board(registration, now=now, given=standing.given)
    words = {"registration": registration, "standing": standing, "boards": boards}
    return render(request, f"{HERE}/unit_signoffs.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One unit: how each criterion stands, who signed, who is next; and signing or countersigning."""
    registration, now = with_units(registration_at(token)), clock.now()
    standing = open_signoffs(registration=registration, by=me(request), now=now)
    if standing.own:
        return redirect("units", token)
    boards = signoff_board(registration, now=now, given=standing.given)
    board = _of(boards, number)
    sign = may_sign(request, now=now)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"comment": _typed(request)})
    if request.method == "POST":
        if not sign:
            return _first_confirm(request)
        if form.is_valid() and _signs(request, registration, board, form):
            request.session.pop(KEPT, None)
            messages.success(
                request, f"Signed. Next: {_of(signoff_board(registration, now=now), number).who}."
            )
            return redirect("unit-signoff", token, number)
    staff = facts_of(me(request), clock.london_date(now))
    may = _may(me(request), registration, board, standing, staff, now)
    words = {
        "registration": registration,
        "standing": standing,
        "board": board,
        "boards": boards,
        "criteria": criteria_of(registration, board),
        "form": form,
        "seen": _before_their_eyes(registration, board) if may.get("sign") or may.get("countersign") else "",
        "sign": sign,
        "confirm": _confirm(request),
        "statements": {kind.value: one.words for kind, one in CURRENT.items()},
        "may": may,
        "judges": standing.assesses_unit(board.unit),
        "trainee": staff.level == AssessorLevel.TRAINEE,
    }
    return render(request, f"{HERE}/unit_signoff.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Take a sign-off back, with a reason."""
    registration, now = with_units(registration_at(token)), clock.now()
    standing = open_signoffs(registration=registration, by=me(request), now=now)
    if standing.own:
        return redirect("units", token)
    board = _of(signoff_board(registration, now=now, given=standing.given), number)
    if board.signoff is None:
        return redirect("unit-signoff", token, number)
    board.signoff.registration = registration
    form = UnlockForm(request.POST if request.method == "POST" else None, initial={"reason": _typed(request)})
    sign = may_sign(request, now=now)
    if request.method == "POST" and not sign:
        return _first_confirm(request)
    if form.is_valid() and _takes_back(request, board.signoff.pk, form):
        request.session.pop(KEPT, None)
        messages.success(request, "Taken back. The unit is open again, and the learner is told.")
        return redirect("unit-signoff", token, number)
    may = may_unlock(me(request), board.signoff, now=now, standing=standing, facts=board.facts)
    words = {"registration": registration, "board": board, "form": form, "may": may}
    words |= {"sign": sign, "confirm": _confirm(request)}
    return render(request, f"{HERE}/unlock.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The learner's units: how far each is, who is next, and confirming."""
    registration, now = with_units(registration_at(token)), clock.now()
    on = clock.london_date(now)
    standing = standing_of(me(request), registration, on=on)
    may_see_what_to_show(me(request), registration, on=on, standing=standing).enforce()
    boards = signoff_board(registration, now=now, given=standing.given)
    told = met_for_learner(registration)
    sign = may_sign(request, now=now)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not sign:
            return _first_confirm(request)
        if form.is_valid() and _confirms(request, boards, form):
            request.session.pop(KEPT, None)
            messages.success(request, "Confirmed. The quality check is next.")
            return redirect("units", token)
        boards = signoff_board(
            registration, now=now, given=standing.given
        )  # as it is now, not as it was sent
    may = {one.unit.pk: _may_confirm(me(request), registration, one, standing, now) for one in boards}
    words = {
        "registration": registration,
        "steps": [unit_step(one, told.get(one.unit.pk, 0)) for one in boards],
        "may": may,
        "asked": any(may[one.unit.pk] for one in boards if str(one.unit.number) == str(form["unit"].value())),
        "form": form,
        "typed": _typed_for_units(request, form),
        "sign": sign,
        "confirm": _confirm(request),
        "statement": CURRENT[SignedAs.LEARNER].words,
    }
    return render(request, f"{HERE}/units.html", words, status=REFUSED if form.errors else 200)


def _of(boards: tuple[UnitBoard, ...], number: int) -> UnitBoard:
    if (board := next((one for one in boards if one.unit.number == number), None)) is None:
        raise Http404("The learner does not take this unit.")
    return board


def _may(
    by: Account,
    registration: QualRegistration,
    board: UnitBoard,
    standing: Standing,
    staff: AssessorFacts,
    now: datetime,
) -> dict[str, Ruling]:
    """By what could be pressed on the page; left out where it is not its turn."""
    facts = board.facts
    if board.signoff is not None:
        board.signoff.registration = registration
    if board.signoff is None or board.state == SignoffState.OPEN:
        return {
            "sign": may_sign_unit(
                by, registration, board.unit, now=now, standing=standing, facts=facts, staff=staff
            )
        }
    found = {"unlock": may_unlock(by, board.signoff, now=now, standing=standing, facts=facts)}
    if board.state == SignoffState.ASSESSOR_SIGNED and board.trainee:
        found["countersign"] = may_countersign_unit(
            by, board.signoff, now=now, standing=standing, facts=facts, staff=staff
        )
    return found


def _before_their_eyes(registration: QualRegistration, board: UnitBoard) -> str:
    return under_a_signature(registration.pk, board.unit.pk, board.signoff)


def _may_confirm(
    by: Account, registration: QualRegistration, board: UnitBoard, standing: Standing, now: datetime
) -> Ruling:
    if board.signoff is None or not board.asks_learner:
        return Ruling.no("")
    board.signoff.registration = registration
    return may_confirm_unit(by, board.signoff, now=now, standing=standing, facts=board.facts)


def _signs(request: HttpRequest, registration: QualRegistration, board: UnitBoard, form: SignForm) -> bool:
    """False, with the reason in the form, where it cannot be."""
    facts = {
        "comment": form.cleaned_data["comment"],
        "how": str(way_of(request)),
        "by": me(request),
        "now": clock.now(),
        "seen": request.POST.get("seen", ""),
    }
    if request.POST.get("do") == "countersign" and board.signoff is not None:
        pk = board.signoff.pk
        return _done(lambda: countersign_unit(signoff_id=pk, **facts), form)
    return _done(lambda: sign_unit(registration_id=registration.pk, unit_id=board.unit.pk, **facts), form)


def _confirms(request: HttpRequest, boards: tuple[UnitBoard, ...], form: ConfirmForm) -> bool:
    signoffs = {one.unit.number: one.signoff for one in boards}
    signoff = signoffs.get(form.cleaned_data["unit"])
    if signoff is None:
        form.add_error(None, "This unit is not signed off yet, so there is nothing to confirm.")
        return False
    return _done(
        lambda: confirm_unit(
            signoff_id=signoff.pk,
            comment=form.cleaned_data["comment"],
            how=str(way_of(request)),
            by=me(request),
            now=clock.now(),
            seen=moment_sent(request.POST.get("seen", "")),
        ),
        form,
    )


def _takes_back(request: HttpRequest, signoff_id: int, form: UnlockForm) -> bool:
    return _done(
        lambda: take_back(
            signoff_id=signoff_id,
            reason=form.cleaned_data["reason"],
            how=str(way_of(request)),
            by=me(request),
            now=clock.now(),
        ),
        form,
    )


def _done(act: Callable[[], object], form: SignForm | ConfirmForm | UnlockForm) -> bool:
    try:
        act()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


def _first_confirm(request: HttpRequest) -> HttpResponse:
    """Keep what was typed, and come back."""
    request.session[KEPT] = {
        "at": request.path,
        "unit": request.POST.get("unit", "")[:9],
        "comment": (request.POST.get("comment") or request.POST.get("reason", ""))[:TYPED_AT_MOST],
    }
    return redirect(_confirm(request))


def _typed(request: HttpRequest) -> str:
    """What was typed on this page before."""
    kept = request.session.get(KEPT) or {}
    return str(kept.get("comment", "")) if kept.get("at") == request.path else ""


def _typed_for_units(request: HttpRequest, form: ConfirmForm) -> dict[str, str]:
    """By the number of the unit that it was typed for: what was sent now, else what was kept."""
    if form.is_bound:
        return {str(form["unit"].value()): str(form["comment"].value() or "")}
    kept = request.session.get(KEPT) or {}
    return {str(kept.get("unit", "")): _typed(request)}


def _confirm(request: HttpRequest) -> str:
    return f"{reverse('confirm-yourself')}?next={request.path}"
