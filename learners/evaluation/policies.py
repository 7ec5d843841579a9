"""Who may answer, and when. A no says why."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import may_see_cohort
from courses.delivery.states import CohortState
from courses.delivery.words import day_words
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, PlaceState
from learners.evaluation.rules import closes_at, opens_at
from learners.evaluation.states import Kind


def may_answer(place: Enrolment, kind: Kind, *, now: datetime) -> Ruling:
    """Can whoever has the link of this place say something at this moment?"""
    cohort = cohort_of(place)
    if cohort.state == CohortState.CANCELLED or cohort.ends_at is None:
        return Ruling.no("These dates were cancelled, so there is nothing to say about them.")
    if place.state == PlaceState.NO_SHOW:
        return Ruling.no(
            f"The register says that you were not there. Were you? Then tell {cohort.hub.name}, and they put it right."
        )
    if place.state not in BOOKED:
        return Ruling.no("Your place on these dates has ended, so we do not ask you about them.")
    if now < (opens := opens_at(kind, cohort.ends_at)):
        return Ruling.no(f"It is too early. This page opens on {day_words(london_date(opens))}.")
    if now >= (closes := closes_at(kind, cohort.ends_at)):
        return Ruling.no(
            f"This page closed on {day_words(london_date(closes))}. Is there something you still want to say? "
            f"Ring {cohort.hub.name}."
        )
    return Ruling.yes()


def may_change_answers(by: Account | None, place: Enrolment, *, named: bool) -> Ruling:
    """Can somebody who has answered see and change it? Only their own, and only what bears their name."""
    if not named:
        return Ruling.no(
            "You left your name out. So nobody can tell which answers are yours, and they cannot be changed."
        )
    if by is None or by.pk not in (place.account_id, place.account.joined_to_id):
        return Ruling.no("To see or change what you said, sign in first. Then open this page again.")
    return Ruling.yes()


def may_print_cards(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Print the squares with which people without e-mail answer; those who run the dates, while there is an answer
    to give."""
    if not (ruling := may_see_cohort(by, cohort, now=now)):
        return ruling
    if cohort.state in (CohortState.CANCELLED, CohortState.DRAFT) or cohort.ends_at is None:
        return Ruling.no(
            "These dates are not held, or not yet open, so there is nothing to ask people about."
        )
    if now >= closes_at(Kind.END, cohort.ends_at):
        return Ruling.no("Nobody can answer any more, so a card would lead nowhere.")
    return Ruling.yes()


def cohort_of(place: Enrolment) -> Cohort:
    assert place.cohort is not None
    return place.cohort
