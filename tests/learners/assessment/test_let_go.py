"""What another assessor had written about a criterion and let go is read on the judging page, and changes nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from learners.assessment.actions import put_back
from learners.assessment.models import Judgement
from learners.registrations.allocation_models import Allocation
from tests.cast import BACKEND
from tests.learners import qualifying
from tests.learners.assessment.rounds import address, answers, draft_of
from tests.learners.assessment.world import World, make_world, sent, taken, written
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import handed_in, linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
THEIRS = "Only one talk, and it ends early (0:40)."


@pytest.fixture
def world() -> World:
    return make_world()


def page(judgement: Judgement, at: int = 0) -> str:
    browser = Client()
    browser.force_login(judgement.assessor, backend=BACKEND)
    answer = browser.get(address(judgement, draft_of(judgement, at).criterion_id))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def begun_by_another(world: World) -> Judgement:
    """Two criteria handed in; Asa wrote about the first and put it back; now Bea has the learner and takes it."""
    made = handed_in([linked(world.registration, "Three talks"), linked(world.registration, "A plan", at=1)])
    first = taken(made, world.assessor)
    written(first, draft_of(first).criterion, "not_yet", rationale=THEIRS)
    put_back(judgement_id=first.pk, by=world.assessor, now=NOON)
    Allocation.objects.filter(person=world.assessor).update(ends_on=TODAY)
    qualifying.allocated(world.registration, world.second)
    return taken(made, world.second)


def test_what_another_wrote_and_let_go_is_there_to_read(world: World) -> None:
    now = begun_by_another(world)
    html = page(now)
    assert "Begun by Asa Assessor, 20 November 2026" in html and THEIRS in html
    assert "Not yet</b>, and not sent." in html and "Next: Record one more talk." in html
    assert html.count("Begun by Asa") == 1, "nothing was saved about the second"
    assert "Begun by Asa" not in page(now, 1)
    assert draft_of(now).rationale == "" and f">{THEIRS}</textarea>" not in html


def test_it_is_no_part_of_what_is_sent(world: World) -> None:
    now = begun_by_another(world)
    for draft in now.drafts.all():
        written(now, draft.criterion)
    sent(now)
    assert THEIRS not in " ".join(now.decisions.values_list("rationale", flat=True))
    browser = Client()
    browser.force_login(world.second, backend=BACKEND)
    closed = browser.get(reverse("judge", args=[now.token])).content.decode()
    assert "Begun by Asa" not in closed and THEIRS not in closed
    browser.force_login(world.cast.learner, backend=BACKEND)
    assert THEIRS not in browser.get(reverse("feedback", args=[now.token])).content.decode()


def test_ones_own_words_come_back_into_the_form_instead(world: World) -> None:
    made = handed_in([linked(world.registration, "Three talks")])
    first = taken(made, world.assessor)
    written(first, draft_of(first).criterion, "not_yet", rationale=THEIRS)
    put_back(judgement_id=first.pk, by=world.assessor, now=NOON)
    again = taken(made, world.assessor)
    html = page(again)
    assert "Begun by" not in html and f">{THEIRS}</textarea>" in html


def test_saving_goes_on_beside_it(world: World) -> None:
    now = begun_by_another(world)
    browser = Client()
    browser.force_login(world.second, backend=BACKEND)
    draft = draft_of(now)
    assert browser.post(address(now, draft.criterion_id), answers(draft)).status_code == 302
    draft.refresh_from_db()
    assert (draft.outcome, draft.revision) == ("met", 1)
