"""Seat codes for the tests."""

from datetime import datetime

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from learners.intake.code_actions import Invited, invite, use
from learners.intake.models import SeatCode
from tests.learners.places import dates
from tests.learners.worlds import NOON

SAM = Invited("Sam Obi", "sam@example.org")


def seat_code(
    cohort: Cohort, *, person: Invited = SAM, by: Account | None = None, now: datetime = NOON
) -> SeatCode:
    made, refused = invite(
        cohort_id=cohort.pk, people=[person], by=by or dates.coordinator(cohort.hub), now=now
    )
    assert not refused, refused
    return made[0]


def why_not(cohort: Cohort, *people: Invited, now: datetime = NOON) -> list[str]:
    made, refused = invite(cohort_id=cohort.pk, people=people, by=dates.coordinator(cohort.hub), now=now)
    assert len(made) + len(refused) == len(people)
    return [one.reason for one in refused]


def used(code: SeatCode, who: Account, now: datetime = NOON) -> SeatCode:
    use(code_id=code.pk, by=who, now=now)
    return SeatCode.objects.get(pk=code.pk)
