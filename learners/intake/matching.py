"""Who of a list is known, and what stands in the way of the others. The same for looking through and for bringing in.

Somebody is found by their e-mail address, or by their phone number and name among the people of this hub. What is said
about a row never tells anything about the people of other hubs (INV-40).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from academy.accounts.models import Account
from academy.accounts.queries import person_id
from academy.accounts.rules import age_on
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from courses.delivery.models import Cohort
from learners.enrolments.behalf_actions import NOT_TOGETHER
from learners.enrolments.behalf_queries import known_to
from learners.enrolments.models import Enrolment, Interest
from learners.enrolments.states import LIVE
from learners.intake.models import PeopleImport
from learners.intake.people import Written
from learners.intake.states import RowState

NO_AGE = "Say whether this person is 18 or over: in a column, or with the tick for the whole list."


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be done with one row. account_id: of somebody who is known; None for somebody new."""

    state: RowState
    reason: str = ""
    account_id: int | None = None
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known that these rows could be about."""

    by_email: dict[str, Account]
    of_hub: set[int]
    by_phone: dict[tuple[str, str], list[int]]  # of this hub: number and name
    names: set[str]  # of people of this hub
    places: dict[int, int | None]  # account: the place that is there already
    here: dict[str, list[tuple[str, str]]]  # name: e-mail and phone of who is on these dates


def judge(listing: PeopleImport, people: Sequence[Written], *, thorough: bool = True) -> list[Judged]:
    """What can be done with each of these. At most five queries, however many.

    thorough: look for the same name too, which a row of its own makes dear; else what was found before holds.
    """
    known = _known(listing, people, thorough)
    return [_judged(listing, one, known, thorough) for one in people]


def _judged(listing: PeopleImport, one: Written, known: _Known, looking: bool) -> Judged:
    """looking: nothing is written yet, so an address that only other hubs know is as good as one nobody knows."""
    hub, cohort = listing.hub, listing.cohort
    found = known.by_email.get(one.email) if one.email else None
    if found is not None and found.pk not in known.of_hub and found.pk not in known.places:
        if looking:
            found = None
        elif not found.is_active or found.full_name.casefold() != one.full_name.casefold():
            return Judged(RowState.REFUSED, NOT_TOGETHER)
    account_id = found.pk if found else None
    if account_id is None and one.phone:
        same = known.by_phone.get(one.key if not one.email else (one.phone, one.full_name.casefold()), [])
        if len(same) > 1:
            return Judged(
                RowState.REFUSED, f"{hub.name} knows two people of this name and number. Book one by hand."
            )
        account_id = same[0] if same else None
    if account_id is not None and account_id in known.places:
        where = "on these dates" if cohort else "on the list for this course"
        return Judged(RowState.ALREADY, f"Is {where} already.", account_id, known.places[account_id])
    if found is not None and (refusal := _too_young(listing, found.date_of_birth)):
        return Judged(RowState.REFUSED, refusal)
    if account_id is None and (refusal := _why_not_new(listing, one, known)):
        return Judged(RowState.REFUSED, refusal)
    return Judged(RowState.READY, _note(one, found, known), account_id)


def _why_not_new(listing: PeopleImport, one: Written, known: _Known) -> str:
    name, hub = one.full_name.casefold(), listing.hub
    if not one.email and not one.phone and name in known.names:
        return (
            f"{hub.name} knows somebody of this name. Add their e-mail address or phone number, so that nobody is "
            "entered twice, or book them by hand."
        )
    if any(_could_be(one, *reach) for reach in known.here.get(name, [])):
        return (
            "Somebody of this name is on these dates already. If this is another person, book them by hand."
        )
    if one.is_adult is None:
        return NO_AGE
    return _too_young(listing, one.date_of_birth)


def _could_be(one: Written, email: str, phone: str) -> bool:
    """Two of the same name are two people where both have an address, or both a number, and these differ."""
    if one.email and email:
        return one.email == email
    return not (one.phone and phone) or one.phone == phone


def _too_young(listing: PeopleImport, born: date | None) -> str:
    cohort, least = listing.cohort, listing.course.min_age
    if born is None or least is None or cohort is None or cohort.starts_at is None:
        return ""
    if age_on(born, london_date(cohort.starts_at)) >= least:
        return ""
    return f"This course is for people who are {least} or over on its first day."


def _note(one: Written, found: Account | None, known: _Known) -> str:
    """A word of warning where the address is that of somebody of this hub by another name."""
    if found is not None and found.pk in known.of_hub and str(found).casefold() != one.full_name.casefold():
        return f"This address belongs to {found}, who keeps that name."
    return ""


# --- what is asked of the database --------------------------------------------------------------------------


def _known(listing: PeopleImport, people: Sequence[Written], thorough: bool) -> _Known:
    hub = listing.hub
    emails = {one.email for one in people if one.email}
    rows = Account.objects.filter(email__in=emails).only("email", "full_name", "is_active", "date_of_birth")
    by_email = {str(one.email): one for one in rows} if emails else {}
    ids = {one.pk for one in by_email.values()}
    of_hub = set(known_to(hub).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    met = {email for email, one in by_email.items() if one.pk in of_hub}
    unfound = [one for one in people if one.email not in met]  # what others know is as good as new
    by_phone, names = _of_hub(hub, unfound, thorough)
    ids |= {pk for same in by_phone.values() for pk in same}
    here = _same_names(listing.cohort, unfound) if thorough and listing.cohort and unfound else {}
    return _Known(by_email, of_hub, by_phone, names, _places(listing, ids, of_hub), here)


def _of_hub(
    hub: Hub, people: Sequence[Written], thorough: bool
) -> tuple[dict[tuple[str, str], list[int]], set[str]]:
    """The people of this hub with these numbers, or (where there is nothing else to go by) with these names."""
    phones = {one.phone for one in people if one.phone}
    names = {one.full_name.lower() for one in people if thorough and not one.email and not one.phone}
    if not phones and not names:
        return {}, set()
    wanted = Q(phone__in=phones) if phones else Q()
    if names:
        wanted |= Q(small__in=names)
    rows = known_to(hub).annotate(small=Lower("full_name")).filter(wanted)
    by_phone: dict[tuple[str, str], list[int]] = {}
    found: set[str] = set()
    for pk, phone, name in rows.values_list("pk", "phone", "full_name"):
        by_phone.setdefault((phone, name.casefold()), []).append(pk)
        found.add(name.casefold())
    return by_phone, found


def _same_names(cohort: Cohort, people: Sequence[Written]) -> dict[str, list[tuple[str, str]]]:
    names = {one.full_name.lower() for one in people}
    rows = Enrolment.objects.filter(cohort=cohort, state__in=LIVE).annotate(small=Lower("account__full_name"))
    found: dict[str, list[tuple[str, str]]] = {}
    for name, email, phone in rows.filter(small__in=names).values_list(
        "account__full_name", "account__email", "account__phone"
    ):
        found.setdefault(name.casefold(), []).append((email or "", phone))
    return found


def _places(listing: PeopleImport, ids: set[int], of_hub: set[int]) -> dict[int, int | None]:
    """Who waits for dates at any hub is on the list of a hub only where that hub knows them."""
    if not ids:
        return {}
    if listing.cohort is not None:
        live = Enrolment.objects.filter(cohort=listing.cohort, state__in=LIVE)
        mine = live.annotate(person=person_id()).filter(person__in=ids)
        return dict(mine.values_list("person", "pk"))
    asked = Interest.objects.filter(course=listing.course, account__in=ids, ended_at__isnull=True)
    here = asked.filter(Q(hub=listing.hub) | Q(hub__isnull=True, account__in=of_hub))
    return dict.fromkeys(here.values_list("account", flat=True))
