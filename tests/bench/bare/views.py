"""Bare views: plain queries and model instances."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cms.models import CoursePage, HomePage, LessonPage
from courses.catalogue.models import Course, Lesson, Module
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.progress.captions import lines_of
from learners.progress.models import LessonProgress, Reflection
from learners.registrations.models import QualRegistration
from learners.reminders.models import Sent, StudyGoal


def health(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"well": True})


def home(request: HttpRequest) -> HttpResponse:
    page = HomePage.objects.get()
    return render(request, "bare/home.html", {"page": page, "blocks": list(page.body.raw_data)})


@login_required
def lesson(request: HttpRequest, key: UUID) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.select_related("module__course", "video"), key=key)
    enrolment = get_object_or_404(Enrolment, account_id=request.user.pk, course=lesson.module.course)
    rows: list[Any] = list(Lesson.objects.filter(module=lesson.module, published=True).order_by("number"))
    done = _attach(rows, LessonProgress.objects.filter(enrolment=enrolment, lesson__in=rows))
    place = rows.index(lesson)
    page = LessonPage.objects.get(translation_key=key)
    written = Reflection.objects.filter(enrolment=enrolment, lesson=lesson)
    context = {
        "lesson": lesson,
        "video": lesson.video,
        "lines": lines_of(lesson.video.captions) if lesson.video else (),
        "words_bytes": len(lesson.video.transcript.encode()) if lesson.video else 0,
        "progress": rows[place].progress,
        "needed": -(-lesson.seconds * lesson.module.course.watch_percent // 100),
        "lessons": rows,
        "done": done,
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
        "blocks": list(page.body.raw_data),
        "texts": {row.block_id: row.text for row in written},
    }
    return render(request, "bare/lesson.html", context)


@login_required
def course(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(Course, slug=slug)
    enrolment = get_object_or_404(Enrolment, account_id=request.user.pk, course=course)
    modules: list[Any] = list(course.modules.filter(published=True).prefetch_related("lessons"))
    following = _count(modules, LessonProgress.objects.filter(enrolment=enrolment))
    page = CoursePage.objects.get(translation_key=course.key)
    context = {
        "course": course,
        "page": page,
        "blocks": list(page.body.raw_data),
        "modules": modules,
        "following": following,
        "done": sum(module.done for module in modules),
        "total": sum(module.total for module in modules),
        "left": sum(module.left for module in modules),
    }
    return render(request, "bare/course.html", context)


@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    enrolments: list[Any] = list(
        Enrolment.objects.filter(account_id=int(request.user.pk or 0)).select_related("course")
    )
    courses = [enrolment.course_id for enrolment in enrolments]
    every: list[Any] = list(
        Module.objects.filter(course__in=courses, published=True).prefetch_related("lessons")
    )
    progress = list(LessonProgress.objects.filter(enrolment__in=enrolments))
    following = None
    for enrolment in enrolments:
        enrolment.modules = [module for module in every if module.course_id == enrolment.course_id]
        mine = [row for row in progress if row.enrolment_id == enrolment.pk]
        following = _count(enrolment.modules, mine) or following
        enrolment.done = sum(module.done for module in enrolment.modules)
        enrolment.total = sum(module.total for module in enrolment.modules)
    who = int(request.user.pk or 0)
    context = {
        "enrolments": enrolments,
        "following": following,
        "certificates": Certificate.objects.filter(enrolment__in=enrolments),
        "goal": StudyGoal.objects.filter(account=who).first(),
        "unread": Sent.objects.filter(account=who, way="inbox", read_at=None).count(),
        "registrations": QualRegistration.objects.filter(account=who).select_related(
            "version__qualification"
        ),
    }
    return render(request, "bare/my_learning.html", context)


@login_required
@require_POST
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    lesson = get_object_or_404(Lesson, key=key)
    enrolment = get_object_or_404(Enrolment, account_id=request.user.pk, course__modules=lesson.module_id)
    progress = LessonProgress.objects.get(enrolment=enrolment, lesson=lesson)
    progress.position_s = int(request.POST["position"])
    progress.seconds = max(progress.seconds, progress.position_s)
    progress.saved_at = timezone.now()
    progress.save()
    return JsonResponse({"seconds": progress.seconds, "done": progress.done_at is not None})


def _attach(lessons: list[Any], progress: Any) -> int:
    """Give each lesson its progress; how many are done."""
    found = {row.lesson_id: row for row in progress}
    for lesson in lessons:
        lesson.progress = found.get(lesson.pk)
    return sum(1 for lesson in lessons if lesson.progress and lesson.progress.done_at)


def _count(modules: list[Any], progress: Any) -> Any:
    """Give each module its counts; the first lesson that is not done."""
    rows, following = list(progress), None
    for module in modules:
        module.rows = list(module.lessons.all())
        module.done, module.total = _attach(module.rows, rows), len(module.rows)
        open_rows = [row for row in module.rows if not (row.progress and row.progress.done_at)]
        module.left = sum(row.seconds for row in open_rows)
        module.todo, module.seconds = len(open_rows), sum(row.seconds for row in module.rows)
        if open_rows and following is None:
            following = open_rows[0]
            following.of = module
            module.here = True
    return following
