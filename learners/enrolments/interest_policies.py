"""Who may ask to be told of dates, and who sees how many ask. A no says why and what to do."""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.hubs.states import PUBLIC
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.catalogue.models import Course
from courses.delivery.policies import TAUGHT, leads

MOST_LISTS = 10  # of one person at a time


def may_ask(course: Course, hub: Hub | None) -> Ruling:
    """Can somebody be told of dates of this course at this hub (None is any hub)?"""
    if course.kind not in TAUGHT:
        return Ruling.no(
            f"{course.title} is taken online, at your own speed. It needs no dates: begin when you like."
        )
    if not course.published:
        return Ruling.no("This course is not offered just now. Have a look at the dates of the others.")
    if hub is not None and hub.status not in PUBLIC:
        return Ruling.no(f"{hub.name} holds no courses just now. Choose another hub, or any hub.")
    return Ruling.yes()


def may_join_one_more(lists: int) -> Ruling:
    """lists: how many this person is on."""
    if lists < MOST_LISTS:
        return Ruling.yes()
    return Ruling.no(
        f"You wait for {MOST_LISTS} courses already, and that is the most we can keep an eye on for you. "
        "End one of them first: they stand under “Dates you wait for”."
    )


def may_ask_for(by: Account, hub: Hub | None, *, now: datetime) -> Ruling:
    """Put somebody else on the list, as on the telephone: only of one's own hub."""
    if hub is not None and leads(by, hub, now=now):
        return Ruling.yes()
    return Ruling.no("Only the coordinator of a hub puts other people on its list. Ask them.")


def may_see_demand(by: Account, *, now: datetime) -> Ruling:
    """See how many people wait for dates, at any hub at all."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no(
        "Who waits for dates is for the people who plan them: a hub's coordinator and the Academy manager. "
        "Ask your coordinator."
    )


def may_see_who_waits(by: Account, hub: Hub, *, now: datetime) -> Ruling:
    """See the names of those who asked this hub to tell them (INV-40)."""
    if leads(by, hub, now=now):
        return Ruling.yes()
    return Ruling.no(f"Only the coordinator of {hub.name} sees who waits for its dates. Ask them.")
