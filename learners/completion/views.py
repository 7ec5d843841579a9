"""Finishing a course of which nothing is left."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.shared import clock
from courses.catalogue.models import Course
from learners.completion.actions import finish_course, verdict_on
from learners.completion.policies import may_finish
from learners.completion.queries import place_on


@login_required
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask (GET) and finish (POST)."""
    assert isinstance(request.user, Account)
    course = get_object_or_404(Course, slug=slug)
    if request.method == "GET":
        place = place_on(course.pk, request.user.pk)
        may_finish(verdict_on(place) if place is not None else None).enforce()
        return render(request, "learners/completion/finish.html", {"course": course})
    finish_course(course_id=course.pk, by=request.user, now=clock.now())
    messages.success(request, f"You have finished {course.title}. Well done.")
    return redirect("my-learning")
