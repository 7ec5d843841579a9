"""The code on the wall: the trainer's page that shows it, and the page where people say that they are here."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from academy.accounts.queries import rows_of
from academy.accounts.rules import NotAName
from academy.shared import clock, pdf
from academy.shared.limits import within_limit
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from courses.delivery.models import Session
from courses.delivery.words import hours_words
from learners.attendance.actions import is_signed
from learners.attendance.door_codes import (
    STEP,
    Holds,
    Read,
    code_of,
    read_code,
    read_ticket,
    ticket_for,
    words_of,
)
from learners.attendance.here_actions import Answer, check_in, settle_as_not_here, settle_as_place
from learners.attendance.here_forms import HereForm, WordsForm
from learners.attendance.here_queries import session_with_words
from learners.attendance.models import CheckInRequest
from learners.attendance.policies import may_check_in
from learners.attendance.views import opened
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED

HERE = "learners/attendance/here.html"
DEVICE = (
    "door"  # a cookie for twelve hours: a random name for this browser, so that a second press is harmless
)
DEVICE_NAME = re.compile(r"[A-Za-z0-9_-]{22}")
TRIES, WORD_TRIES, MINUTES = 200, 30, 10  # of one connection, which a whole hall may share
OLD = "This code has run out. A new one comes every minute: scan the one on the wall again."
NEVER = "This is not a code of ours. Scan the square code that the trainer shows, or type its three words."
SLOW = "That took longer than ten minutes, and the code has run out. Scan the one on the wall again."
MANY = f"There were too many tries from here. Tell the trainer that you are here, or wait {MINUTES} minutes."

FULL = (
    "Many names wait for the trainer just now. Go to the trainer and say that you are here, or type the number of "
    "your place."
)


@login_required
@never_cache
@require_safe
def wall(request: HttpRequest, uid: str) -> HttpResponse:
    """The code of this minute, to be held up or shown on the wall; another one each minute."""
    session, _ = opened(request, uid)
    now = clock.now()
    code = code_of(session.pk, at=now)
    address = settings.BASE_URL + reverse("here", args=[code])
    words = {
        "session": session,
        "cohort": session.cohort,
        "hours": hours_words(session),
        "ruling": may_check_in(session, signed=is_signed(session), now=now),
        "address": address,
        "qr": Markup(pdf.qr_svg(address)),  # our own drawing
        "words": words_of(session.pk, at=now),
        "type_at": settings.BASE_URL.split("://")[-1] + reverse("here-words"),
        "seconds": STEP // 3,
    }
    return render(request, "learners/attendance/wall.html", words)


@never_cache
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Whoever cannot scan types the three words, and is led on to the code itself."""
    form = WordsForm(request.GET or None)
    if form.is_bound and form.is_valid():
        if not within_limit(request, "here-words", times=WORD_TRIES, seconds=60 * MINUTES):
            form.add_error("words", MANY)
            return _words_page(request, form, 429)
        now = clock.now()
        session = session_with_words(form.cleaned_data["words"], now=now)
        if session is not None:
            return redirect("here", code_of(session.pk, at=now))
        form.add_error(
            "words",
            "These are not the words of this minute. They change: look at them again, and type all three.",
        )
    return _words_page(request, form, 400 if form.errors else 200)


