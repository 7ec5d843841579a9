"""The sign-off of a unit: who is asked next, that it goes to the quality check, and that it was taken back."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from academy.templating import url_if
from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.signoff_turns import asked_to_countersign
from learners.assessment.states import FOR_QUALITY, LEARNERS_TURN, SignedAs, SignoffState
from learners.reminders.conditions.happened import (
    LONGEST,
    STANDING,
    TOLD_WITHIN,
    Happened,
    page,
    turns,
    working_days_later,
)
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.letters import Due, Letter

LAST_FOR = 5  # working days


def _to_confirm(now: datetime) -> dict[Due, UnitSignoff]:
    """The learner is asked: now, and once more. After an unlocking it begins anew."""
    rows = UnitSignoff.objects.filter(
        live_learner("registration__account"),
        state__in=LEARNERS_TURN,
        asked_at__gt=now - LONGEST,
        asked_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("unit", "registration__version__qualification")
    found: dict[Due, UnitSignoff] = {}
    for row in rows.annotate(learner_pk=person_id("registration__account")).order_by("pk"):
        asked, days = row.asked_at, settings.UNIT_CONFIRM_AGAIN_DAYS
        assert asked is not None
        later = (working_days_later(asked, each) for each in (days, days + LAST_FOR))
        for number, at, until in turns(asked, *later):
            if at <= now < until:
                occasion = f"{asked:%Y%m%d%H%M%S}-{number}"
                found[Due(row.learner_pk, f"unitsignoff:{row.pk}", occasion, at=at, until=until)] = row
    return found


def _of_learner_letter(signoff: UnitSignoff, due: Due) -> Letter:
    registration = signoff.registration
    return Letter(
        page("units", registration.token, "registration", registration.token),
        "Look at your units",
        {
            "number": signoff.unit.number,
            "unit": signoff.unit.title,
            "qualification": registration.version.qualification.title,
            "again": due.occasion.endswith("-1"),
        },
    )


def _lately(rows: QuerySet[Signature, Any], now: datetime, since: timedelta) -> QuerySet[Signature, Any]:
    """Those under units that moved meanwhile, of learners who are still on their way."""
    moved = rows.filter(
        signoff__moved_at__gt=now - since,
        signoff__moved_at__lte=now,
        signoff__registration__state__in=STANDING,
    ).select_related(
        "signoff__unit", "signoff__registration__account", "signoff__registration__version__qualification"
    )
    return moved.order_by("pk")


def _to_countersign(now: datetime) -> dict[Due, Signature]:
    """A trainee signed: to whom the staff file has countersign for them today, or whoever it was when they signed."""
    rows = _lately(asked_to_countersign(london_date(now)), now, TOLD_WITHIN)
    open_account = Account.objects.filter(pk=OuterRef("asked"), is_active=True)
    return {
        Due(row.asked, f"signature:{row.pk}", at=row.signoff.moved_at): row
        for row in rows.filter(Exists(open_account))
    }


def _goes_on(now: datetime) -> dict[Due, Signature]:
    """Nothing more is asked of assessor and learner: to the assessor who signed."""
    signed = Signature.objects.filter(
        live_learner("person"),
        signed_as=SignedAs.ASSESSOR,
        voided_at__isnull=True,
        signoff__state__in=FOR_QUALITY,
    )
    rows = _lately(signed, now, TOLD_WITHIN)
    return {
        Due(row.asked, f"signature:{row.pk}", at=row.signoff.moved_at): row
        for row in rows.annotate(asked=person_id("person"))
    }


def _of_staff_letter(signature: Signature, due: Due) -> Letter:
    signoff = signature.signoff
    registration = signoff.registration
    return Letter(
        unit_page(signoff),
        "Open the unit",
        {
            "assessor": signature.name,
            "learner": registration.account.full_name,
            "number": signoff.unit.number,
            "unit": signoff.unit.title,
            "qualification": registration.version.qualification.title,
            "silent": signoff.state == SignoffState.LEARNER_TOLD,
        },
    )


def _unlocked(now: datetime) -> QuerySet[Unlocking, Any]:
    """Taken back, and not signed again."""
    rows = Unlocking.objects.filter(
        signoff__state=SignoffState.OPEN,
        unlocked_at__gt=now - TOLD_WITHIN,
        unlocked_at__lte=now,
        signoff__registration__state__in=STANDING,
    ).select_related(
        "signoff__unit", "signoff__registration__account", "signoff__registration__version__qualification"
    )
    return rows.order_by("pk")


def _unlocked_learner(now: datetime) -> dict[Due, Unlocking]:
    """Who was asked or told before. Of a trainee's signature nobody knew who could not confirm it."""
    rows = _unlocked(now).filter(
        ~Q(was=SignoffState.ASSESSOR_SIGNED) | _voided(status__level=AssessorLevel.QUALIFIED),
        live_learner("signoff__registration__account"),
    )
    return {
        Due(row.learner_pk, f"unlocking:{row.pk}", at=row.unlocked_at): row
        for row in rows.annotate(learner_pk=person_id("signoff__registration__account")).distinct()
    }


def _unlocked_letter(unlocking: Unlocking, due: Due) -> Letter:
    return _of_learner_letter(unlocking.signoff, due)


def _unlocked_assessor(now: datetime) -> dict[Due, Signature]:
    """Whoever had signed as the assessor, where somebody else took it back."""
    rows = Signature.objects.filter(
        live_learner("person"), signed_as=SignedAs.ASSESSOR, voided_by__in=_unlocked(now)
    ).exclude(voided_by__unlocked_by=F("person"))
    rows = rows.select_related(
        "voided_by",
        "signoff__unit",
        "signoff__registration__account",
        "signoff__registration__version__qualification",
    )
    return {
        Due(row.asked, f"unlocking:{row.voided_by_id}", at=row.voided_by.unlocked_at): row
        for row in rows.annotate(asked=person_id("person")).order_by("pk")
        if row.voided_by is not None
    }


def _unlocked_assessor_letter(signature: Signature, due: Due) -> Letter:
    assert signature.voided_by is not None
    letter = _of_staff_letter(signature, due)
    said = {**letter.context, "by": signature.voided_by.name, "reason": signature.voided_by.reason}
    return Letter(letter.href, letter.action, said)


def unit_page(signoff: UnitSignoff) -> str:
    """Where staff see and sign it."""
    token = signoff.registration.token
    return url_if("unit-signoff", token, signoff.unit.number) or reverse("learner-work", args=[token])


def _voided(**facts: Any) -> Q:
    return Q(
        voided__signed_as=SignedAs.ASSESSOR, **{f"voided__{name}": value for name, value in facts.items()}
    )


TO_CONFIRM = Happened(_to_confirm, _of_learner_letter)
TO_COUNTERSIGN = Happened(_to_countersign, _of_staff_letter)
GOES_ON = Happened(_goes_on, _of_staff_letter)
UNLOCKED = Happened(_unlocked_learner, _unlocked_letter)
UNLOCKED_ASSESSOR = Happened(_unlocked_assessor, _unlocked_assessor_letter)
