"""Adding, moving and cancelling one session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.forms import SessionForm, where_of
from courses.delivery.models import Session
from courses.delivery.policies import (
    may_cancel_session,
    may_change_cohort,
    may_change_session,
    may_see_cohort,
)
from courses.delivery.queries import live_sessions
from courses.delivery.session_actions import add_session, cancel_session, move_session
from courses.delivery.views import seen, warn_of_venues
from courses.delivery.words import when_words, where_words


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more session; the form begins with the times and place of the last."""
    now, cohort = clock.now(), seen(request, pk)
    may_change_cohort(me(request), cohort, now=now).enforce()
    last = live_sessions(cohort)[-1:]
    form = SessionForm(
        request.POST or None, hub=cohort.hub, now=now, initial=_facts(last[0]) | {"day": None} if last else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_session(cohort_id=pk, meeting=form.meeting(), by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Added the session.")
            warn_of_venues(request, cohort)
            return redirect("cohort-page", pk=pk)
    words = {"form": form, "cohort": cohort, "session": None}
    return render(request, "courses/delivery/session.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, uid: str) -> HttpResponse:
    """To another day, time or place."""
    now, session = clock.now(), _session(request, uid)
    may_change_session(me(request), session, now=now).enforce()
    form = SessionForm(
        request.POST or None,
        hub=session.cohort.hub,
        now=now,
        initial=_facts(session),
        keep=session.venue,
    )
    if request.method == "POST" and form.is_valid():
        try:
            move_session(session_id=session.pk, meeting=form.meeting(), by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, "Saved the session. The page of these dates and people’s calendars follow."
            )
            warn_of_venues(request, session.cohort)
            return redirect("cohort-page", pk=session.cohort_id)
    words = {"form": form, "cohort": session.cohort, "session": session, "when": when_words(session)}
    return render(request, "courses/delivery/session.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask (GET), and cancel this one session (POST)."""
    now, session = clock.now(), _session(request, uid)
    if request.method == "POST":
        cancel_session(session_id=session.pk, by=me(request), now=now, why=request.POST.get("why", "")[:300])
        messages.success(request, f"Cancelled the session on {when_words(session)}.")
        return redirect("cohort-page", pk=session.cohort_id)
    others = sum(one.pk != session.pk for one in live_sessions(session.cohort))
    words = {
        "cohort": session.cohort,
        "session": session,
        "when": when_words(session),
        "where": where_words(session),
        "ruling": may_cancel_session(me(request), session, others=others, now=now),
    }
    return render(request, "courses/delivery/session_cancel.html", words)


def _session(request: HttpRequest, uid: str) -> Session:
    """One session, for those who run its dates."""
    rows = Session.objects.select_related("cohort__course", "cohort__hub", "venue")
    session = get_object_or_404(rows, uid=uid)
    may_see_cohort(me(request), session.cohort, now=clock.now()).enforce()
    return session


def _facts(session: Session) -> dict[str, object]:
    return {
        "day": session.day,
        "begins": session.begins,
        "ends": session.ends,
        "where": where_of(session.venue_id, bool(session.online_url)),
        "online_url": session.online_url,
        "required": session.required,
    }
