"""The plan gives the learner's next step, on My learning and on the page of the registration."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from learners.adjustments.states import RequestState
from learners.assessment.signoff_models import UnitSignoff
from learners.dashboards.plan_steps import own_steps
from learners.planning.actions import mark_done
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.states import SubmissionState
from tests.browsing import browser, words_of
from tests.cast import Cast
from tests.learners import judging
from tests.learners.adjustments.ways import asked
from tests.learners.assessment.signing import confirms, countersigns, judged, judged_by_trainee, signs
from tests.learners.planning.plans import agreed, hands_in, proposed, task, under_way
from tests.learners.qualifying import NOON, TODAY, criteria

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def shown(who: Account, name: str, *args: object) -> str:
    return words_of(browser(who), reverse(name, args=args))


def both(who: Account, registration: QualRegistration) -> tuple[str, str]:
    return shown(who, "my-learning"), shown(who, "registration", registration.token)


def test_without_a_plan_nothing_of_it_is_said(cast: Cast, amara: QualRegistration) -> None:
    assert own_steps(cast.learner) == {}
    assert all("Read your plan" not in page for page in both(cast.learner, amara))


def test_the_task_whose_day_comes_first_is_next(cast: Cast, amara: QualRegistration) -> None:
    meet = task(amara, "Meet Asa", 1, meets_on=TODAY + timedelta(days=3), place="Library")
    made = agreed(amara, cast.assessor, task(amara, "Three talks"), meet)
    for page in both(cast.learner, amara):
        assert "Meet Asa" in page and "you meet on 23 November, Library." in page
    mark_done(task_id=made.tasks.get(title="Meet Asa").pk, done=True, by=cast.learner, now=NOON)
    for page in both(cast.learner, amara):
        assert "Three talks" in page and "done by 4 December." in page


def test_a_plan_to_read_comes_before_every_task(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor)
    proposed(amara, cast.assessor, task(amara, "Another"))
    for page in both(cast.learner, amara):
        assert "Read your plan" in page and "Asa Assessor wrote it for you" in page
        assert reverse("plan", args=[amara.token]) in page or "Open it" in page


def test_a_plan_of_somebody_else_is_not_mine(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor)
    assert own_steps(cast.neighbour) == {} and own_steps(cast.assessor) == {}


def test_on_a_break_the_plan_is_silent(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor)
    QualRegistration.objects.filter(pk=amara.pk).update(state="on_break", before_break="in_progress")
    assert own_steps(cast.learner) == {}


def test_what_was_given_back_comes_before_the_tasks_and_after_a_plan_to_read(
    cast: Cast, amara: QualRegistration
) -> None:
    agreed(amara, cast.assessor, task(amara, "Three talks"))
    returned = hands_in(amara, 0, 3, state=SubmissionState.RETURNED_UNASSESSED)
    for page in both(cast.learner, amara):
        assert "Put right what was given back" in page and "Three talks" not in page
    assert reverse("submission", args=[returned.token]) in shown(cast.learner, "registration", amara.token)
    hands_in(amara, 0)
    assert "Put right" in shown(cast.learner, "my-learning"), "the other criterion did not come again"
    proposed(amara, cast.assessor, task(amara, "Another"))
    for page in both(cast.learner, amara):
        assert "Read your plan" in page and "Put right" not in page


def test_what_was_put_right_is_no_step_any_more(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor, task(amara, "Three talks"))
    hands_in(amara, 0, 3, state=SubmissionState.RETURNED_UNASSESSED)
    hands_in(amara, 0)
    amara.units.filter(unit=criteria(amara)[3].outcome.unit).delete()
    for page in both(cast.learner, amara):
        assert "Three talks" in page and "Put right" not in page


def test_what_somebody_else_got_back_is_not_mine(cast: Cast, amara: QualRegistration) -> None:
    hands_in(amara, 0, state=SubmissionState.RETURNED_UNASSESSED)
    assert own_steps(cast.neighbour) == {} and own_steps(cast.assessor) == {}
    assert len(own_steps(cast.learner)) == 1
    QualRegistration.objects.filter(pk=amara.pk).update(state="on_break", before_break="in_progress")
    assert own_steps(cast.learner) == {}


def test_a_unit_to_confirm_comes_next() -> None:
    """Also once every unit is signed off, when nothing else is left for them to do."""
    cast, one = judged()
    signs(one, cast.assessor)
    judging.judged(one, cast.assessor, number=2)
    signs(one, cast.assessor, 2)
    one.refresh_from_db()
    assert one.state == RegistrationState.ASSESSED
    for page in both(cast.learner, one):
        assert "Confirm unit 1" in page and "Confirm unit 2" not in page and "You need do nothing" not in page
    for number in (1, 2):
        confirms(UnitSignoff.objects.get(unit__number=number), cast.learner)
    for page in both(cast.learner, one):
        assert "Confirm unit" not in page and "You need do nothing" in page


def test_a_trainees_unit_is_no_step_before_it_is_countersigned() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    assert all("Confirm unit" not in page for page in both(cast.learner, one))
    countersigns(signoff, cast.stranger)
    assert all("Confirm unit 1" in page for page in both(cast.learner, one))


def test_help_that_somebody_suggested_waits_for_a_yes(cast: Cast, amara: QualRegistration) -> None:
    asked(amara, state=RequestState.DRAFT, asked_by=cast.learner)
    assert own_steps(cast.learner) == {}
    asked(amara, state=RequestState.DRAFT, asked_by=cast.assessor)
    for page in both(cast.learner, amara):
        assert "Say whether this would help you" in page and "Asa Assessor wrote down" in page
