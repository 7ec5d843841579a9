"""All units signed off, and open again. Sign-off calls these; the caller has locked the registration."""

from datetime import datetime

from academy.accounts.models import Account
from learners.registrations.actions import begin, move
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState

S = RegistrationState


def assessed(registration: QualRegistration, *, by: Account | None, now: datetime) -> None:
    """Every unit is signed off: the quality check is next. A second time changes nothing.

    Where work was judged by the assessor's records alone, nothing was ever handed in: then it begins here as well.
    """
    if registration.state == S.REGISTERED:
        begin(registration, by=by, now=now)
    if registration.state == S.IN_PROGRESS:
        move(registration, S.ASSESSED, "registration_assessed", by=by, now=now)


def reopened(registration: QualRegistration, *, reason: str, by: Account, now: datetime) -> None:
    """A sign-off was taken back: work goes on."""
    if registration.state == S.ASSESSED:
        move(registration, S.IN_PROGRESS, "registration_reopened", by=by, now=now, reason=reason)
