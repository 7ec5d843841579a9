"""What an online course asks for: every required lesson that is published."""

from django.db.models import Exists, OuterRef

from courses.catalogue.models import Lesson
from learners.completion.rules import Part
from learners.enrolments.models import Enrolment
from learners.progress.models import LessonProgress


def lessons_done(enrolment: Enrolment) -> list[Part]:
    """One part for each required published lesson, module by module. One query."""
    done = LessonProgress.objects.filter(enrolment=enrolment, lesson=OuterRef("pk"), done_at__isnull=False)
    rows = (
        Lesson.objects.filter(
            module__course=enrolment.course_id, module__published=True, published=True, required=True
        )
        .annotate(done=Exists(done))
        .order_by("module__number", "module_id", "number")
        .values_list("module__number", "module__title", "module_id", "title", "done")
    )
    return [Part(f"Module {number}, {module}", pk, title, met) for number, module, pk, title, met in rows]
