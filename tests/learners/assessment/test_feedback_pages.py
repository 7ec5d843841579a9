"""The learner reads feedback: what is met first, the one next thing, and nothing that is not theirs to know."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from learners.assessment.feedback_queries import to_do
from learners.assessment.models import Judgement
from learners.assessment.states import DecisionState, JudgementState
from learners.dashboards.plan_steps import own_steps
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests.learners import judging
from tests.learners.assessment.world import (
    World,
    countersigned,
    judged,
    make_world,
    sent,
    taken,
    with_trainee,
    written,
)
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import handed_in, linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def world() -> World:
    return make_world()


def client_of(who: Account) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page_of(judgement: Judgement, who: Account) -> str:
    return client_of(who).get(reverse("feedback", args=[judgement.token])).content.decode()


def mixed(world: World) -> Judgement:
    """Of three, the first two are met."""
    judgement = taken(world.handed_in(), world.assessor)
    for at, criterion in enumerate(world.criteria):
        written(judgement, criterion, "met" if at < 2 else "not_yet")
    return sent(judgement)


def test_what_is_met_comes_first_and_then_the_one_next_thing(world: World) -> None:
    page = page_of(mixed(world), world.cast.learner)
    order = [page.index(words) for words in ("2 met", "The one next thing", "1 not yet", "I have read it")]
    assert order == sorted(order)
    assert "Record one more talk." in page and "You listen well" in page
    assert "Three talks, each with an open question (page 1)." in page, "the reason is for them to read"


def test_everything_met_says_what_happens_next(world: World) -> None:
    page = page_of(judged(world, world.handed_in(), world.assessor), world.cast.learner)
    assert "3 met" in page and "Nothing of this is left to do" in page and "not yet" not in page.lower()


@pytest.mark.both
def test_reading_it_is_said_once_and_what_they_say_is_kept(world: World) -> None:
    judgement = mixed(world)
    client, address = client_of(world.cast.learner), reverse("feedback", args=[judgement.token])
    assert client.post(address, {"words": "Thank you."}).status_code == 302
    assert client.post(address, {"words": "Once more."}).status_code == 302
    judgement.refresh_from_db()
    assert (judgement.state, judgement.learner_words) == (JudgementState.ACKNOWLEDGED, "Thank you.")
    assert Submission.objects.get().state == SubmissionState.ACKNOWLEDGED
    page = page_of(judgement, world.cast.learner)
    assert "You have read it" in page and "I have read it" not in page and "Thank you." in page


def test_too_many_words_are_kept_on_the_page(world: World) -> None:
    judgement = mixed(world)
    client, address = client_of(world.cast.learner), reverse("feedback", args=[judgement.token])
    answer = client.post(address, {"words": "long " * 300})
    assert answer.status_code == 422 and "long long" in answer.content.decode()
    judgement.refresh_from_db()
    assert judgement.state == JudgementState.RELEASED


@pytest.mark.both
def test_inv_13_no_page_shows_what_waits_for_the_countersigner() -> None:
    world = with_trainee()
    judgement = judged(world, handed_in([linked(world.registration)]), world.trainee, "not_yet")
    assert judgement.state == JudgementState.COUNTERSIGN
    learner = client_of(world.cast.learner)
    assert learner.get(reverse("feedback", args=[judgement.token])).status_code == 403
    assert learner.post(reverse("feedback", args=[judgement.token]), {"words": ""}).status_code == 403
    token = world.registration.token
    submission = Submission.objects.get()
    pages = [
        reverse("my-learning"),
        *(reverse(name, args=[token]) for name in ("registration", "to-show", "handed-in", "feedback-list")),
        reverse("submission", args=[submission.token]),
    ]
    for address in pages:
        page = learner.get(address).content.decode()
        assert "Record one more talk" not in page and "You listen well" not in page, address
        assert "not yet met" not in page.lower(), address
    assert to_do(world.cast.learner) == ()
    countersigned(judgement)
    assert "Record one more talk" in page_of(judgement, world.cast.learner)


@pytest.mark.both
def test_inv_13_what_was_sent_back_is_never_seen() -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    about = [world.criteria[0].pk]
    countersigned(judgement, "Which page?", about=about)
    learner = client_of(world.cast.learner)
    for one in Judgement.objects.all():
        assert learner.get(reverse("feedback", args=[one.token])).status_code == 403
    listed = learner.get(reverse("feedback-list", args=[world.registration.token])).content.decode()
    assert "No feedback yet" in listed


def test_nobody_else_reads_it_here(world: World) -> None:
    judgement = mixed(world)
    address = reverse("feedback", args=[judgement.token])
    for who in (world.cast.neighbour, world.cast.manager, world.second):
        assert client_of(who).get(address).status_code == 403
        assert client_of(who).post(address, {"words": ""}).status_code == 403
    assert client_of(world.assessor).get(address).url == reverse(  # type: ignore[attr-defined]
        "learner-work", args=[world.registration.token]
    )
    assert client_of(world.assessor).post(address, {"words": ""}).status_code == 302
    judgement.refresh_from_db()
    assert judgement.state == JudgementState.RELEASED


def test_the_next_step_leads_there_until_it_is_handed_in_again(world: World) -> None:
    judgement = mixed(world)
    learner, here = world.cast.learner, reverse("registration", args=[world.registration.token])
    assert own_steps(learner)[here].step.title == "Read your feedback"
    client_of(learner).post(reverse("feedback", args=[judgement.token]), {"words": ""})
    step = own_steps(learner)[here]
    assert step.step.title == "One thing to show again, by 4 December"
    assert step.step.why == "Record one more talk." and step.href == reverse(
        "feedback", args=[judgement.token]
    )
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        judging.handed_in(world.registration, [world.criteria[2]], now=NOON + timedelta(days=1), attempt=2)
        assert to_do(learner) == () and here not in own_steps(learner)
        page = page_of(judgement, learner)
    assert "Your assessor looks at it again" in page and "You handed it in again on 21 November 2026" in page
    assert "The one next thing" not in page and "You are next" not in page


def test_what_was_handed_in_again_in_part_is_still_to_do(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    for at, criterion in enumerate(world.criteria):
        written(judgement, criterion, "met" if at == 0 else "not_yet")
    sent(judgement)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        judging.handed_in(world.registration, [world.criteria[2]], now=NOON + timedelta(days=1), attempt=2)
        page = page_of(judgement, world.cast.learner)
    assert "The one next thing" in page and "looks at it again" not in page


def test_older_feedback_says_what_came_since(world: World) -> None:
    first = judged(world, world.handed_in([world.criteria[0]]), world.assessor, "not_yet")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        again = judging.handed_in(
            world.registration, [world.criteria[0]], now=NOON + timedelta(days=1), attempt=2
        )
        second = taken(again, world.assessor, now=NOON + timedelta(days=1))
        written(second, world.criteria[0], now=NOON + timedelta(days=1))
        sent(second, now=NOON + timedelta(days=1))
        page = page_of(first, world.cast.learner)
    assert "Since then you have met it." in page and "The one next thing" not in page


def older(world: World, at: datetime) -> None:
    """A round whose decision something newer has replaced."""
    made = world.handed_in(world.criteria[:1])
    round_ = judging.opened(world.registration, world.assessor, made, now=at)
    replaced = {"state": DecisionState.SUPERSEDED, "ended_at": NOON}
    judging.rests_on(judging.decision(round_, world.criteria[0], **replaced), made.items.get())
    judging.closed(round_, released_at=at)


def test_the_list_is_paged_and_asks_as_often_for_one_as_for_many(world: World) -> None:
    mixed(world)
    client, address = client_of(world.cast.learner), reverse("feedback-list", args=[world.registration.token])
    with CaptureQueriesContext(connection) as one:
        assert "2 met, 1 not yet" in client.get(address).content.decode()
    for number in range(30):
        older(world, NOON - timedelta(minutes=number + 1))
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()
    assert "?page=2" in page and len(many) == len(one) <= 15


def test_the_page_has_a_budget(world: World) -> None:
    judgement = mixed(world)
    client = client_of(world.cast.learner)
    client.get(reverse("my-learning"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("feedback", args=[judgement.token]))
    assert len(queries) <= 15
