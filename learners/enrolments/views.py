"""Joining a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.shared import clock
from courses.catalogue.models import Course
from learners.enrolments.actions import join_course
from learners.enrolments.policies import may_join


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask (GET, also where signing in leads back to) and join (POST)."""
    course = get_object_or_404(Course, slug=slug)
    may_join(course).enforce()
    if request.method == "GET":
        return render(request, "learners/enrolments/join.html", {"course": course})
    assert isinstance(request.user, Account)
    join_course(course_id=course.pk, by=request.user, now=clock.now())
    messages.success(request, f"You have joined {course.title}. All of it is open to you.")
    return redirect("my-learning")