def _words_page(request: HttpRequest, form: WordsForm, status: int) -> HttpResponse:
    return render(request, "learners/attendance/here_words.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def here(request: HttpRequest, code: str) -> HttpResponse:
    """Where somebody says “I am here”, on a phone that need not be signed in. It never shows who else is."""
    posted = request.method == "POST"
    read = read_ticket(request.POST.get("ticket", "")) if posted else read_code(code, now=clock.now())
    if read.holds != Holds.YES:
        return _closed(request, _why(read, posted))
    session = get_object_or_404(
        Session.objects.select_related("cohort__course", "cohort__hub"), pk=read.session_id
    )
    ruling = may_check_in(session, signed=is_signed(session), now=clock.now())
    if not ruling:
        return _closed(request, ruling.reason, session)
    form = HereForm(request.POST or None)
    if not posted:
        return _ask(request, session, HereForm())
    if not within_limit(request, f"here-{session.pk}", times=TRIES, seconds=60 * MINUTES):
        form.add_error(None, MANY)
        return _ask(request, session, form, 429)
    return _checked(request, session, form)


def _checked(request: HttpRequest, session: Session, form: HereForm) -> HttpResponse:
    device, me = _device(request), request.POST.get("me") == "yes" and request.user.is_authenticated
    if not me and not form.is_valid():
        return _ask(request, session, form, 400)
    typed = "" if me else form.cleaned_data["who"]
    try:
        answer = check_in(
            session_id=session.pk,
            typed=typed,
            device=device,
            now=clock.now(),
            account_id=request.user.pk if me else None,
        )
    except NotAName as fault:
        form.add_error("who", str(fault))
        return _ask(request, session, form, 400)
    except Refused as refusal:
        form.add_error(None if me else "who", refusal.reason)
        return _ask(request, session, form, 400)
    if answer == Answer.FULL:
        form.add_error(None, FULL)
        return _ask(request, session, form, 400)
    words = {
        **_facts(session),
        "certain": answer == Answer.HERE,
        "said": str(request.user) if me else " ".join(typed.split()),
    }
    return _remembered(render(request, "learners/attendance/here_done.html", words), device)


def _ask(request: HttpRequest, session: Session, form: HereForm, status: int = 200) -> HttpResponse:
    words = {
        **_facts(session),
        "form": form,
        "ticket": ticket_for(session.pk),
        "mine": _mine(request, session),
    }
    if status != 200 and request.POST.get("ticket"):
        words["ticket"] = request.POST["ticket"]  # a mistake gives nobody more time
    return _remembered(render(request, HERE, words, status=status), _device(request))


def _mine(request: HttpRequest, session: Session) -> bool:
    """Whether the person who is signed in here has a place on these dates."""
    if not request.user.is_authenticated:
        return False
    return Enrolment.objects.filter(
        cohort=session.cohort_id, account__in=rows_of(request.user.pk), state__in=BOOKED
    ).exists()


def _facts(session: Session) -> dict[str, Any]:
    return {
        "cohort": session.cohort,
        "hours": hours_words(session),
        "address": code_of(session.pk, at=clock.now()),
    }


def _why(read: Read, posted: bool) -> str:
    if read.holds == Holds.NEVER:
        return NEVER
    return SLOW if posted else OLD


def _closed(request: HttpRequest, reason: str, session: Session | None = None) -> HttpResponse:
    context = {"reason": reason, "cohort": session.cohort if session else None}
    return render(request, "learners/attendance/here_closed.html", context, status=403)


def _device(request: HttpRequest) -> str:
    known = request.COOKIES.get(DEVICE, "")
    return known if DEVICE_NAME.fullmatch(known) else new_token()


def _remembered(answer: HttpResponse, device: str) -> HttpResponse:
    answer.set_cookie(
        DEVICE,
        device,
        max_age=12 * 60 * 60,
        path=reverse("here-words"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@login_required
@require_POST
def asked(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """The trainer says who typed a name: somebody on the register, or nobody who is here."""
    session, me = opened(request, uid)
    get_object_or_404(CheckInRequest, pk=pk, session=session)
    who = request.POST.get("who", "")
    if who == "nobody":
        settle_as_not_here(asked_id=pk, by=me, now=clock.now())
        messages.success(request, "Done. Nothing was marked for that name.")
    elif who.isascii() and who.isdecimal() and len(who) <= 18:
        done = settle_as_place(asked_id=pk, enrolment_id=int(who), by=me, now=clock.now())
        assert done.enrolment is not None
        messages.success(request, f"{done.enrolment.account} is marked as here.")
    else:
        raise Refused("Choose who it is: somebody on the register, a walk-in, or nobody.")
    return redirect("register", uid)
