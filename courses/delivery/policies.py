"""Who may make, change, open, confirm, cancel and copy dates, and when. A no says why and what to do.

`leading`: what leads() said of this person and hub, for a page that asks for many rulings at once.
"""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.catalogue.kinds import CourseKind
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import TRANSITIONS, CohortState

TAUGHT = (CourseKind.INTRO, CourseKind.FOLLOW_ON, CourseKind.QUALIFICATION_PREP)


def leads(by: Account, hub: Hub, *, now: datetime) -> bool:
    """A coordinator of this hub, or an Academy manager."""
    held = roles_of(by, london_date(now))
    return holds(held, Role.MANAGER) or holds(held, Role.COORDINATOR, hub=hub)


def runs(by: Account, cohort: Cohort, *, now: datetime) -> bool:
    """A trainer of this cohort, a coordinator of its hub, or an Academy manager."""
    held = roles_of(by, london_date(now))
    if holds(held, Role.MANAGER) or holds(held, Role.COORDINATOR, hub=cohort.hub):
        return True
    if not holds(held, Role.TRAINER):
        return False
    return CohortTrainer.objects.filter(cohort=cohort, account=by, removed_at__isnull=True).exists()


def may_manage_dates(by: Account, *, now: datetime) -> Ruling:
    """See the list of dates of one's hubs, or of those one trains."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER, Role.COORDINATOR, Role.TRAINER):
        return Ruling.yes()
    return Ruling.no(
        "This page is for the people who run courses at a hub. To find a course for yourself, "
        "look at the dates of all hubs. If you run courses, ask your hub's coordinator to give you the role."
    )


def may_see_cohort(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """See these dates as those who run them do."""
    if runs(by, cohort, now=now):
        return Ruling.yes()
    return Ruling.no(
        f"These dates belong to {cohort.hub.name}. Their trainers and the hub's coordinator see this page. "
        "Ask the coordinator to put you on the dates as a trainer."
    )


def may_make_cohort(
    by: Account, hub: Hub, course: Course | None = None, *, now: datetime, leading: bool | None = None
) -> Ruling:
    """Make dates at this hub (for this course, once it is chosen)."""
    if not _leads(by, hub, now, leading):
        return Ruling.no(f"Dates at {hub.name} are made by its coordinator. Ask them.")
    if hub.status == HubStatus.CLOSED:
        return Ruling.no(f"{hub.name} is closed, so it has no new dates. Choose another hub.")
    if course is not None and course.kind not in TAUGHT:
        return Ruling.no(
            f"{course.title} is taken online, at one's own speed: it needs no dates. Choose another course."
        )
    return Ruling.yes()


def may_make_any(by: Account, *, now: datetime) -> Ruling:
    """Make dates at all, at whatever hub."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no("Dates are made by a hub's coordinator. Ask yours, and say which course and which day.")


def may_change_cohort(by: Account, cohort: Cohort, *, now: datetime, leading: bool | None = None) -> Ruling:
    """Change what was said about these dates: places, sessions, trainers."""
    if not _leads(by, cohort.hub, now, leading):
        return Ruling.no(f"Only the coordinator of {cohort.hub.name} changes these dates. Ask them.")
    if cohort.state == CohortState.CANCELLED:
        return Ruling.no("These dates were cancelled. Copy them to new dates instead.")
    if cohort.state in (CohortState.DELIVERED, CohortState.CLOSED):
        return Ruling.no("These dates are over. Copy them to new dates instead.")
    return Ruling.yes()


def may_open(by: Account, cohort: Cohort, *, now: datetime, leading: bool | None = None) -> Ruling:
    """Let people book."""
    if cohort.state in (CohortState.OPEN, CohortState.CONFIRMED):
        return Ruling.no("Booking is open already. There is nothing more to do.")
    if not (ruling := may_change_cohort(by, cohort, now=now, leading=leading)):
        return ruling
    if cohort.state != CohortState.DRAFT:
        return Ruling.no("These dates have begun, so nobody can book any more.")
    if cohort.starts_at is None:
        return Ruling.no("These dates have no session yet. Add one first.")
    if cohort.starts_at <= now:
        return Ruling.no("The first session is over already. Move it to a day that is still to come.")
    if not cohort.course.published:
        return Ruling.no(
            f"{cohort.course.title} has no page that people can see yet. Ask the Academy's editors to publish it."
        )
    return Ruling.yes()


