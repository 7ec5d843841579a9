"""Finding the place that a decision is about."""

from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind


def place_on(course_id: int, account_id: int) -> Enrolment | None:
    """This person's live self-paced place on this course."""
    mine = {"course": course_id, "account": account_id, "kind": EnrolmentKind.ONLINE}
    return Enrolment.objects.live().select_related("course").filter(**mine).first()
