"""Prior learning and adjustments that are asked for, or suggested: who hears of it, by the rules of who answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.adjustments.claim_policies import may_answer_prior
from learners.adjustments.request_actions import Need, agree_help, ask_help, propose_help
from learners.adjustments.request_policies import may_agree_help, may_decide_help
from learners.adjustments.states import RequestState
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.reminders.conditions import asked_for
from learners.reminders.conditions.happened import Happened
from tests.cast import hold, person
from tests.learners import qualifying
from tests.learners.adjustments.ways import World, asked, claim, world
from tests.learners.assessment.attacks import conflict
from tests.learners.conftest import Nudges
from tests.learners.judging import unit_of
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
READ_ALOUD = Need(None, "Reading long texts tires me.", "Words read aloud to me.")
YESTERDAY = TODAY - timedelta(days=1)
Captured = Callable[..., object]


@pytest.fixture
def here() -> World:
    return world()


def told(about: Happened) -> set[int]:
    return {due.account_id for due in about.due(NOON)}


def hrefs(about: Happened) -> set[str]:
    return {letter.href for letter in about.letters(list(about.due(NOON)), NOON).values()}


def tasks(who: Account, **facts: object) -> None:
    QualificationRole.objects.filter(person=who).update(**facts)


def at(here: World, state: RegistrationState) -> None:
    facts = {"before_break": "in_progress", "break_until": TODAY} if state == "on_break" else {}
    QualRegistration.objects.filter(pk=here.registration.pk).update(state=state, **facts)


# --- reasonable adjustments ---------------------------------------------------------------------------------


def leads_too(here: World) -> Account:
    who = person("Lena Lead")
    hold(who, Role.QUALITY)
    qualifying.task_of(who, here.registration.version, QualificationTask.LEAD_QUALITY)
    return who


HAPPENS: dict[str, Callable[[World], object]] = {
    "nothing": lambda here: None,
    "a task that ended": lambda here: tasks(here.cast.quality, ends_on=TODAY),
    "a lead from tomorrow": lambda here: QualificationRole.objects.create(
        person=person("Lena Lead"),
        qualification=here.registration.version.qualification,
        task=QualificationTask.LEAD_QUALITY,
        starts_on=TODAY + timedelta(days=1),
        given_by=here.cast.manager,
        given_at=NOON,
    ),
    "a task that ends tomorrow": lambda here: tasks(here.admin, ends_on=TODAY + timedelta(days=1)),
    "a conflict with the learner": lambda here: conflict(here.cast, here.registration, here.cast.quality),
    "a closed account": lambda here: Account.objects.filter(pk=here.admin.pk).update(is_active=False),
    "a second lead": leads_too,
    "the learner leads it": lambda here: qualifying.task_of(
        here.learner, here.registration.version, QualificationTask.LEAD_QUALITY
    ),
    "for a break": lambda here: at(here, RegistrationState.ON_BREAK),
    "before they are accepted": lambda here: at(here, RegistrationState.APPLIED),
    "when all is signed": lambda here: at(here, RegistrationState.ASSESSED),
    "after they left": lambda here: at(here, RegistrationState.WITHDRAWN),
}


@pytest.mark.parametrize("what", HAPPENS)
def test_a_request_reaches_exactly_those_who_may_decide_it(here: World, what: str) -> None:
    one = asked(here.registration)
    HAPPENS[what](here)
    one.refresh_from_db()
    able = {
        who.person_id for who in Account.objects.filter(is_active=True) if may_decide_help(who, one, now=NOON)
    }
    assert told(asked_for.ADJUSTMENT_TO_DECIDE) == able
    assert bool(able) == (what != "after they left")
    assert hrefs(asked_for.ADJUSTMENT_TO_DECIDE) <= {reverse("adjustment", args=[one.token])}


def test_who_wrote_it_does_not_decide_it_and_is_not_asked_to(here: World) -> None:
    one = propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.admin, now=NOON)
    assert told(asked_for.ADJUSTMENT_TO_DECIDE) == set()
    agree_help(request_id=one.pk, by=here.learner, now=NOON)
    assert told(asked_for.ADJUSTMENT_TO_DECIDE) == {here.cast.quality.pk}


def test_where_nobody_may_decide_the_managers_hear_what_to_do(here: World) -> None:
    asked(here.registration)
    conflict(here.cast, here.registration, here.cast.quality)
    tasks(here.admin, ends_on=TODAY)
    managers = {here.cast.manager.pk, here.cast.second_manager.pk}
    assert told(asked_for.ADJUSTMENT_TO_DECIDE) == managers
    assert hrefs(asked_for.ADJUSTMENT_TO_DECIDE) == {reverse("assessors")}
    qualifying.task_of(here.admin, here.registration.version, QualificationTask.CENTRE_ADMIN)
    assert told(asked_for.ADJUSTMENT_TO_DECIDE) == {here.admin.pk}


def test_a_manager_who_is_the_learner_is_not_asked(here: World) -> None:
    asked(here.registration)
    QualificationRole.objects.update(ends_on=TODAY)
    hold(here.learner, Role.MANAGER)
    assert told(asked_for.ADJUSTMENT_TO_DECIDE) == {here.cast.manager.pk, here.cast.second_manager.pk}


def test_help_that_somebody_suggested_is_the_learners_to_answer(here: World) -> None:
    asked(here.registration)  # their own
    assert told(asked_for.ADJUSTMENT_PROPOSED) == set()
    one = propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.cast.assessor, now=NOON)
    assert may_agree_help(here.learner, one, now=NOON)
    assert told(asked_for.ADJUSTMENT_PROPOSED) == {here.learner.pk}
    (letter,) = asked_for.ADJUSTMENT_PROPOSED.letters(
        list(asked_for.ADJUSTMENT_PROPOSED.due(NOON)), NOON
    ).values()
    assert letter.href == reverse("adjustment", args=[one.token])
    assert "tires" not in str(letter.context) and "aloud" not in str(letter.context)
    assert letter.context["by"] == here.cast.assessor.full_name


def test_also_while_they_have_only_asked_to_begin(here: World) -> None:
    at(here, RegistrationState.APPLIED)
    asked(here.registration, state=RequestState.DRAFT, asked_by=here.cast.coordinator)
    assert told(asked_for.ADJUSTMENT_PROPOSED) == {here.learner.pk}


def test_the_suggestion_is_sent_for_at_once(
    here: World, nudges: Nudges, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.admin, now=NOON)
        propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.admin, now=NOON)
    assert nudges == [("learners.reminders.send_due", {"kind": "adjustment_proposed"})]


def test_what_a_learner_asks_for_themselves_is_nothing_to_answer_for_them(here: World) -> None:
    ask_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.learner, now=NOON)
    assert told(asked_for.ADJUSTMENT_PROPOSED) == set()


# --- prior learning -----------------------------------------------------------------------------------------


def given_to_bea(here: World) -> None:
    hold(here.cast.stranger, Role.ASSESSOR, here.cast.harbour)
    qualifying.allocated(here.registration, here.cast.stranger, unit_of(here.registration, 1))


CLAIMED: dict[str, Callable[[World], object]] = {
    "nothing": lambda here: None,
    "the unit is somebody else's": given_to_bea,
}


@pytest.mark.parametrize("what", CLAIMED)
def test_a_claim_reaches_exactly_those_who_may_answer_it(here: World, what: str) -> None:
    one = claim(here.registration, unit_of(here.registration, 1))
    CLAIMED[what](here)
    able = {who.pk for who in Account.objects.all() if may_answer_prior(who, one, now=NOON)}
    assert told(asked_for.CLAIM_ASKED) == able and len(able) == 1
    assert hrefs(asked_for.CLAIM_ASKED) == {reverse("prior-learning", args=[one.token])}


NOBODY: dict[str, Callable[[World], object]] = {
    "nobody has the learner": lambda here: here.registration.allocations.update(ends_on=TODAY),
    "a conflict": lambda here: conflict(here.cast, here.registration, here.cast.assessor),
    "no assessor any more": lambda here: RoleAssignment.objects.filter(role=Role.ASSESSOR).update(
        ends_on=YESTERDAY
    ),
}


@pytest.mark.parametrize("what", NOBODY)
def test_where_nobody_may_answer_the_lead_hears_that_somebody_is_to_be_given_the_unit(
    here: World, what: str
) -> None:
    claim(here.registration, unit_of(here.registration, 1))
    NOBODY[what](here)
    assert told(asked_for.CLAIM_ASKED) == {here.cast.quality.pk}
    assert hrefs(asked_for.CLAIM_ASKED) == {reverse("allocate", args=[here.registration.token])}


def test_what_they_did_before_is_not_in_the_letter(here: World) -> None:
    claim(here.registration, unit_of(here.registration, 1), learned_what="Ten years as a shop steward.")
    (letter,) = asked_for.CLAIM_ASKED.letters(list(asked_for.CLAIM_ASKED.due(NOON)), NOON).values()
    assert "steward" not in str(letter.context)