def may_confirm(
    by: Account, cohort: Cohort, *, booked: int, why: str = "", now: datetime, leading: bool | None = None
) -> Ruling:
    """Say that it goes ahead. booked: how many places are confirmed. Below the minimum it needs a reason."""
    if cohort.state == CohortState.CONFIRMED:
        return Ruling.no("You have said already that this goes ahead. There is nothing more to do.")
    if not (ruling := may_change_cohort(by, cohort, now=now, leading=leading)):
        return ruling
    if cohort.state == CohortState.DRAFT:
        return Ruling.no("Nobody can book yet. Open booking first.")
    if cohort.state != CohortState.OPEN:
        return Ruling.no("This is under way already. There is nothing more to do.")
    if booked < cohort.min_to_run and not why.strip():
        return Ruling.no(
            f"{_people(booked)} booked, and it runs with {cohort.min_to_run} or more. "
            "Wait for more people, or write why it goes ahead all the same."
        )
    return Ruling.yes()


def may_cancel_cohort(by: Account, cohort: Cohort, *, now: datetime, leading: bool | None = None) -> Ruling:
    """Cancel what is still to come of these dates."""
    if cohort.state == CohortState.CANCELLED:
        return Ruling.no("These dates were cancelled already. There is nothing more to do.")
    if not _leads(by, cohort.hub, now, leading):
        return Ruling.no(f"Only the coordinator of {cohort.hub.name} cancels these dates. Ask them.")
    if CohortState.CANCELLED not in TRANSITIONS[CohortState(cohort.state)]:
        return Ruling.no("These dates are over, so there is nothing left to cancel. The registers stay.")
    return Ruling.yes()


def may_change_session(
    by: Account, session: Session, *, now: datetime, leading: bool | None = None
) -> Ruling:
    """Move or cancel one session. The caller has its cohort and hub at hand."""
    if not (ruling := may_change_cohort(by, session.cohort, now=now, leading=leading)):
        return ruling
    if session.cancelled_at is not None:
        return Ruling.no("This session was cancelled already. Add a new one instead.")
    if session.starts_at <= now and session.cohort.state != CohortState.DRAFT:
        return Ruling.no("This session has begun or is over. Its register says who was there.")
    return Ruling.yes()


def may_cancel_session(
    by: Account, session: Session, *, others: int, now: datetime, leading: bool | None = None
) -> Ruling:
    """Cancel one session. others: how many live sessions the cohort has besides."""
    if not (ruling := may_change_session(by, session, now=now, leading=leading)):
        return ruling
    if others == 0:
        return Ruling.no("This is the only session. Move it to another day, or cancel the dates as a whole.")
    return Ruling.yes()


def may_train(account: Account, hub: Hub, *, now: datetime) -> Ruling:
    """Can this person be put on dates of this hub as a trainer?"""
    if holds(roles_of(account, london_date(now)), Role.TRAINER, Role.COORDINATOR, hub=hub):
        return Ruling.yes()
    return Ruling.no(
        f"{account} is not a trainer of {hub.name}. Give them the role first, under People and roles."
    )


def may_look_after_programmes(by: Account, *, now: datetime) -> Ruling:
    """Say who pays, from when until when, and for how many."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER):
        return Ruling.yes()
    return Ruling.no("Programmes are looked after by the Academy manager. Ask them to add or change one.")


def may_count_for(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Say for which programmes these dates count, also when they are over."""
    if leads(by, cohort.hub, now=now):
        return Ruling.yes()
    return Ruling.no(
        f"Only the coordinator of {cohort.hub.name} says which programmes these dates count for. Ask them."
    )


def _leads(by: Account, hub: Hub, now: datetime, known: bool | None) -> bool:
    return leads(by, hub, now=now) if known is None else known


def _people(count: int) -> str:
    return f"{count} people have" if count > 1 else "1 person has" if count else "Nobody has"
