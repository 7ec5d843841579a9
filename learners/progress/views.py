"""What a lesson page reports, and the question about a guest's lessons."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.limits import within_limit
from academy.shared.rulings import Refused
from courses.catalogue.models import Lesson
from learners.enrolments.visitors import (
    Visitor,
    forget_guest,
    guest_key,
    remember_guest,
    visitor,
    why_not_from_here,
)
from learners.progress.actions import Saved, TooLong, keep_reflection, mark_read, record_watching
from learners.progress.forms import GuestAnswerForm, ReflectionForm
from learners.progress.guests import add_guest_lessons, forget_guest_lessons
from learners.progress.rules import LONGEST_REPORT, BadReport, read_report

MOST_BYTES = 4 * LONGEST_REPORT
NEW_GUESTS_AN_HOUR = 200  # from one address: a hall full of people, and not a robot


@require_POST
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """POST watched=0-12,30-41, position=41, ago=0 (seconds) and owner → JSON of what the server holds now.

    Answers 400, 403, 404, 409 (the page is somebody else's) or 413.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return JsonResponse({"error": "That report is too long. Send it in parts."}, status=413)
    lesson = _lesson(key)
    try:
        sent = request.POST
        read = read_report(sent.get("watched", ""), sent.get("position", ""), sent.get("ago", "0"))
    except BadReport as error:
        return JsonResponse({"error": str(error)}, status=400)
    return _answer(request, lambda who: record_watching(lesson=lesson, report=read, by=who, now=clock.now()))


@require_POST
def read(request: HttpRequest, key: UUID) -> HttpResponse:
    """ "I have read this": counts as done. Without JavaScript it leads back to the lesson."""
    lesson = _lesson(key)
    return _answer(request, lambda who: mark_read(lesson=lesson, by=who, now=clock.now()), back_to=lesson)


@require_POST
def reflection(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a reflection, as it is typed or by its button."""
    lesson = _lesson(key)
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"error": "We could not tell which question this answers. Load the page again."}, status=400
        )
    block, text = form.cleaned_data["block_id"], form.cleaned_data["text"]
    return _answer(
        request,
        lambda who: keep_reflection(lesson=lesson, block_id=block, text=text, by=who, now=clock.now()),
        back_to=lesson,
    )


@login_required
def guest_answer(request: HttpRequest) -> HttpResponse:
    """Add the guest's lessons to the account, or forget them; then back to where the question was asked.

    Whoever had to sign in first is led to their learning, where it is asked again.
    """
    assert isinstance(request.user, Account)
    form = GuestAnswerForm(request.POST)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("my-learning")
    response = redirect(target)
    key = guest_key(request)
    if key is None or not form.is_valid():
        return response
    if form.cleaned_data["keep"] == "yes":
        count = add_guest_lessons(guest_key=key, by=request.user, now=clock.now())
        messages.success(request, f"We added {count} lesson{'s' * (count != 1)} to your account.")
    else:
        forget_guest_lessons(guest_key=key)
        messages.success(request, "We have forgotten the lessons that were watched here without an account.")
    forget_guest(response)
    return response


def _lesson(key: UUID) -> Lesson:
    known = Lesson.objects.select_related("module__course").filter(key=key)
    lesson = next(iter(known.order_by()), None)
    if lesson is None:
        raise Http404("There is no such lesson.")
    return lesson


def _answer(
    request: HttpRequest, act: Callable[[Visitor], Saved], back_to: Lesson | None = None
) -> HttpResponse:
    """Do it; tell a script in JSON, and a person by leading them back to the lesson."""
    script = back_to is None or request.headers.get("Accept", "").startswith("application/json")
    response: HttpResponse
    who = visitor(request)
    if words := why_not_from_here(request, who):
        return _not_from_here(request, words, None if script else back_to)
    if who == Visitor() and not within_limit(request, "guest", times=NEW_GUESTS_AN_HOUR, seconds=3600):
        return _too_many(request, script=script)
    try:
        saved = act(who)
    except TooLong as error:
        return JsonResponse({"error": str(error)}, status=400)
    except Refused as refusal:
        if not script:
            raise
        return JsonResponse({"error": refusal.reason}, status=403)
    if script:
        body = {"seconds": saved.seconds, "needed": saved.needed, "done": saved.done}
        response = JsonResponse({**body, "saved_at": saved.saved_at.isoformat()})
    else:
        assert back_to is not None
        response = redirect("lesson", back_to.key)
    if saved.guest_key and saved.guest_key != guest_key(
        request, days=1
    ):  # ninety days from the last day here
        remember_guest(response, saved.guest_key)
    return response


def _too_many(request: HttpRequest, *, script: bool) -> HttpResponse:
    if not script:
        return render(request, "429.html", {"minutes": 60}, status=429)
    words = "Too many people began here within an hour. Sign in, or try again in a while."
    return JsonResponse({"error": words}, status=429)


def _not_from_here(request: HttpRequest, words: str, back_to: Lesson | None) -> HttpResponse:
    if back_to is None:
        return JsonResponse({"error": words}, status=409)
    messages.warning(request, words)
    return redirect("lesson", back_to.key)
