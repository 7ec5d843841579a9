"""What one says reaches the other: a countersigner's words the trainee, the reason the learner, their answer the
assessor; and what is not for the learner stays away from them.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from courses.qualifications.models import QualificationVersion
from learners.assessment.actions import acknowledge
from learners.assessment.models import Judgement
from learners.assessment.queue_queries import waiting_for
from learners.assessment.reading_actions import open_judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import JudgementState
from learners.assessment.viewer_queries import _answer, time_of
from learners.registrations.standing import standing_of
from learners.submissions.answer_models import ExtraAttempt
from learners.submissions.models import Submission
from tests.learners.assessment.test_send_pages import browser, text
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
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import handed_in, linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(who: Account, name: str, *args: object) -> str:
    return text(browser(who).get(reverse(name, args=args)))


def back(world: World) -> tuple[Judgement, Judgement]:
    """A round that was sent back for its first criterion, and the one that goes on."""
    judgement = judged(world, world.handed_in(), world.trainee)
    countersigned(judgement, "Which page do you mean in 1.1?")
    return judgement, Judgement.objects.get(follows=judgement)


def test_the_trainee_reads_why_it_came_back_and_for_what() -> None:
    world = with_trainee()
    for judgement in back(world):
        words = page(world.trainee, "judge", judgement.token)
        assert "Bea Other sent this back on 20 November 2026" in words
        assert "Which page do you mean in 1.1?" in words and "It is about 1.1." in words
        assert words.count("The countersigner asks you to look at this again") == 1


def test_inv_13_the_learner_reads_nothing_of_what_a_countersigner_does() -> None:
    world = with_trainee()
    made = handed_in([linked(world.registration, "Three talks")])
    judgement = judged(world, made, world.trainee)
    shown = []
    for state in ("in_assessment", "countersign", "sent_back"):
        Submission.objects.filter(pk=made.pk).update(state=state)
        one = page(world.cast.learner, "submission", made.token)
        every = page(world.cast.learner, "handed-in", world.registration.token)
        assert "Being assessed" in one and "Being assessed" in every
        assert "ountersign" not in one + every and "ent back" not in one + every
        shown.append(re.sub(r"nonce-[^ \"]+|value=\"[^\"]{60,}\"", "", one))
    assert shown[1] == shown[2], "they cannot tell the one from the other"
    assert judgement.state == JudgementState.COUNTERSIGN
    staff = page(world.trainee, "submission", made.token)
    assert "Sent back by the countersigner" in staff


def test_the_learner_reads_the_reason_and_where_it_was_seen() -> None:
    world = make_world()
    judgement = taken(world.handed_in(), world.assessor)
    for at, one in enumerate(world.criteria):
        ref = judgement.drafts.get(criterion=one).pieces[0]
        pieces = [{**ref, "used": True, "place": f"page {at + 7}"}]
        written(judgement, one, "met" if at else "not_yet", rationale=f"Reason {at}.", pieces=pieces)
    words = page(world.cast.learner, "feedback", sent(judgement).token)
    for at in range(len(world.criteria)):
        assert f"Reason {at}." in words and f"Seen in piece 1: page {at + 7}." in words


def test_inv_13_no_reason_is_read_before_it_counts() -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    assert browser(world.cast.learner).get(reverse("feedback", args=[judgement.token])).status_code == 403


def test_what_the_learner_wrote_reaches_the_assessor() -> None:
    world = make_world()
    judgement = judged(world, world.handed_in(world.criteria[:2]), world.assessor)
    acknowledge(judgement_id=judgement.pk, words="I see 1.2 differently.", by=world.cast.learner, now=NOON)
    assert "Wrote to you when they read your feedback" in page(world.assessor, "queue")
    assert not waiting_for(world.assessor, now=NOON + timedelta(days=15))
    answer = browser(world.assessor).post(reverse("queue-next"), follow=True)
    assert "Nothing waits for you that you could begin now" in text(answer)
    assert "I see 1.2 differently." in page(world.assessor, "judge", judgement.token)
    assert "I see 1.2 differently." in page(world.assessor, "learner-work", world.registration.token)
    assert "I see 1.2 differently." in page(world.cast.quality, "learner-work", world.registration.token)


def test_without_a_try_left_the_next_thing_is_to_talk() -> None:
    QualificationVersion.objects.update(attempts=1)
    world = make_world()
    QualificationVersion.objects.update(attempts=1, gives_attempts="lead")
    judgement = judged(world, world.handed_in(), world.assessor, "not_yet")
    words = page(world.cast.learner, "feedback", judgement.token)
    assert "Then hand it in again" not in words and "another try has to be given" in words
    assert "You have no try left for this" in words
    for one in world.criteria[1:]:
        ExtraAttempt.objects.create(
            registration=world.registration,
            criterion=one,
            until=None,
            why="You were ill.",
            given_by=world.cast.quality,
            given_at=NOON + timedelta(hours=1),
        )
    words = page(world.cast.learner, "feedback", judgement.token)
    assert "Then hand it in again" in words and words.count("You have no try left for this") == 1


def test_the_result_stands_with_the_deciding_and_with_nobody_who_read_it() -> None:
    world = make_world()
    judgement = judged(world, world.handed_in(), world.assessor)
    standing = standing_of(world.cast.quality, world.registration, on=TODAY)
    open_judgement(judgement=judgement, by=world.cast.quality, now=NOON, standing=standing)
    words = page(world.cast.learner, "timeline", world.registration.token, 1)
    assert words.count("met 1.1") == 1
    assert "Quinn Quality read your work." in words


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0, "0:00"), (42, "0:42"), (2520, "42:00"), (3723, "1:02:03")]
)
def test_a_time_reads_as_it_is_written_in_a_record(seconds: int | None, words: str) -> None:
    assert time_of(seconds) == words


def test_a_day_is_the_day_in_london() -> None:
    """Confirmed half an hour past midnight, in summer."""
    at = NOON.replace(month=7, day=14, hour=23, minute=30)
    assert _answer(AssessorRecord(confirmed_at=at)) == "Confirmed it on 15 July 2026"
