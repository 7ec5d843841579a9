"""Who may make, send again, take back and use seat codes. A no says why and what to do."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.place_policies import may_book
from learners.intake.models import SeatCode
from learners.intake.policies import may_bring_in
from learners.intake.states import CodeState

ASK = "Ask {} for a new one."


def may_invite(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Keep seats on these dates for people by name."""
    return may_bring_in(by, cohort, now=now) and may_book(cohort, now=now)


def may_send_again(by: Account, code: SeatCode, *, now: datetime) -> Ruling:
    """Mail the same code once more."""
    if not (ruling := may_invite(by, code.cohort, now=now)):
        return ruling
    state = code.state(now)
    if state == CodeState.WAITING:
        return Ruling.no("This code is on its way already. There is nothing more to do.")
    return _still_there(state)


def may_withdraw(by: Account, code: SeatCode, *, now: datetime) -> Ruling:
    """Take a code back, so that its seat is free for somebody else."""
    return may_bring_in(by, code.cohort, now=now) and _still_there(code.state(now))


def may_use(code: SeatCode, *, now: datetime) -> Ruling:
    """Can this code be used, whoever asks?"""
    hub, state = code.cohort.hub.name, code.state(now)
    ask = ASK.format(hub)
    if state == CodeState.USED:
        return Ruling.no(
            f"This code was used already: it works once. If it was not you, {ask[0].lower()}{ask[1:]}"
        )
    if state == CodeState.WITHDRAWN:
        return Ruling.no(f"The hub has taken this code back. If that surprises you, ask {hub}.")
    if code.cohort.state == CohortState.CANCELLED:
        return may_book(code.cohort, now=now)
    if state == CodeState.EXPIRED:
        return Ruling.no(f"This code has run out, and its seat went to somebody else. {ask}")
    return may_book(code.cohort, now=now)


def _still_there(state: CodeState) -> Ruling:
    if state == CodeState.USED:
        return Ruling.no("This code was used already. The place is under People.")
    if state == CodeState.WITHDRAWN:
        return Ruling.no("This code was taken back already. Make a new one.")
    if state == CodeState.EXPIRED:
        return Ruling.no("This code has run out, and its seat went to the next person. Make a new one.")
    return Ruling.yes()
