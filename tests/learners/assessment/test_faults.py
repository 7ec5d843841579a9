"""What goes wrong while people judge and sign: each ends on the screen in a clear message, with nothing lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from courses.qualifications.models import Criterion
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment.models import Countersignature, CriterionDecision, Judgement
from learners.assessment.record_actions import confirm_record
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.states import JudgementState, SignoffState
from tests.learners import judging, qualifying
from tests.learners.assessment import record_world
from tests.learners.assessment.rounds import address, answers
from tests.learners.assessment.signing import confirms, signs, unlocks
from tests.learners.assessment.signing import judged as unit_judged
from tests.learners.assessment.test_send_pages import browser, ready, send_at
from tests.learners.assessment.world import World, judged, make_world, shown, taken, with_trainee
from tests.learners.qualifying import LONG_AGO, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LATER = NOON + timedelta(hours=3)


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def told(client: Client) -> str:
    """What the next page says at its top."""
    return text(client.get(reverse("queue")))


def both_have_her() -> World:
    world = make_world()
    world.registration.allocations.update(ends_on=NOON.date() + timedelta(days=1), ended_why="Moves away")
    qualifying.allocated(world.registration, world.second, since=NOON.date())
    return world


# --- two assessors, one submission --------------------------------------------------------------------------


def test_two_open_the_same_submission_and_the_second_reads_who_has_it() -> None:
    world = both_have_her()
    made = world.handed_in()
    asa, bea = browser(world.assessor), browser(world.second)
    for client in (asa, bea):
        assert "Judge it" in text(client.get(reverse("queue")))
    asa.post(reverse("claim", args=[made.token]))
    bea.post(reverse("claim", args=[made.token]))
    (mine,) = Judgement.objects.all()
    assert mine.assessor == world.assessor
    assert "Asa Assessor is judging this now, and has it until 14:00 on 20 November." in told(bea)


# --- a claim that timed out while its holder types -----------------------------------------------------------


def test_a_claim_ran_out_and_its_holder_keeps_what_they_type(monkeypatch: pytest.MonkeyPatch) -> None:
    world = both_have_her()
    made = world.handed_in()
    first = taken(made, world.assessor)
    draft = first.drafts.order_by("pk")[0]
    typed = answers(draft, rationale="An hour of thought about her three talks.")
    taken(made, world.second, now=LATER)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    page = text(browser(world.assessor).post(address(first, draft.criterion_id), typed))
    assert "Bea Other has taken it" in page
    assert ">An hour of thought about her three talks.</textarea>" in page


def test_a_claim_that_ran_out_and_that_nobody_took_just_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    mine = taken(world.handed_in(), world.assessor)
    draft = mine.drafts.order_by("pk")[0]
    monkeypatch.setattr(clock, "now", lambda: LATER)
    here = address(mine, draft.criterion_id)
    assert browser(world.assessor).post(here, answers(draft)).status_code == 302
    mine.refresh_from_db()
    assert mine.held_until > LATER


# --- a trainee is promoted with decisions waiting ------------------------------------------------------------


def promoted(person: Account, by: Account) -> None:
    AssessorStatus.objects.create(
        person=person,
        level=AssessorLevel.QUALIFIED,
        award=Award.CAVA,
        award_seen_on=LONG_AGO,
        starts_on=NOON.date(),
        recorded_by=by,
        recorded_at=NOON,
    )


def test_promoted_with_a_round_waiting_it_stays_with_the_countersigner() -> None:
    world = with_trainee()
    mine = judged(world, world.handed_in(), world.trainee)
    promoted(world.trainee, world.cast.manager)
    tia, bea = browser(world.trainee), browser(world.second)
    criterion = mine.drafts.order_by("pk")[0].criterion_id
    page = text(tia.get(address(mine, criterion)))
    assert "This was sent, and waits for the countersigner. Nothing in it changes." in page
    assert not CriterionDecision.objects.filter(state="confirmed").exists()
    here = reverse("countersign", args=[mine.token])
    assert tia.post(here, {"answer": "confirm", "words": ""}).status_code == 403
    assert bea.post(here, {"answer": "confirm", "words": ""}).status_code == 302
    mine.refresh_from_db()
    assert mine.state == JudgementState.RELEASED
    assert Countersignature.objects.get().countersigner == world.second


def test_promoted_while_writing_the_round_is_sent_as_what_they_are_now() -> None:
    world = with_trainee()
    mine = ready(world)
    client = browser(world.trainee)
    assert "Bea Other" in text(client.get(send_at(mine))), "who countersigns"
    promoted(world.trainee, world.cast.manager)
    client.post(send_at(mine), {"words": "You listen well.", "next_step": "", "next_by": "", **shown(mine)})
    mine.refresh_from_db()
    assert mine.state == JudgementState.RELEASED
    assert {one.level for one in mine.decisions.all()} == {AssessorLevel.QUALIFIED}


# --- a criterion is edited under a live decision -------------------------------------------------------------


def test_the_words_under_a_decision_stand_fast_and_what_was_typed_comes_back() -> None:
    world = make_world()
    version, criterion = world.registration.version, world.criteria[0]
    client = browser(world.cast.manager)
    here = reverse("specification-words", args=[version.pk, "criterion", criterion.pk])
    assert "Save the words" in text(client.get(here))
    judged(world, world.handed_in(), world.assessor)
    answer = client.post(here, {"text": "Hold four conversations instead."})
    assert answer.status_code == 403
    assert "An assessor has judged by the words of version 1, so they stay as they are." in text(answer)
    assert "Hold four conversations instead." in text(answer)
    assert Criterion.objects.get(pk=criterion.pk).text == criterion.text


# --- the account of somebody who signed is closed ------------------------------------------------------------


def closed(person: Account) -> None:
    person.is_active = False
    person.save()


def test_the_assessor_who_signed_is_gone_and_the_unit_goes_on() -> None:
    cast, one = unit_judged()
    signs(one, cast.assessor)
    closed(cast.assessor)
    page = text(browser(cast.learner).get(reverse("units", args=[one.token])))
    assert "Asa Assessor" in page and "I confirm this" in page
    unit = reverse("unit-signoff", args=[one.token, 1])
    assert "Asa Assessor" in text(browser(cast.quality).get(unit))
    unlock = reverse("unlock", args=[one.token, 1])
    assert browser(cast.quality).post(unlock, {"reason": "The wrong recording."}).status_code == 302
    assert Unlocking.objects.get().name == "Quinn Quality"
    assert Signature.objects.get().name == "Asa Assessor"


def test_the_countersigner_is_gone_and_the_trainee_reads_who_helps() -> None:
    world = with_trainee()
    mine = ready(world)
    closed(world.second)
    answer = browser(world.trainee).post(
        send_at(mine), {"words": "You listen well.", "next_step": "", "next_by": "", **shown(mine)}
    )
    assert answer.status_code == 403
    assert "Bea Other" in text(answer) and "You listen well." in text(answer)
    assert not CriterionDecision.objects.exists()


# --- sent twice, or from a tab of yesterday ------------------------------------------------------------------


def test_a_comment_from_a_tab_of_yesterday_is_given_back_when_the_unit_is_signed_already() -> None:
    cast, one = unit_judged()
    client, unit = browser(cast.assessor), reverse("unit-signoff", args=[one.token, 1])
    confirms(signs(one, cast.assessor), cast.learner)
    unlocks(UnitSignoff.objects.get(), cast.assessor)
    judging.opened(one, cast.assessor, None, judging.criteria_of(one)[:1])
    answer = client.post(unit, {"do": "sign", "comment": "From yesterday."})
    assert answer.status_code == 422
    assert "You are judging something of this unit" in text(answer) and "From yesterday." in text(answer)
    assert UnitSignoff.objects.get().state == SignoffState.OPEN


def test_a_reason_from_a_tab_of_yesterday_is_given_back_when_it_is_open_already() -> None:
    cast, one = unit_judged()
    unlocks(signs(one, cast.assessor), cast.assessor)
    here = reverse("unlock", args=[one.token, 1])
    answer = browser(cast.assessor).post(here, {"reason": "I saw it twice."})
    assert answer.status_code == 422 and "I saw it twice." in text(answer)
    assert Unlocking.objects.count() == 1


def test_words_of_the_learner_from_a_tab_of_yesterday_are_given_back() -> None:
    cast, one = unit_judged()
    signoff = signs(one, cast.assessor)
    unlocks(signoff, cast.assessor)
    client = browser(cast.learner)
    answer = client.post(reverse("units", args=[one.token]), {"unit": "1", "comment": "I liked this unit."})
    assert answer.status_code == 422 and "I liked this unit." in text(answer)
    assert not Signature.objects.filter(signed_as="learner").exists()
    made = record_world.shared(one, cast.assessor)
    confirm_record(record_id=made.pk, words="", how="email", by=cast.learner, now=NOON)
    answer = client.post(
        reverse("record-read", args=[made.token]), {"words": "There were six.", "do": "different"}
    )
    assert answer.status_code == 422
    assert "You have confirmed this." in text(answer) and "There were six." in text(answer)


def test_what_a_countersigner_typed_comes_back_when_it_was_answered_in_another_tab() -> None:
    world = with_trainee()
    mine = judged(world, world.handed_in(), world.trainee)
    client, here = browser(world.second), reverse("countersign", args=[mine.token])
    client.post(here, {"answer": "confirm", "words": ""})
    late = {"answer": "back", "about": str(world.criteria[0].pk), "words": "Look at page 2 again."}
    answer = client.post(here, late)
    assert answer.status_code == 403
    assert "Nothing in it changes" in text(answer) and "Look at page 2 again." in text(answer)
    assert Countersignature.objects.count() == 1
    assert client.post(here, {"answer": "confirm", "words": ""}).status_code == 302, "pressed twice"
