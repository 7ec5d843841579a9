"""Steps of who_may.py about signing a unit off. Each finds unit 1 as far as it needs it, and leaves no trace."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.rulings import Ruling
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment import signoff_policies as signing
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import SignoffState
from learners.registrations.states import AllocatedAs
from tests.access.who_may_steps import of_registration, step
from tests.access.who_may_world import Case, S
from tests.cast import hold, person
from tests.learners import judging, qualifying, signatures
from tests.learners.qualifying import NOON, TODAY

Built = Callable[[Case], object]


class _Undone(Exception):
    """Nothing of what was made for the question stays."""


def _after(build: Built, ask: Callable[[], Ruling], case: Case) -> Ruling:
    ruling = Ruling.yes()
    try:
        with transaction.atomic():
            build(case)
            ruling = ask()
            raise _Undone
    except _Undone:
        return ruling


def _judged(case: Case, by: Account | None = None) -> Account:
    """Unit 1 is met in full. by: or the assessor who has the learner, where no conflict is open. Who judged."""
    case.registration.submissions.update(state="returned", returned_at=NOON, **_returned(case))
    who = by or _free_assessor(case)
    judging.judged(case.registration, who)
    return who


def _returned(case: Case) -> dict[str, object]:
    return {"returned_by": case.cast.assessor, "returned_for": "unreadable", "returned_words": "It is empty."}


def _free_assessor(case: Case) -> Account:
    given = case.registration.allocations.filter(
        task=AllocatedAs.ASSESSOR, unit__isnull=True, ends_on=None
    ).first()
    if given is not None and given.person.full_name == "Ada Given" and case.learner.full_name != "Lin Linked":
        return given.person
    qualifying.allocated(case.registration, case.cast.assessor, case.units[0])
    return case.cast.assessor


def _signed(case: Case) -> UnitSignoff:
    signoff = signatures.signoff_of(case.registration)
    signatures.signs(signoff, _judged(case))
    return signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)


def _signed_by_trainee(case: Case) -> UnitSignoff:
    """The assessor of the hub countersigns."""
    trainee = person("Tia Trainee", hub=case.cast.harbour)
    hold(trainee, Role.ASSESSOR, case.cast.harbour)
    qualifying.assessor(
        trainee,
        case.cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=case.cast.assessor,
    )
    qualifying.allocated(case.registration, trainee, case.units[0])
    _judged(case, trainee)
    judging.countersigned(case.registration.judgements.order_by("-pk")[0], case.cast.assessor)
    signoff = signatures.signoff_of(case.registration)
    signatures.signs(signoff, trainee)
    return signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)


def _signoff(case: Case) -> UnitSignoff:
    return case.registration.signoffs.select_related("unit").get()


of_registration("see how units are signed", signing.may_see_signoffs, S.IN_PROGRESS)


@step("sign unit 1 off, all of it met", signing.may_sign_unit)
def _sign(by: Account, case: Case) -> Ruling:
    return _after(
        _judged, lambda: signing.may_sign_unit(by, case.registration, case.units[0], now=NOON), case
    )


@step("countersign it for a trainee", signing.may_countersign_unit)
def _countersign(by: Account, case: Case) -> Ruling:
    return _after(
        _signed_by_trainee, lambda: signing.may_countersign_unit(by, _signoff(case), now=NOON), case
    )


@step("confirm it", signing.may_confirm_unit)
def _confirm(by: Account, case: Case) -> Ruling:
    return _after(_signed, lambda: signing.may_confirm_unit(by, _signoff(case), now=NOON), case)


@step("take it back", signing.may_unlock)
def _unlock(by: Account, case: Case) -> Ruling:
    return _after(_signed, lambda: signing.may_unlock(by, _signoff(case), now=NOON), case)


# Policies about things, whoever asks.
OF_SIGNING: tuple[Callable[..., object], ...] = (signing.may_sign_by,)
