"""Who opens the page of one learner's work."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.planning.policies import CONFLICT
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of


def may_see_work(by: Account, registration: QualRegistration, *, now: datetime) -> Ruling:
    """Whoever assesses or checks this learner today, and the lead quality assurer. Learners have their own pages."""
    return work_ruling(standing_of(by, registration, on=london_date(now)))


def work_ruling(standing: Standing) -> Ruling:
    """may_see_work, where the page knows already how somebody stands."""
    if standing.own:
        return Ruling.no(
            "This is the assessor’s page about your work. What you handed in stands on your own pages, under "
            "“Handed in”."
        )
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if standing.sees_work:
        return Ruling.yes()
    return Ruling.no(
        "Work is seen by those who assess or check this learner. If you are to, ask the Academy manager or the lead "
        "quality assurer to allocate the learner to you."
    )
