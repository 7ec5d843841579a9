"""What of messages is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from academy.shared import clock
from learners.reminders.models import AddressTrouble, CohortLetter, Sent
from learners.reminders.states import SentState

FINAL = (SentState.SENT, SentState.SKIPPED, SentState.UNKNOWN, SentState.TOLD)


def messages() -> QuerySet[Sent]:
    """From the moment a message became due, once it is past its use and ended.

    What is past its use is never planned again, so a message whose row is gone cannot be sent a second time.
    """
    over = Sent.objects.filter(useful_until__lt=clock.now(), state__in=FINAL)
    return over.annotate(kept_from=F("due_at"))


def address_troubles() -> QuerySet[AddressTrouble]:
    """From the moment the trouble ended."""
    return AddressTrouble.objects.annotate(kept_from=F("ended_at"))


def cohort_letters() -> QuerySet[CohortLetter]:
    """From the moment a letter was sent, or written and left."""
    return CohortLetter.objects.annotate(kept_from=Coalesce("sent_at", "written_at"))
