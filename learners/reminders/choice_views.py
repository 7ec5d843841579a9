"""Where a person chooses: which messages, a break, a weekly goal."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from academy.accounts.notices import NEWS_CHANNELS
from academy.accounts.queries import is_minor, news_choices
from academy.accounts.views import me
from academy.shared import clock
from academy.templating import date_words
from learners.reminders.choice_actions import PAUSES, choose_messages, drop_goal, pause, set_goal, wake
from learners.reminders.choice_queries import Standing, choice_rows, standing_of, trouble_of, would_be_rung
from learners.reminders.conditions.goals import STUDY_DAY, standstill
from learners.reminders.forms import GoalForm, wishes_in
from learners.reminders.goal_queries import goal_of, promise
from learners.reminders.kinds import REMINDERS
from learners.reminders.states import Way

PLACE = "learners/reminders"
BREAKS = (("week", "1 week"), ("month", "1 month"), ("quarter", "3 months"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Which messages we send you, and how."""
    account, now = me(request), clock.now()
    if request.method == "POST":
        choose_messages(account_id=account.pk, wishes=wishes_in(request.POST), now=now)
        messages.success(request, "Your choices are saved.")
        return redirect("message-choices")
    standing, today = standing_of([account.pk])[account.pk], clock.today()
    until, said = standing.snoozed_until, news_choices(account)
    words = {
        "rows": choice_rows(account, standing, on=today),
        "ways": _way_words(standing),
        "rung_instead": standing.email_works and would_be_rung(account, standing),
        "until": until if until and until > now else None,
        "breaks": BREAKS,
        "trouble": trouble_of(account) if account.email and not standing.email_works else None,
        "adult": not is_minor(account, today),
        "news": [(one.wording, said.get(one.key, False)) for one in NEWS_CHANNELS],
    }
    return render(request, f"{PLACE}/choices.html", words)


def _way_words(standing: Standing) -> dict[Way, str]:
    """What can be ticked, as it is for this person."""
    works = standing.email_works
    return {
        Way.EMAIL: "By e-mail" if works else "By e-mail, once it reaches you again",
        Way.INBOX: "Here on the site",
        Way.PHONE: "Ring me instead of e-mail" if works else "By telephone, from your hub",
    }


@login_required
@require_POST
def take_break(request: HttpRequest) -> HttpResponse:
    """Not now; or, with `wake`, start again."""
    account, length = me(request), request.POST.get("for", "")
    if request.POST.get("wake") == "yes":
        wake(account_id=account.pk, now=clock.now())
        messages.success(request, "Your break is over. We write to you again when there is something to say.")
    elif length in PAUSES:
        until = pause(account_id=account.pk, length=length, now=clock.now())
        messages.success(request, f"We leave you in peace until {date_words(until)}.")
    return redirect("message-choices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest) -> HttpResponse:
    """How much I want to learn in a week, and when you remind me."""
    account, now = me(request), clock.now()
    if request.POST.get("stop") == "yes":
        drop_goal(account_id=account.pk)
        messages.success(request, "Your weekly goal is gone. You can set a new one whenever you like.")
        return redirect("my-learning")
    mine = goal_of(account.pk, now=now)
    kept = {"lessons": mine.lessons, "weekday": mine.weekday, "hour": mine.hour} if mine else {}
    form = GoalForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        set_goal(account_id=account.pk, now=now, **form.cleaned_data)
        if any(_hindrances(account.pk, now).values()):
            messages.success(request, "Your goal is set.")
            return redirect("study-goal")  # which says what stands in its way
        messages.success(request, f"Your goal is set. {promise(**form.cleaned_data)}")
        return redirect("my-learning")
    hindrances = _hindrances(account.pk, now)
    words = {
        "form": form,
        "goal": mine,
        "most": settings.WEEKLY_MOST_MESSAGES,
        "will_come": not any(hindrances.values()),
        **hindrances,
    }
    return render(request, f"{PLACE}/goal.html", words, status=422 if form.errors else 200)


def _hindrances(account_id: int, now: datetime) -> dict[str, Any]:
    """Why the reminder of a goal would not come."""
    standing = standing_of([account_id])[account_id]
    reminder = REMINDERS.get(STUDY_DAY)
    until = standing.snoozed_until
    return {
        "until": until if until and until > now else None,
        "standstill": standstill(account_id, now),
        "switched_off": reminder is not None and not any(standing.wants(reminder, way) for way in Way),
    }
