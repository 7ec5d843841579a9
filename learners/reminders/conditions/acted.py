"""Whether people then did what a message was about: for the Academy's figures, never for a single person."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from learners.progress.models import LessonProgress
from learners.reminders.models import Sent

WITHIN = timedelta(days=7)


def went_on_in_that_place(sent: QuerySet[Sent]) -> QuerySet[Sent]:
    """Those whose reader learned something in that very place within seven days."""
    about = Concat(
        Value("enrolment:"), Cast("enrolment", CharField())
    )  # text to text: any subject may stand there
    return _followed_by(sent, LessonProgress.objects.annotate(about=about).filter(about=OuterRef("subject")))


def learned_something(sent: QuerySet[Sent]) -> QuerySet[Sent]:
    """Those whose reader learned something anywhere within seven days."""
    return _followed_by(sent, LessonProgress.objects.all())


def answered(sent: QuerySet[Sent]) -> QuerySet[Sent]:
    """Those whose reader gave one of the answers, whichever."""
    return sent.exclude(answer="")


def _followed_by(sent: QuerySet[Sent], progress: QuerySet[Any]) -> QuerySet[Sent]:
    """A lesson keeps its last moment and the one when it became done; either counts."""
    reached = Coalesce("sent_at", "rung_at")
    until = ExpressionWrapper(F("reached_at") + WITHIN, output_field=DateTimeField())
    window = (OuterRef("reached_at"), OuterRef("act_until"))
    then = progress.filter(Q(saved_at__range=window) | Q(done_at__range=window))
    rows = sent.annotate(reached_at=reached).annotate(act_until=until)
    return rows.filter(Exists(then.filter(enrolment__account=OuterRef("account"))))
