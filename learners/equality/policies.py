"""Who may type slips in, and who sees figures. Nobody at all sees what one person told but they themselves."""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import runs
from courses.delivery.states import CohortState

MORE_THAN_PLACES = 10  # people who came to the door


def may_type_slips(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Print the slip for these dates, and type in what people wrote."""
    if not runs(by, cohort, now=now):
        return Ruling.no(
            f"Only the trainers of these dates and the coordinator of {cohort.hub.name} print slips and type them "
            "in. Ask one of them. For yourself, use “About you” in your profile."
        )
    if cohort.state in (CohortState.DRAFT, CohortState.CANCELLED):
        return Ruling.no("Nobody comes to these dates, so there are no slips to hand out.")
    return Ruling.yes()


def may_type_one_more(cohort: Cohort, *, typed: int) -> Ruling:
    """typed: how many slips of these dates were typed in before."""
    if typed < cohort.capacity + MORE_THAN_PLACES:
        return Ruling.yes()
    return Ruling.no(
        f"{typed} slips were typed in already, and there are {cohort.capacity} places. Check whether these were "
        "typed in before."
    )


def may_see_who_comes(by: Account, *, now: datetime) -> Ruling:
    """See where people live and how they heard, in numbers: of one's hub, or of all."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no(
        "These figures are for a hub's coordinator and the Academy manager. Ask your coordinator for them."
    )


def may_see_equality_figures(by: Account, *, now: datetime) -> Ruling:
    """See who people are, in numbers, of the whole Academy. One hub's numbers are too small to keep a secret."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER):
        return Ruling.yes()
    return Ruling.no(
        "The equality figures are for the Academy manager. They are of the whole Academy: the numbers of one hub "
        "are so small that they could give somebody away."
    )
