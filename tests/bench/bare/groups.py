"""The grid of a group as it would be written first: plain queries, model instances, a Django template."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from courses.catalogue.models import Module
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.progress.models import LessonProgress

STATES = {
    "watching": ("d", "done"),
    "reading": ("d", "done"),
    "in_person": ("i", "done in person"),
    "": ("p", "begun"),
}


@login_required
def group(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    places = (
        Enrolment.objects.filter(cohort=cohort).select_related("account").order_by("account__full_name")[:50]
    )
    modules: list[Any] = list(
        Module.objects.filter(course__code="FOCUS", published=True).prefetch_related("lessons")
    )
    for module in modules:
        module.rows = list(module.lessons.all())
    lessons = [lesson for module in modules for lesson in module.rows]
    online = Enrolment.objects.filter(
        course__code="FOCUS", account__in=[place.account_id for place in places]
    )
    learning = {place.account_id: place for place in online}
    found = {
        (row.enrolment_id, row.lesson_id): row for row in LessonProgress.objects.filter(enrolment__in=online)
    }
    rows = []
    for place in places:
        cells = []
        for lesson in lessons:
            progress = found.get((learning[place.account_id].pk, lesson.pk))
            state, words = STATES[progress.done_via] if progress else ("n", "not begun")
            cells.append({"state": state, "words": words})
        done = sum(cell["state"] in "di" for cell in cells)
        rows.append({"place": place, "cells": cells, "done": done})
    return render(request, "bare/group.html", {"cohort": cohort, "modules": modules, "rows": rows})
