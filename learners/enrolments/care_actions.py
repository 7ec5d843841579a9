"""What makes a day easier for somebody: asked once, theirs to change or delete, copied for the days they booked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from academy.accounts.models import AccessNeed, Account
from academy.shared.locks import locked
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.place_actions import audit_place, locked_place
from learners.enrolments.place_policies import may_act_on
from learners.enrolments.states import OPEN


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the trainers of some days need to know about one person. Everything may be empty."""

    needs: str = ""
    diet: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""


@transaction.atomic
def save_day_needs(*, place_id: int, facts: DayFacts, by: Account, now: datetime) -> None:
    """For these days; the needs are remembered for the person, too. What is left empty is deleted."""
    place = locked_place(place_id)
    may_act_on(by, place, now=now).enforce()
    if place.state not in OPEN:
        raise Refused("You have no place on these dates any more, so there is nothing to prepare.")
    _remember(place.account_id, facts.needs, now)
    said = {name: getattr(facts, name) for name in DayFacts.__slots__}
    if any(said.values()):
        DayNeeds.objects.update_or_create(enrolment=place, defaults={**said, "saved_at": now})
    else:
        DayNeeds.objects.filter(enrolment=place).delete()
    audit_place(place, "needs_saved", by, now)  # that, and never what


@transaction.atomic
def change_access_need(*, account_id: int, words: str, now: datetime) -> None:
    """What the person needs, from now on, also on the days they have booked. Empty words delete it everywhere."""
    mine = Enrolment.objects.filter(account=account_id, state__in=OPEN, cohort__ends_at__gt=now)
    ids = dict(mine.values_list("pk", "cohort"))
    locked(Cohort.objects.all(), [cohort for cohort in ids.values() if cohort is not None])
    places = locked(mine, ids)
    _remember(account_id, words, now)
    for place in places:
        copy = DayNeeds.objects.filter(enrolment=place).first()
        if copy is None and not words:
            continue
        copy = copy or DayNeeds(enrolment=place)
        copy.needs, copy.saved_at = words, now
        if words or copy.diet or copy.emergency_name or copy.emergency_phone:
            copy.save()
        else:
            copy.delete()


def _remember(account_id: int, words: str, now: datetime) -> None:
    if words:
        AccessNeed.objects.update_or_create(
            account_id=account_id, defaults={"words": words, "changed_at": now}
        )
    else:
        AccessNeed.objects.filter(account=account_id).delete()
