"""What of places is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Least

from learners.enrolments.models import DayNeeds, Enrolment, Guest, Interest
from learners.enrolments.states import ENDED


def day_needs() -> QuerySet[DayNeeds]:
    """From the end of the dates, or of the place where that came first."""
    over, ended = F("enrolment__cohort__ends_at"), F("enrolment__ended_at")
    return DayNeeds.objects.annotate(kept_from=Least(Coalesce(over, ended), Coalesce(ended, over)))


def reasons_of_places() -> QuerySet[Enrolment]:
    """From the moment the place ended."""
    return Enrolment.objects.filter(state__in=ENDED).exclude(ended_why="").annotate(kept_from=F("ended_at"))


def interest() -> QuerySet[Interest]:
    """From the moment it ended."""
    return Interest.objects.annotate(kept_from=F("ended_at"))


def guests() -> QuerySet[Guest]:
    """From the last visit, with a day for the cookie."""
    return Guest.objects.annotate(kept_from=F("last_seen_at"))
