"""Whom a hub knows already, so that nobody who comes to the door is entered twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from academy.accounts.models import Account
from academy.accounts.queries import of_person, person_id
from courses.delivery.models import Cohort
from learners.enrolments.behalf_queries import known_to
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED

MOST = 8


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of this hub whose name is like the one that was typed. `booked`: stands on the register already."""

    account_id: int
    name: str
    hint: str
    booked: bool


def known_here(cohort: Cohort, name: str) -> list[Known]:
    """The people of this hub with such a name, the closest first. Nobody of another hub (INV-40). Two queries."""
    words = [word for word in name.split() if len(word) > 1][:6]
    if not words:
        return []
    like = Q()
    for word in words:
        like |= Q(full_name__icontains=word) | Q(preferred_name__icontains=word)
    people = known_to(cohort.hub).filter(like)
    booked = Enrolment.objects.filter(of_person(OuterRef("pk")), cohort=cohort, state__in=BOOKED)
    rows = people.annotate(on_it=Exists(booked)).order_by("full_name", "pk")[:100]
    found = sorted(rows, key=lambda who: -sum(word.casefold() in who.full_name.casefold() for word in words))[
        :MOST
    ]
    been = _been(cohort, found)
    return [Known(who.pk, str(who), _hint(who, been.get(who.pk, "")), who.on_it) for who in found]


def _been(cohort: Cohort, people: Sequence[Account]) -> dict[int, str]:
    """The title of the newest course of each at this hub."""
    places = Enrolment.objects.annotate(who=person_id()).filter(
        who__in=[one.pk for one in people], cohort__hub=cohort.hub_id
    )
    return dict(places.exclude(cohort=cohort).order_by("pk").values_list("who", "course__title"))


def _hint(who: Account, course: str) -> str:
    said = [
        f"was booked on {course}" if course else "",
        f"e-mail {who.email[:2]}…" if who.email else "no e-mail",
    ]
    return ", ".join(words for words in said if words)
