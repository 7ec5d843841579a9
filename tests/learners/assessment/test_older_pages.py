"""Pages of judging that are older than what is kept: nobody signs what they were not shown, and no word is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learners.assessment.countersign_actions import countersign, name_countersigner
from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from learners.assessment.send_actions import keep_feedback
from learners.assessment.states import JudgementState
from learners.registrations.allocation_models import ConflictDeclaration
from tests.learners import qualifying
from tests.learners.assessment.rounds import address, answers
from tests.learners.assessment.test_countersigning import conflict
from tests.learners.assessment.test_send_pages import GOOD, browser, ready, send_at, text
from tests.learners.assessment.world import World, judged, make_world, shown, taken, with_trainee, written
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
ELSEWHERE = "A long text that was written on the other device."


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def marks(page: str) -> dict[str, str]:
    """What the page says that it shows."""
    return dict(re.findall(r'name="(seen|told)" value="([0-9a-f]+)"', page))


def opened(client: Client, judgement: Judgement) -> dict[str, Any]:
    """The page of sending, and what is sent from it when nothing else is typed."""
    found = marks(text(client.get(send_at(judgement))))
    assert set(found) == {"seen", "told"}
    return {**GOOD, **found}


# --- sending ------------------------------------------------------------------------------------------------


def test_nobody_signs_what_their_page_did_not_show(world: World) -> None:
    judgement = ready(world, "not_yet")
    client = browser(world.assessor)
    old = opened(client, judgement)
    written(judgement, world.criteria[0], "met", rationale="Changed on the other device.")
    answer = client.post(send_at(judgement), old)
    page = text(answer)
    assert answer.status_code == 422 and not CriterionDecision.objects.exists()
    assert "changed in another tab or on another device" in page and "Changed on the other device." in page
    assert GOOD["words"] in page, "what was typed stays"
    assert client.post(send_at(judgement), {**GOOD, **marks(page)}).status_code == 302
    assert CriterionDecision.objects.get(criterion=world.criteria[0]).outcome == "met"


@pytest.mark.parametrize("then", ["keep", "send"])
def test_newer_words_to_the_learner_are_not_written_over(world: World, then: str) -> None:
    judgement = ready(world, "not_yet")
    client = browser(world.assessor)
    old = opened(client, judgement)
    client.post(send_at(judgement), {**old, "words": ELSEWHERE, "then": "keep"})
    answer = client.post(send_at(judgement), {**old, "words": "From the old tab.", "then": then})
    judgement.refresh_from_db()
    page = text(answer)
    assert (answer.status_code, judgement.words, judgement.state) == (422, ELSEWHERE, JudgementState.OPEN)
    assert ELSEWHERE in page and "From the old tab." in page and "What is kept" in page
    again = {**GOOD, **marks(page), "words": "Both of it.", "then": then}
    assert client.post(send_at(judgement), again).status_code == 302
    judgement.refresh_from_db()
    assert judgement.words == "Both of it."


def test_kept_twice_from_one_page_is_no_conflict(world: World) -> None:
    judgement = ready(world, "not_yet")
    client = browser(world.assessor)
    page = {**opened(client, judgement), "then": "keep"}
    assert [client.post(send_at(judgement), page).status_code for _ in range(2)] == [302, 302]


def test_a_mistake_on_an_old_page_does_not_make_it_new(world: World) -> None:
    judgement = ready(world, "not_yet")
    client = browser(world.assessor)
    old = opened(client, judgement)
    written(judgement, world.criteria[0], "met")
    wrong = client.post(send_at(judgement), {**old, "next_by": "soon"})
    assert marks(text(wrong)) == {name: old[name] for name in ("seen", "told")}


def test_keeping_the_words_holds_the_round_for_longer(world: World) -> None:
    judgement = ready(world)
    later = NOON + timedelta(minutes=50)
    keep_feedback(
        judgement_id=judgement.pk,
        words="So far.",
        next_step="",
        next_by=None,
        by=world.assessor,
        now=later,
        told=shown(judgement)["told"],
    )
    before = judgement.held_until
    judgement.refresh_from_db()
    assert judgement.held_until == before + timedelta(minutes=50)


def test_a_trainee_whose_countersigner_cannot_reads_why_and_keeps_the_words(db: None) -> None:
    world = with_trainee()
    judgement = ready(world)
    conflict(world)
    client = browser(world.trainee)
    page = text(client.get(send_at(judgement)))
    assert "Your countersigner Bea Other cannot countersign this" in page and 'aria-disabled="true"' in page
    assert client.post(send_at(judgement), {**GOOD, **shown(judgement), "then": "keep"}).status_code == 302
    judgement.refresh_from_db()
    assert (judgement.words, judgement.state) == (GOOD["words"], JudgementState.OPEN)
    assert "cannot countersign this" in text(client.post(send_at(judgement), {**GOOD, **shown(judgement)}))


# --- one criterion ------------------------------------------------------------------------------------------


def first(world: World) -> DraftDecision:
    return taken(world.handed_in(), world.assessor).drafts.get(criterion=world.criteria[0])


def told(client: Client, draft: DraftDecision, **facts: Any) -> Any:
    return client.post(
        address(draft.judgement, draft.criterion_id),
        answers(draft, **facts),
        headers={"accept": "application/json"},
    )


def test_an_answer_that_was_lost_on_the_way_is_nobody_elses_change(world: World) -> None:
    """The page knows revision 0 all the time."""
    client, draft = browser(world.assessor), first(world)
    for words in ("One.", "One. Two.", "One. Two. Three."):
        assert told(client, draft, rationale=words, tab="a1").status_code == 200
    assert DraftDecision.objects.get(pk=draft.pk).rationale == "One. Two. Three."


@pytest.mark.parametrize("tab", ["b2", ""])
def test_another_page_is_told_of_it_all_the_same(world: World, tab: str) -> None:
    client, draft = browser(world.assessor), first(world)
    assert told(client, draft, rationale="One.", tab="a1").status_code == 200
    assert told(client, draft, rationale="Other words.", tab=tab).status_code == 409
    assert DraftDecision.objects.get(pk=draft.pk).rationale == "One."


def test_what_another_page_wrote_in_between_is_not_written_over(world: World) -> None:
    client, draft = browser(world.assessor), first(world)
    assert told(client, draft, rationale="One.", tab="a1").status_code == 200
    assert told(client, draft, rationale="Two.", tab="b2", revision=1).status_code == 200
    assert told(client, draft, rationale="One, and more.", tab="a1", revision=1).status_code == 409


def test_a_line_break_counts_once_and_nothing_is_cut(world: World) -> None:
    """As many characters as the browser allows, in the form that it sends them; and more than there is room for."""
    client, draft = browser(world.assessor), first(world)
    most = "\n".join(["x" * 49] * 60)[:3000]
    typed = most.replace("\n", "\r\n")
    assert len(typed) > 3000
    assert told(client, draft, rationale=typed).status_code == 200
    draft.refresh_from_db()
    assert draft.rationale == most
    answer = told(client, draft, rationale=most + "\nand 30 more than there is room for" * 2)
    assert answer.status_code == 409 and "longer than 3000 characters" in answer.json()["error"]
    page = text(
        client.post(address(draft.judgement, draft.criterion_id), answers(draft, rationale="y" * 3001))
    )
    assert "y" * 3001 in page and "This was not saved" in page


def test_words_to_the_learner_count_a_line_break_once_too(world: World) -> None:
    judgement = ready(world)
    client = browser(world.assessor)
    most = "\n".join(["x" * 49] * 60)[:3000]
    sent = {"words": most.replace("\n", "\r\n"), "next_step": "", "next_by": ""}
    assert client.post(send_at(judgement), {**sent, **shown(judgement), "then": "keep"}).status_code == 302
    judgement.refresh_from_db()
    assert judgement.words == most
    assert client.post(send_at(judgement), {**sent, **shown(judgement)}).status_code == 302
    judgement.refresh_from_db()
    assert (judgement.words, judgement.state) == (most, JudgementState.RELEASED)


# --- pages of what is theirs no more ------------------------------------------------------------------------


def test_a_countersigner_keeps_their_words_whatever_happened_meanwhile(db: None) -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    client, url = browser(world.second), reverse("countersign", args=[judgement.token])
    words = "Look at page 2 once more."
    typed = {"answer": "back", "about": [world.criteria[0].pk], "words": words}
    name_countersigner(judgement_id=judgement.pk, person=world.assessor, by=world.cast.quality, now=NOON)
    page = client.post(url, typed)
    assert page.status_code == 403 and words in text(page) and "Asa Assessor is asked" in text(page)
    name_countersigner(judgement_id=judgement.pk, person=world.second, by=world.cast.quality, now=NOON)
    conflict(world)
    page = client.post(url, typed)
    assert page.status_code == 403 and words in text(page) and "conflict of interest" in text(page)
    assert "open question" not in text(page), "nothing of the work is shown to them"
    ConflictDeclaration.objects.update(ends_on=TODAY)
    countersign(
        judgement_id=judgement.pk, confirmed=True, words="", about=(), how="email", by=world.second, now=NOON
    )
    page = client.post(url, typed)
    assert page.status_code == 403 and words in text(page) and "Nothing in it changes" in text(page)
    assert client.get(url).status_code == 302


def test_everything_that_was_typed_about_a_criterion_comes_back(db: None) -> None:
    """Also why a piece was set aside, and the place in it."""
    world = make_world()
    draft = first(world)
    ref = draft.pieces[0]["entry"]
    qualifying.conflict(world.assessor, world.cast.learner)
    uses = {
        f"use-entry:{ref}": "aside",
        f"why-entry:{ref}": "Too old for this.",
        f"place-entry:{ref}": "page 41",
    }
    typed = answers(draft, rationale="A long reason.", next_step="One more talk.", outcome="not_yet", **uses)
    page = browser(world.assessor).post(address(draft.judgement, draft.criterion_id), typed)
    assert page.status_code == 403
    for words in (
        "A long reason.",
        "One more talk.",
        "Too old for this.",
        "page 41",
        "Not yet met",
        "Valid: yes",
    ):
        assert words in text(page)
