"""What the database itself refuses about qualifications, whoever asks it and however."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from learners.planning.models import AssessmentPlan
from learners.planning.states import PlanState
from learners.portfolio.models import WitnessStatement
from learners.portfolio.states import EvidenceKind, Others, WitnessStatus
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from learners.submissions.models import Submission, SubmissionCriterion, SubmissionItem
from learners.submissions.states import SubmissionState
from tests.cast import Cast, make_cast, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
Attack = Callable[[Cast, QualRegistration], object]


def declares(cast: Cast, registration: QualRegistration, **facts: object) -> ConflictDeclaration:
    return qualifying.conflict(cast.assessor, **{"other": registration.account, **facts})


def conflict_then(**facts: object) -> Attack:
    def attack(cast: Cast, registration: QualRegistration) -> object:
        declares(cast, registration, **facts)
        return qualifying.allocated(registration, cast.assessor, since=TODAY)

    return attack


def both_tasks(cast: Cast, registration: QualRegistration) -> object:
    qualifying.allocated(registration, cast.assessor)
    unit = registration.units.first()
    assert unit
    return qualifying.allocated(registration, cast.assessor, unit.unit, AllocatedAs.QUALITY)


def handed_in(cast: Cast, registration: QualRegistration, **facts: object) -> Submission:
    """A draft with one piece, then handed in."""
    made = Submission.objects.create(registration=registration, number=1, made_at=NOON)
    item = qualifying.piece(registration.account)
    SubmissionItem.objects.create(submission=made, number=1, item=item, snapshot={"title": "x"}, sha256="0")
    SubmissionCriterion.objects.create(submission=made, criterion=qualifying.criteria(registration)[0])
    declared = {
        "state": SubmissionState.SUBMITTED,
        "submitted_at": NOON,
        "declaration_version": "1",
        "declaration": "This is my own work.",
        "ai_used": False,
        "signed_by": registration.account,
        "signed_how": "email",
        "digest": "0",
        **facts,
    }
    Submission.objects.filter(pk=made.pk).update(**declared)
    return made


def undeclared(cast: Cast, registration: QualRegistration) -> object:
    return handed_in(cast, registration, declaration=None)


def signed_by_the_hub(cast: Cast, registration: QualRegistration) -> object:
    return handed_in(cast, registration, signed_by=cast.coordinator)


def with_a_hubs_code(cast: Cast, registration: QualRegistration) -> object:
    return handed_in(cast, registration, signed_how="hub")


def recognisable(cast: Cast, registration: QualRegistration) -> object:
    item = qualifying.piece(registration.account, others=Others.SOMEBODY)
    made = Submission.objects.create(registration=registration, number=1, made_at=NOON)
    return SubmissionItem.objects.create(submission=made, number=1, item=item, snapshot={}, sha256="0")


def another_word(cast: Cast, registration: QualRegistration) -> object:
    made = handed_in(cast, registration)
    return SubmissionItem.objects.filter(submission=made).update(snapshot={"title": "y"})


def one_more_piece(cast: Cast, registration: QualRegistration) -> object:
    made = handed_in(cast, registration)
    item = qualifying.piece(registration.account, "Another")
    return SubmissionItem.objects.create(submission=made, number=2, item=item, snapshot={}, sha256="0")


def one_piece_less(cast: Cast, registration: QualRegistration) -> object:
    return handed_in(cast, registration).criteria.all().delete()


def another_declaration(cast: Cast, registration: QualRegistration) -> object:
    made = handed_in(cast, registration)
    return Submission.objects.filter(pk=made.pk).update(declaration="Something else.")


def not_handed_in_after_all(cast: Cast, registration: QualRegistration) -> object:
    made = handed_in(cast, registration)
    return Submission.objects.filter(pk=made.pk).update(submitted_at=NOON + timedelta(days=1))


def witness(cast: Cast, registration: QualRegistration, **facts: object) -> WitnessStatement:
    item = qualifying.piece(registration.account, kind=EvidenceKind.WITNESS)
    return WitnessStatement.objects.create(
        item=item,
        **{
            "learner": registration.account,
            "name": "Sam Seen",
            "email": "sam@example.org",
            "job_role": "Chair",
            "relationship": "We organise together",
            "status": WitnessStatus.PEER,
            "words": "I saw it.",
            "asked_at": NOON,
            "expires_at": NOON,
            **facts,
        },
    )


def agreed_by_the_assessor(cast: Cast, registration: QualRegistration) -> object:
    return AssessmentPlan.objects.create(
        registration=registration,
        number=1,
        state=PlanState.ACCEPTED,
        made_by=cast.assessor,
        made_at=NOON,
        proposed_at=NOON,
        answered_at=NOON,
        answered_by=cast.assessor,
    )


ATTACKS: dict[str, Attack] = {
    "INV-01 allocated to themselves": lambda cast, one: qualifying.allocated(one, one.account),
    "INV-05 allocated to a sister": conflict_then(),
    "INV-05 at a hub of one's own": lambda cast, one: conflict_then(other=None, hub=one.hub)(cast, one),
    "INV-06 assesses and checks one unit": both_tasks,
    "INV-12 a piece says something else": another_word,
    "INV-12 one more piece": one_more_piece,
    "INV-12 a criterion less": one_piece_less,
    "INV-12 another declaration": another_declaration,
    "INV-12 handed in on another day": not_handed_in_after_all,
    "INV-16 written by the learner": lambda cast, one: witness(cast, one, written_by=one.account),
    "INV-16 of a relative": lambda cast, one: witness(cast, one, relative=True, confirmed_at=NOON),
    "INV-16 about somebody else": lambda cast, one: witness(cast, one, learner=cast.stranger),
    "INV-17 without a declaration": undeclared,
    "INV-17 signed by somebody else": signed_by_the_hub,
    "INV-17 with a code that the hub gave": with_a_hubs_code,
    "INV-18 registered without a number": lambda cast, one: QualRegistration.objects.filter(pk=one.pk).update(
        ao_number=""
    ),
    "INV-19 handed in by the hub": signed_by_the_hub,
    "INV-19 in a session that the hub opened": with_a_hubs_code,
    "INV-19 a plan that the assessor agreed to": agreed_by_the_assessor,
    "INV-47 with somebody who can be recognised": recognisable,
    "a link to somebody else's piece": lambda cast, one: qualifying.shows(
        qualifying.piece(cast.stranger), one
    ),
}


def attacks(number: str = "") -> list[str]:
    """Names of those on one invariant; without a number: on none."""
    return [what for what in ATTACKS if (what.startswith(f"INV-{number} ") if number else "INV" not in what)]


def refused(what: str) -> None:
    cast = make_cast()
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTACKS[what](cast, registration)


@pytest.mark.parametrize("what", attacks("01"))
def test_inv_01_the_database_refuses_nobody_theirs(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("05"))
def test_inv_05_the_database_refuses_a_conflict(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("06"))
def test_inv_06_the_database_refuses_both_tasks(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("12"))
def test_inv_12_the_database_refuses_another_word(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("16"))
def test_inv_16_the_database_refuses_the_learners_words_and_relatives(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("17"))
def test_inv_17_the_database_refuses_what_is_not_declared(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("18"))
def test_inv_18_the_database_refuses_registered_without_a_number(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("19"))
def test_inv_19_the_database_refuses_what_the_learner_did_not_do_themselves(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks("47"))
def test_inv_47_the_database_refuses_somebody_who_can_be_recognised(what: str) -> None:
    refused(what)


@pytest.mark.parametrize("what", attacks())
def test_the_database_refuses(what: str) -> None:
    refused(what)


def test_the_database_takes_what_is_right() -> None:
    cast = make_cast()
    registration = qualifying.registered(
        cast.learner, cast.harbour, cast.manager, RegistrationState.REGISTERED
    )
    declares(cast, registration, ends_on=TODAY)  # it ended
    qualifying.allocated(registration, cast.assessor, since=TODAY)
    qualifying.allocated(registration, cast.quality, task=AllocatedAs.QUALITY)
    handed_in(cast, registration)
    witness(cast, registration, confirmed_at=NOON)
    qualifying.shows(qualifying.piece(registration.account), registration)
    assert Submission.objects.get().state == SubmissionState.SUBMITTED


def test_a_joined_row_is_the_same_person() -> None:
    """The work belongs to one row and the registration to another of the same person."""
    cast = make_cast()
    registration = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    again = person("Yusuf K", email="yk@example.org")
    Account.objects.filter(pk=cast.neighbour.pk).update(joined_to=again, joined_at=NOON, is_active=False)
    qualifying.shows(qualifying.piece(again), registration)
    handed_in(cast, registration, signed_by=again)
    assert Submission.objects.get().signed_by == again
