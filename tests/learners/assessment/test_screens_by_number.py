"""Each invariant of judging, signing and records by its number: what is tried on the screens, and what they answer."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from courses.qualifications.staff_states import QualificationTask
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature
from learners.assessment.states import RecordState
from learners.portfolio.states import EvidenceKind
from learners.registrations.states import AllocatedAs
from learners.submissions.models import Submission
from tests.learners import judging, qualifying
from tests.learners.assessment import record_world
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.rounds import address, answers
from tests.learners.assessment.signing import judged as unit_judged
from tests.learners.assessment.signing import signs, working
from tests.learners.assessment.test_send_pages import GOOD, NOT_OWN, browser, ready, send_at
from tests.learners.assessment.world import World, judged, make_world, shown, taken, with_trainee
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def qualified_learner() -> tuple[World, Client]:
    """Amara is in the staff file too, leads the quality and is a superuser."""
    world = make_world()
    learner = world.cast.learner
    qualifying.assessor(learner, world.cast.manager)
    qualifying.task_of(learner, world.registration.version, QualificationTask.LEAD_QUALITY)
    learner.is_superuser = True
    learner.save()
    return world, browser(learner)


# --- INV-01 -------------------------------------------------------------------------------------------------


def test_inv_01_the_screens_of_judging_are_closed_to_the_learner() -> None:
    world, client = qualified_learner()
    waits = world.handed_in(world.criteria[:1])
    mine = taken(world.handed_in(world.criteria[1:]), world.assessor)
    draft = mine.drafts.all()[0]
    client.post(reverse("claim", args=[waits.token]))
    client.post(reverse("queue-next"))
    assert Judgement.objects.count() == 1
    for href, sent in (
        (address(mine, draft.criterion_id), answers(draft)),
        (send_at(mine), GOOD),
        (reverse("countersign", args=[mine.token]), {"answer": "confirm"}),
        (reverse("judge-put-back", args=[mine.token]), {}),
    ):
        assert client.post(href, sent).status_code == 403, href
    draft.refresh_from_db()
    assert draft.revision == 0 and not CriterionDecision.objects.exists()


def test_inv_01_the_screens_of_records_take_nothing_from_the_learner_and_no_yes_from_others() -> None:
    cast, one = record_world.at_work()
    qualifying.assessor(cast.learner, cast.manager)
    begin = reverse("record-begin", args=[one.token, "observed"])
    assert browser(cast.learner).get(begin).status_code == 403
    assert browser(cast.learner).post(begin, {"activity": "I spoke."}).status_code == 403
    assert not AssessorRecord.objects.exists()
    made = record_world.shared(one, cast.assessor)
    answer = browser(cast.assessor).post(
        reverse("record-read", args=[made.token]), {"words": "", "do": "confirm"}
    )
    assert "Only the learner can confirm this" in page(answer)
    made.refresh_from_db()
    assert made.state == RecordState.SHARED


# --- INV-06 -------------------------------------------------------------------------------------------------


def test_inv_06_the_screens_of_judging_are_closed_to_whoever_checks() -> None:
    world = make_world()
    checks = world.cast.quality
    qualifying.assessor(checks, world.cast.manager)
    qualifying.allocated(world.registration, checks, task=AllocatedAs.QUALITY)
    submission = world.handed_in()
    client = browser(checks)
    client.post(reverse("claim", args=[submission.token]))
    client.post(reverse("queue-next"))
    assert not Judgement.objects.exists()
    mine = taken(submission, world.assessor)
    draft = mine.drafts.all()[0]
    assert "Only they write here" in page(client.get(address(mine, draft.criterion_id)))
    client.post(address(mine, draft.criterion_id), answers(draft))
    assert client.post(send_at(mine), GOOD).status_code == 403
    draft.refresh_from_db()
    assert draft.revision == 0 and not CriterionDecision.objects.exists()


# --- INV-12 -------------------------------------------------------------------------------------------------


def test_inv_12_the_screen_changes_nothing_that_was_sent() -> None:
    world = make_world()
    mine = ready(world)
    first = mine.drafts.order_by("pk")[0]
    old = answers(first, rationale="Other words, from a tab of yesterday.")
    client = browser(world.assessor)
    client.post(send_at(mine), {"words": "You listen well.", "next_step": "", "next_by": "", **shown(mine)})
    assert CriterionDecision.objects.count() == 3
    answer = client.post(address(mine, first.criterion_id), old)
    text = page(answer)
    assert "This was sent to the learner. Nothing in it changes any more." in text
    assert "Other words, from a tab of yesterday." in text, "nothing is lost"
    assert not CriterionDecision.objects.filter(rationale__startswith="Other").exists()
    first.refresh_from_db()
    assert not first.rationale.startswith("Other")


def test_inv_12_the_screen_judges_nothing_below_a_signature() -> None:
    cast, one = unit_judged()
    signs(one, cast.assessor)
    later = judging.handed_in(one, judging.criteria_of(one)[:1], attempt=2)
    client = browser(cast.assessor)
    client.post(reverse("claim", args=[later.token]))
    told = [str(one) for one in get_messages(client.get(reverse("queue")).wsgi_request)]
    assert "Unit 1 is signed off. To judge it again, unlock it first, on the page of the unit." in told
    assert Judgement.objects.count() == 1


# --- INV-16 -------------------------------------------------------------------------------------------------


def test_inv_16_the_screen_signs_no_unit_on_witnesses_alone() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.assessor)
    said = qualifying.piece(one.account, "Seen at the market", kind=EvidenceKind.WITNESS)
    submission = judging.handed_in(one, items=[said])
    round_ = judging.opened(one, cast.assessor, submission)
    for criterion in judging.criteria_of(one):
        judging.rests_on(judging.decision(round_, criterion), submission.items.get())
    judging.closed(round_)
    Submission.objects.filter(pk=submission.pk).update(state="released")
    client, unit = browser(cast.assessor), reverse("unit-signoff", args=[one.token, 1])
    text = page(client.get(unit))
    assert "written by witnesses" in text and 'aria-disabled="true" aria-describedby="not-signed"' in text
    answer = client.post(unit, {"do": "sign", "comment": "All of it is there."})
    assert answer.status_code == 422
    assert "written by witnesses" in page(answer) and "All of it is there." in page(answer)
    assert not Signature.objects.exists()


# --- INV-17 -------------------------------------------------------------------------------------------------


def test_inv_17_the_screen_takes_nothing_that_is_not_declared() -> None:
    world = make_world()
    draft = Submission.objects.create(registration=world.registration, number=1, made_at=NOON)
    client = browser(world.assessor)
    client.post(reverse("claim", args=[draft.token]))
    client.post(reverse("queue-next"))
    assert not Judgement.objects.exists()


# --- INV-05 and INV-19 --------------------------------------------------------------------------------------


def test_inv_05_the_screen_of_the_countersigner_closes_and_gives_back_what_was_typed() -> None:
    world = with_trainee()
    mine = judged(world, world.handed_in(), world.trainee)
    conflict(world.cast, world.registration, world.second)
    sent = {"answer": "back", "about": str(world.criteria[0].pk), "words": "Look at page 2 again."}
    answer = browser(world.second).post(reverse("countersign", args=[mine.token]), sent)
    assert answer.status_code == 403
    assert "conflict of interest" in page(answer) and "Look at page 2 again." in page(answer)
    assert "Three talks" not in page(answer), "nothing of the work"


def test_inv_05_the_screen_of_a_unit_closes_and_gives_back_what_was_typed() -> None:
    cast, one = unit_judged()
    conflict(cast, one, cast.assessor)
    unit = reverse("unit-signoff", args=[one.token, 1])
    answer = browser(cast.assessor).post(unit, {"do": "sign", "comment": "Well done, Amara."})
    assert answer.status_code == 403
    assert "conflict of interest" in page(answer) and "Well done, Amara." in page(answer)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("how", NOT_OWN)
def test_inv_19_the_screen_confirms_a_record_in_ones_own_session(how: str) -> None:
    cast, one = record_world.at_work()
    made = record_world.shared(one, cast.assessor)
    read = reverse("record-read", args=[made.token])
    client = browser(cast.learner, NOT_OWN[how])
    answer = client.post(read, {"words": "It was so.", "do": "confirm"})
    assert answer.url.startswith(reverse("confirm-yourself"))  # type: ignore[attr-defined]
    made.refresh_from_db()
    assert made.state == RecordState.SHARED
    assert "It was so." in page(client.get(read)), "nothing is lost"
