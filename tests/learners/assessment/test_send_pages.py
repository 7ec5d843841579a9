"""The pages on which an assessor takes work, sends what was judged, and countersigns it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.signed_in_how import BY_HUB
from learners.assessment.models import Countersignature, CriterionDecision, Judgement
from learners.assessment.states import JudgementState
from learners.portfolio.file_policies import door_to
from learners.portfolio.models import EvidenceFile
from tests import browsing
from tests.learners import judging, qualifying
from tests.learners.assessment.world import (
    WORDS,
    World,
    judged,
    make_world,
    shown,
    taken,
    with_trainee,
    written,
)
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import handed_in, photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
NOW = NOON.timestamp()
OWN = [{"method": "code", "at": NOW}]
NOT_OWN: dict[str, list[dict[str, object]]] = {
    "nothing is known": [],
    "a password": [{"method": "password", "at": NOW}],
    "a hub's code": [*OWN, {"method": BY_HUB, "at": NOW}],
    "their own code, yesterday": [{"method": "code", "at": NOW - 86_400}],
}
GOOD = {"words": WORDS, "next_step": "Record one more talk.", "next_by": "2026-12-04"}


def browser(who: Account, ways: list[dict[str, object]] | None = None) -> Client:
    """Signed in by a code to their own address, if nothing else is said."""
    return browsing.browser(who, OWN if ways is None else ways)


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def ready(world: World, outcome: str = "met") -> Judgement:
    """Taken and written by whoever has Amara, and not sent."""
    who = world.registration.allocations.get().person
    judgement = taken(world.handed_in(), who)
    for draft in judgement.drafts.filter(open=True).select_related("criterion"):
        written(judgement, draft.criterion, outcome)
    return judgement


def send_at(judgement: Judgement) -> str:
    return reverse("judge-send", args=[judgement.token])


# --- taking -------------------------------------------------------------------------------------------------


def test_taken_from_the_list_it_is_mine(db: None) -> None:
    world = make_world()
    made = world.handed_in()
    client = browser(world.assessor)
    assert "Judge it" in text(client.get(reverse("queue")))
    client.post(reverse("claim", args=[made.token]))
    judgement = Judgement.objects.get()
    assert (judgement.assessor, judgement.state) == (world.assessor, JudgementState.OPEN)
    page = text(client.get(reverse("queue")))
    assert "You have begun to judge" in page and "Judge it" not in page


@pytest.mark.parametrize("who", ["learner", "manager", "coordinator", "quality", "stranger", "editor"])
def test_inv_08_nobody_takes_what_they_were_not_given(who: str, db: None) -> None:
    world = make_world()
    made = world.handed_in()
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    browser(by).post(reverse("claim", args=[made.token]))
    assert not Judgement.objects.exists()


def test_what_another_has_is_passed_over(db: None) -> None:
    world = make_world()
    first = world.handed_in(world.criteria[:1])
    second = world.handed_in(world.criteria[1:])
    judging.opened(world.registration, world.second, first, held_until=NOON + timedelta(hours=1))
    client = browser(world.assessor)
    client.post(reverse("queue-next"))
    (mine,) = Judgement.objects.filter(assessor=world.assessor)
    assert mine.submission == second


def test_the_oldest_is_taken_first(db: None) -> None:
    world = make_world()
    first = world.handed_in(world.criteria[:1])
    world.handed_in(world.criteria[1:])
    browser(world.assessor).post(reverse("queue-next"))
    assert Judgement.objects.get().submission == first


def test_with_nothing_to_begin_it_says_so(db: None) -> None:
    world = make_world()
    answer = browser(world.assessor).post(reverse("queue-next"), follow=True)
    assert "Nothing waits for you that you could begin now" in text(answer)


# --- sending ------------------------------------------------------------------------------------------------


def test_sent_with_what_is_met_first_and_one_next_thing(db: None) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    client = browser(world.assessor)
    page = text(client.get(send_at(judgement)))
    assert "0 met, 3 not yet met" in page and "Record one more talk." in page
    assert 'value="2026-12-04"' in page, "ten working days are proposed"
    answer = client.post(send_at(judgement), {**GOOD, **shown(judgement)}, follow=True)
    assert "Sent. Amara Bello can read it now" in text(answer)
    judgement.refresh_from_db()
    assert (judgement.state, judgement.words, judgement.next_by) == (
        JudgementState.RELEASED,
        WORDS,
        TODAY + timedelta(days=14),
    )
    assert CriterionDecision.objects.count() == 3


def test_pressed_twice_it_is_sent_once_and_a_tab_of_yesterday_loses_nothing(db: None) -> None:
    world = make_world()
    judgement = ready(world)
    client = browser(world.assessor)
    sent = {"words": WORDS, "next_step": "", "next_by": "", **shown(judgement)}
    assert client.post(send_at(judgement), sent).status_code == 302
    assert client.post(send_at(judgement), sent).status_code == 302
    answer = client.post(send_at(judgement), {**sent, "words": "Something else"})
    assert answer.status_code == 422 or answer.status_code == 400
    assert "Something else" in text(answer) and "was not sent; copy it" in text(answer)
    assert CriterionDecision.objects.count() == 3


def test_what_is_missing_stands_there_and_nothing_is_sent(db: None) -> None:
    world = make_world()
    judgement = taken(world.handed_in(), world.assessor)
    client = browser(world.assessor)
    page = text(client.get(send_at(judgement)))
    assert "Something is missing" in page and 'aria-disabled="true"' in page
    answer = client.post(
        send_at(judgement), {"words": WORDS, "next_step": "", "next_by": "", **shown(judgement)}
    )
    assert "This cannot be sent yet" in text(answer) and WORDS in text(answer)
    assert not CriterionDecision.objects.exists()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"words": ""}, "what they do well"),
        ({"next_step": ""}, "the one thing that the learner does next"),
        ({"next_by": ""}, "by when"),
        ({"next_by": "soon"}, "such as 2026-12-31"),
        ({"next_by": "2026-11-01"}, "over already"),
        ({"words": "x" * 3001}, "3000"),
    ],
)
def test_wrong_input_loses_nothing(typed: dict[str, str], why: str, db: None) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    answer = browser(world.assessor).post(send_at(judgement), {**GOOD, **shown(judgement), **typed})
    assert answer.status_code != 302
    page = text(answer)
    assert why in page
    for name in ("words", "next_step"):
        assert {**GOOD, **typed}[name] in page
    assert not CriterionDecision.objects.exists()


@pytest.mark.parametrize("how", NOT_OWN)
def test_inv_19_a_judgement_is_sent_in_ones_own_session(how: str, db: None) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    client = browser(world.assessor, NOT_OWN[how])
    assert "First show that it is you" in text(client.get(send_at(judgement)))
    answer = client.post(send_at(judgement), {**GOOD, **shown(judgement)})
    assert answer.url.startswith(reverse("confirm-yourself"))  # type: ignore[attr-defined]
    assert not CriterionDecision.objects.exists()
    judgement.refresh_from_db()
    assert (judgement.state, judgement.words) == (JudgementState.OPEN, WORDS)
    assert WORDS in text(browser(world.assessor).get(send_at(judgement))), "nothing is lost"


def test_it_can_be_kept_for_later(db: None) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    client = browser(world.assessor)
    answer = client.post(send_at(judgement), {**GOOD, **shown(judgement), "then": "keep"}, follow=True)
    assert "Kept. It is not sent yet." in text(answer) and WORDS in text(answer)
    assert not CriterionDecision.objects.exists()


@pytest.mark.parametrize("who", ["learner", "manager", "coordinator", "quality", "stranger", "editor"])
def test_inv_08_nobody_sends_what_another_judged(who: str, db: None) -> None:
    world = make_world()
    judgement = ready(world)
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    for answer in (
        browser(by).get(send_at(judgement)),
        browser(by).post(send_at(judgement), {**GOOD, **shown(judgement)}),
    ):
        assert answer.status_code == 403
    assert not CriterionDecision.objects.exists()


def test_inv_05_a_conflict_declared_meanwhile_stops_it_and_keeps_what_was_typed(db: None) -> None:
    world = make_world()
    judgement = ready(world)
    qualifying.conflict(world.assessor, world.cast.learner)
    client = browser(world.assessor)
    assert client.get(send_at(judgement)).status_code == 403
    page = text(
        client.post(send_at(judgement), {"words": WORDS, "next_step": "", "next_by": "", **shown(judgement)})
    )
    assert "A conflict of interest between you and this learner is open" in page and WORDS in page
    assert "Three talks" not in page, "nothing of the work"
    assert not CriterionDecision.objects.exists()


# --- countersigning -----------------------------------------------------------------------------------------


def at(judgement: Judgement) -> str:
    return reverse("countersign", args=[judgement.token])


def waiting(world: World) -> Judgement:
    return judged(world, world.handed_in(), world.trainee, "not_yet")


def test_inv_13_confirmed_it_goes_to_the_learner_and_not_before(db: None) -> None:
    world = with_trainee()
    judgement = ready(world, "not_yet")
    answer = browser(world.trainee).post(send_at(judgement), {**GOOD, **shown(judgement)}, follow=True)
    assert "who countersigns it. Amara Bello sees it after that" in text(answer)
    client = browser(world.second)
    page = text(client.get(at(judgement)))
    assert "Tia Trainee is training as an assessor" in page and "Three talks, each" in page and WORDS in page
    answer = client.post(at(judgement), {"answer": "confirm", "words": ""}, follow=True)
    assert "Confirmed. Amara Bello can read it now" in text(answer)
    judgement.refresh_from_db()
    assert judgement.state == JudgementState.RELEASED


def test_sent_back_with_words_and_criteria(db: None) -> None:
    world = with_trainee()
    judgement, client = waiting(world), browser(world.second)
    for typed, why in (
        ({"answer": ""}, "Say whether you confirm it"),
        ({"answer": "back", "words": "Look at page 2."}, "Choose at least one"),
        (
            {"answer": "back", "about": str(world.criteria[0].pk), "words": ""},
            "what they should look at again",
        ),
    ):
        page = text(client.post(at(judgement), typed))
        assert why in page and typed.get("words", "") in page
    assert not Countersignature.objects.exists()
    sent = {"answer": "back", "about": str(world.criteria[0].pk), "words": "Look at page 2."}
    assert "Sent back. Tia Trainee goes on" in text(client.post(at(judgement), sent, follow=True))
    signed = Countersignature.objects.get()
    assert (signed.words, signed.about) == ("Look at page 2.", [world.criteria[0].pk])
    assert "The countersigner sent this back" in text(browser(world.trainee).get(reverse("queue")))
    assert "waits for whom" not in text(client.get(at(judgement), follow=True))


@pytest.mark.parametrize("how", NOT_OWN)
def test_inv_19_a_countersignature_is_made_in_ones_own_session(how: str, db: None) -> None:
    world = with_trainee()
    judgement, client = waiting(world), browser(world.second, NOT_OWN[how])
    assert "First show that it is you" in text(client.get(at(judgement)))
    sent = {"answer": "back", "about": str(world.criteria[1].pk), "words": "Look at page 2."}
    answer = client.post(at(judgement), sent)
    assert answer.url.startswith(reverse("confirm-yourself"))  # type: ignore[attr-defined]
    assert not Countersignature.objects.exists()
    page = text(client.get(at(judgement)))
    assert "Look at page 2." in page and page.count("checked") == 2, "nothing is lost"


@pytest.mark.parametrize(
    "who", ["learner", "manager", "coordinator", "quality", "assessor", "editor", "trainee"]
)
def test_inv_03_nobody_countersigns_who_was_not_asked(who: str, db: None) -> None:
    world = with_trainee()
    judgement = waiting(world)
    by = world.trainee if who == "trainee" else getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    sent = {"answer": "confirm", "words": ""}
    for answer in (browser(by).get(at(judgement)), browser(by).post(at(judgement), sent)):
        assert answer.status_code == 403
    assert not Countersignature.objects.exists()


def test_the_countersigner_opens_the_files_of_the_round_until_they_answered(db: None) -> None:
    world = with_trainee()
    submission = handed_in([photo(world.registration)])
    file = EvidenceFile.objects.get()
    assert not door_to(world.second, file, on=TODAY).ruling
    judgement = judged(world, submission, world.trainee)
    door = door_to(world.second, file, on=TODAY)
    assert door.ruling and door.noted
    assert not door_to(world.assessor, file, on=TODAY).ruling
    browser(world.second).post(at(judgement), {"answer": "confirm", "words": ""})
    assert not door_to(world.second, file, on=TODAY).ruling
