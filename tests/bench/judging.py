"""An assessor for whom five hundred hand-ins wait, and a unit with sixty pieces of evidence that they judge."""

from collections.abc import Sequence
from datetime import timedelta

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared import clock
from learners.assessment.actions import claim
from learners.assessment.models import Judgement
from learners.registrations.models import QualRegistration
from tests.cast import hold
from tests.learners import judging, qualifying
from tests.learners.submissions.work import handed_in, linked

WAITING = 500
LEARNERS = 20
PIECES = 60
RECORDS = 2  # of the pieces: what the assessor saw


def assessor_of(people: Sequence[Account], manager: Account) -> tuple[Account, Judgement]:
    """An assessor with twenty of these people as learners; all of them but the last have handed in twenty-six times or
    more. The round is of the last one's sixty pieces."""
    asa, hub = people[0], Hub.objects.order_by("pk")[0]
    hold(asa, Role.ASSESSOR, hub)
    *many, last = [qualifying.registered(one, hub, manager) for one in people[1 : LEARNERS + 1]]
    qualifying.assessor(asa, manager)
    for one in (*many, last):
        qualifying.allocated(one, asa)
    pieces = [qualifying.piece(one.account) for one in many]
    for number in range(WAITING):
        place = number % len(many)
        one, at = many[place], clock.now() - timedelta(days=20, minutes=-number)
        judging.handed_in(one, judging.criteria_of(one)[:2], [pieces[place]], now=at)
    return asa, _sixty(last, asa)


def _sixty(learner: QualRegistration, asa: Account) -> Judgement:
    criteria = judging.criteria_of(learner)
    links = [
        linked(learner, f"Talk {number} at the market", at=number % len(criteria))
        for number in range(1, PIECES - RECORDS + 1)
    ]
    made = handed_in(links, now=clock.now())
    for criterion in criteria[:RECORDS]:
        judging.record(learner, asa, [criterion])
    return claim(submission_id=made.pk, by=asa, now=clock.now())
