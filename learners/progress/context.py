"""The question that the first page after signing in asks on a device where a guest has learned."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from learners.enrolments.visitors import guest_key
from learners.progress.queries import guest_lessons


@dataclass(frozen=True, slots=True)
class GuestQuestion:
    """ "You watched 3 lessons here. Add them to your account?" """

    lessons: int


def guest_question(request: HttpRequest) -> dict[str, Any]:
    """`guest_question` for every template: None unless somebody is signed in and a guest's lessons wait here."""
    user = getattr(request, "user", None)
    key = guest_key(request) if user is not None and user.is_authenticated else None
    lessons = guest_lessons(key) if key else 0
    return {"guest_question": GuestQuestion(lessons) if lessons else None}
