"""Who may bring people in, and when. A no says why and what to do."""

from datetime import datetime

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import leads
from learners.enrolments.place_policies import may_book, may_book_for
from learners.intake.models import PeopleImport
from learners.intake.states import TRANSITIONS, ImportStep

PEOPLE_AT_ONCE = 25_000


def may_bring_in(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """See and use what brings people to these dates."""
    return may_book_for(by, cohort, now=now)


def may_bring_to_hub(by: Account, hub: Hub, *, now: datetime) -> Ruling:
    """Put people on the list of those who want to be told of dates at this hub."""
    if leads(by, hub, now=now):
        return Ruling.yes()
    return Ruling.no(
        f"Only the coordinator of {hub.name} puts people on its list. Give them your list of people."
    )


def may_upload(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Begin with a list for these dates."""
    return may_bring_in(by, cohort, now=now) and may_book(cohort, now=now)


def may_see_import(by: Account, listing: PeopleImport, *, now: datetime) -> Ruling:
    """See the rows of a list, and what became of them."""
    if listing.cohort is not None:
        return may_bring_in(by, listing.cohort, now=now)
    return may_bring_to_hub(by, listing.hub, now=now)


def may_begin(by: Account, listing: PeopleImport, *, ready: int, now: datetime) -> Ruling:
    """Bring in the rows that are ready."""
    if not (ruling := may_see_import(by, listing, now=now)):
        return ruling
    if listing.forgotten_at is not None:
        return Ruling.no("This list was forgotten: it was kept for 30 days. Upload it again.")
    if listing.step != ImportStep.CHECKED:
        return Ruling.no("This list is not looked through yet. Say first what its columns hold.")
    if listing.cohort is not None and not (ruling := may_book(listing.cohort, now=now)):
        return ruling
    if not ready:
        return Ruling.no("There is nobody in this list who can be brought in.")
    return Ruling.yes()


def may_read_again(by: Account, listing: PeopleImport, *, now: datetime) -> Ruling:
    """Say (once more) what the columns hold; or throw the list away. Both only before anybody was brought in."""
    if not (ruling := may_see_import(by, listing, now=now)):
        return ruling
    if listing.forgotten_at is not None:
        return Ruling.no("This list was forgotten: it was kept for 30 days. Upload it again.")
    if listing.step == ImportStep.CHECKING and listing.finished_at is None:
        return Ruling.no("This list is being looked through just now. Wait until that is done.")
    if ImportStep.UPLOADED not in (listing.step, *TRANSITIONS[ImportStep(listing.step)]):
        return Ruling.no("The people of this list are brought in already. Upload a new list for others.")
    return Ruling.yes()
