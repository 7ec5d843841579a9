"""What an assessor saw, heard or asked: the learner is asked to confirm it; the assessor hears of doubt and silence."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from academy.accounts.queries import of_person, person_id
from academy.shared.clock import london_date
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import RecordState
from learners.registrations.caseload import allocations_that_count
from learners.reminders.conditions.happened import (
    LONGEST,
    NIGHTS,
    STANDING,
    TOLD_WITHIN,
    Happened,
    day_words,
    days_later,
    next_morning,
    page,
    turns,
)
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.letters import Due, Letter

LAST_FOR = 7  # days that the last word is of use


def _to_confirm(now: datetime) -> dict[Due, AssessorRecord]:
    """Shared and not answered: now, and two times more. Sharing it again begins anew."""
    days = (settings.RECORD_FIRST_REMINDER_DAYS, settings.RECORD_LAST_REMINDER_DAYS)
    rows = AssessorRecord.objects.filter(
        live_learner("registration__account"),
        state=RecordState.SHARED,
        shared_at__gt=now - timedelta(days=days[1] + LAST_FOR + 1),
        shared_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration", "item", "assessor")
    found: dict[Due, AssessorRecord] = {}
    for row in rows.annotate(learner_pk=person_id("registration__account")).order_by("pk"):
        shared = row.shared_at
        assert shared is not None
        later = (days_later(shared, each) for each in (*days, days[1] + LAST_FOR))
        for number, at, until in turns(shared, *later):
            if at <= now < until:
                occasion = f"{shared:%Y%m%d%H%M%S}-{number}"
                found[Due(row.learner_pk, f"assessorrecord:{row.pk}", occasion, at=at, until=until)] = row
    return found


def _confirm_letter(record: AssessorRecord, due: Due) -> Letter:
    return Letter(
        page("record-read", record.token, "registration", record.registration.token),
        "Read it and answer",
        {
            "assessor": record.assessor.full_name,
            "kind": record.item.get_kind_display().lower(),
            "day": day_words(record.happened_on),
            "before": int(due.occasion.partition("-")[2]),
            "counts": settings.RECORD_SILENCE == "count",
        },
    )


def _queried(now: datetime) -> dict[Due, AssessorRecord]:
    """The learner sees it differently, and it was not changed since: once for each time that they said so."""
    rows = AssessorRecord.objects.filter(
        live_learner("assessor"),
        state=RecordState.QUERIED,
        queried_at__gt=now - LONGEST,
        queried_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration__account", "item")
    rows = rows.annotate(asked=person_id("assessor")).order_by("pk")
    return {
        Due(row.asked, f"assessorrecord:{row.pk}", f"{row.queried_at:%Y%m%d%H%M%S}", at=row.queried_at): row
        for row in rows
    }


def _queried_letter(record: AssessorRecord, due: Due) -> Letter:
    return Letter(
        page("record", record.token, "learner-work", record.registration.token),
        "Read what they say",
        {
            "learner": record.registration.account.full_name,
            "kind": record.item.get_kind_display().lower(),
            "day": day_words(record.happened_on),
        },
    )


def _silent(now: datetime) -> dict[Due, AssessorRecord]:
    """The learner did not answer, which is written down by night: to whoever made it and still has the learner."""
    rows = AssessorRecord.objects.filter(
        live_learner("assessor"),
        state=RecordState.SILENT,
        silent_at__gt=now - TOLD_WITHIN - NIGHTS,
        silent_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration__account", "item")
    rows = rows.annotate(asked=person_id("assessor"))
    theirs = allocations_that_count(london_date(now)).filter(
        of_person(OuterRef("asked"), "person"), registration=OuterRef("registration")
    )
    found: dict[Due, AssessorRecord] = {}
    for row in rows.filter(Exists(theirs)).order_by("pk"):
        assert row.silent_at is not None
        at = next_morning(row.silent_at)
        if at <= now < at + TOLD_WITHIN:
            found[Due(row.asked, f"assessorrecord:{row.pk}", f"{row.silent_at:%Y%m%d%H%M%S}", at=at)] = row
    return found


def _silent_letter(record: AssessorRecord, due: Due) -> Letter:
    letter = _queried_letter(record, due)
    return Letter(letter.href, "Open it", {**letter.context, "counts": record.counted_at is not None})


TO_CONFIRM = Happened(_to_confirm, _confirm_letter)
QUERIED = Happened(_queried, _queried_letter)
SILENT = Happened(_silent, _silent_letter)
