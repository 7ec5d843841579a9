"""The pages of prior learning, adjustments and holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from tests.browsing import browser
from tests.learners.adjustments.ways import World, asked, claim, events, held, told, world

pytestmark = pytest.mark.django_db
Q, C = RequestState, ClaimState
SOON = (clock.today() + timedelta(days=20)).isoformat()
TODAY = clock.today().isoformat()


@pytest.fixture
def here() -> World:
    return world()


def page(who: Account, name: str, *args: object) -> str:
    answer = browser(who).get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press(who: Account, name: str, arg: object, do: str, **data: object) -> tuple[int, str]:
    sent = {f"{do}-{key}": value for key, value in data.items()}
    answer = browser(who).post(reverse(name, args=[arg]), {"do": do, **sent})
    return answer.status_code, answer.content.decode()


def test_empty_pages_say_what_comes_here(here: World) -> None:
    token = here.registration.token
    mine = page(here.learner, "adjustments", token)
    assert "You have not asked for anything." in mine and "Ask for it" in mine
    theirs = page(here.cast.assessor, "registration-adjustments", token)
    assert "No hold stands." in theirs and "Holds are placed by the lead" in theirs
    assert "Place the hold" not in theirs
    assert "Place the hold" in page(here.cast.quality, "registration-adjustments", token)


def test_each_is_led_to_their_own_page_and_strangers_nowhere(here: World) -> None:
    token = here.registration.token
    mine, theirs = reverse("adjustments", args=[token]), reverse("registration-adjustments", args=[token])
    assert browser(here.cast.assessor).get(mine).url == theirs  # type: ignore[attr-defined]
    assert browser(here.learner).get(theirs).url == mine  # type: ignore[attr-defined]
    for who in (here.cast.stranger, here.cast.neighbour, here.cast.trainer, here.cast.editor):
        assert browser(who).get(mine).status_code == 403
        assert browser(who).get(theirs).status_code == 403


def test_the_learner_asks_for_help_and_nothing_typed_is_lost(here: World) -> None:
    token = here.registration.token
    status, text = press(here.learner, "adjustments", token, "help", need="Reading tires me.", adjustment="")
    assert status == 422 and "Write what would help." in text and "Reading tires me." in text
    status, _ = press(here.learner, "adjustments", token, "help", need="Reading.", adjustment="Read aloud.")
    assert status == 302
    one = AdjustmentRequest.objects.get()
    assert (one.state, one.unit) == (Q.SUBMITTED, None)
    text = page(here.learner, "adjustments", token)
    assert "Read aloud." in text and "Who is next: your centre" in text


def test_the_learner_asks_for_a_unit(here: World) -> None:
    token = here.registration.token
    status, text = press(here.learner, "adjustments", token, "prior", learned_what="Steward.")
    assert status == 422 and "Choose a unit." in text
    status, _ = press(here.learner, "adjustments", token, "prior", learned_what="Steward.", unit=here.unit.pk)
    assert status == 302
    one = PriorLearningClaim.objects.get()
    assert "how you can show it" in page(here.learner, "prior-learning", one.token)


def test_staff_write_it_down_and_the_learner_says_yes(here: World) -> None:
    token = here.registration.token
    status, _ = press(
        here.cast.coordinator,
        "registration-adjustments",
        token,
        "help",
        need="Noise.",
        adjustment="A quiet room.",
    )
    assert status == 302
    one = AdjustmentRequest.objects.get()
    assert "Yes, ask for it" in page(here.learner, "adjustment", one.token)
    seen = page(here.cast.assessor, "adjustment", one.token)
    assert "Waiting for the learner’s yes" in seen and "Yes, ask for it" not in seen
    assert press(here.learner, "adjustment", one.token, "agree")[0] == 302
    one.refresh_from_db()
    assert one.state == Q.SUBMITTED


def test_the_centre_decides_the_assessor_puts_it_in_place_and_reviews(here: World) -> None:
    one = asked(here.registration)
    status, text = press(here.cast.quality, "adjustment", one.token, "decide", decision="It is fair.")
    assert status == 422 and "Say what was decided." in text and "It is fair." in text
    decided = {"approved": "yes", "decision": "It is fair.", "decided_on": TODAY}
    assert press(here.cast.assessor, "adjustment", one.token, "decide", **decided)[0] == 422
    assert press(here.cast.quality, "adjustment", one.token, "decide", **decided)[0] == 302
    assert "It is fair." in page(here.learner, "adjustment", one.token)
    place = {"in_place_on": TODAY, "review_on": SOON}
    assert press(here.cast.assessor, "adjustment", one.token, "place", **place)[0] == 302
    status, _ = press(here.cast.assessor, "adjustment", one.token, "review", words="It helps.", next_on="")
    assert status == 302
    one.refresh_from_db()
    assert one.state == Q.REVIEWED


def test_it_is_put_before_somebody_outside(here: World) -> None:
    one = asked(here.registration)
    assert press(here.admin, "adjustment", one.token, "refer", to="ao")[0] == 302
    assert "Reference of the letter" in page(here.admin, "adjustment", one.token)


@pytest.mark.parametrize("state", Q)
def test_every_state_shows_what_happens_next(here: World, state: RequestState) -> None:
    one = asked(here.registration, here.unit, state)
    for who in (here.learner, here.cast.assessor, here.cast.quality, here.cast.coordinator):
        text = page(who, "adjustment", one.token)
        assert "What happens next." in text
        assert ("Reading long texts." in text) == (who != here.cast.coordinator)
    assert "Words read aloud." in page(
        here.cast.coordinator, "registration-adjustments", here.registration.token
    )


@pytest.mark.parametrize("state", C)
def test_every_state_of_a_claim_too(here: World, state: ClaimState) -> None:
    one = claim(here.registration, here.unit, state, plan="Bring your minutes.")
    for who in (here.learner, here.cast.assessor, here.cast.quality, here.cast.coordinator):
        text = page(who, "prior-learning", one.token)
        assert "What happens next." in text
        assert ("Ten years as a shop steward." in text) == (who != here.cast.coordinator)


def test_the_assessor_answers_and_concludes(here: World) -> None:
    one = claim(here.registration, here.unit)
    status, text = press(here.cast.assessor, "prior-learning", one.token, "plan", words="")
    assert status == 422 and "Write how it can be shown." in text
    assert press(here.cast.coordinator, "prior-learning", one.token, "plan", words="No")[0] == 422
    assert press(here.cast.assessor, "prior-learning", one.token, "plan", words="Your minutes.")[0] == 302
    PriorLearningClaim.objects.filter(pk=one.pk).update(state=C.ASSESSED)
    told(here.registration, here.cast.assessor)
    assert press(here.cast.assessor, "prior-learning", one.token, "conclude", words="")[0] == 302
    one.refresh_from_db()
    assert one.state == C.ACCEPTED


def test_inv_48_reading_the_words_is_written_down_unless_it_is_theirs(here: World) -> None:
    one = asked(here.registration)
    for who in (here.learner, here.cast.assessor, here.cast.coordinator):
        page(who, "adjustment", one.token)
    assert events(here.registration) == []  # the coordinator read no words
    page(here.cast.quality, "adjustment", one.token)
    page(here.admin, "adjustment", one.token)
    assert events(here.registration) == ["needs_read", "needs_read"]


def test_a_hold_is_placed_left_standing_and_lifted(here: World) -> None:
    token, pk = here.registration.token, here.unit.pk
    status, text = press(here.cast.quality, "registration-adjustments", token, "hold", reason="", unit=pk)
    assert status == 422 and "Write why." in text
    placed = {"reason": "An appeal is open.", "unit": pk, "review_on": SOON}
    assert press(here.cast.assessor, "registration-adjustments", token, "hold", **placed)[0] == 422
    assert press(here.cast.quality, "registration-adjustments", token, "hold", **placed)[0] == 302
    one = AssessmentHold.objects.get()
    assert "Only the lead" in page(here.cast.manager, "hold", one.pk)
    assert "An appeal is open." in page(here.cast.assessor, "registration-adjustments", token)
    later = (clock.today() + timedelta(days=40)).isoformat()
    keep = {"words": "Still open.", "review_on": later}
    assert press(here.cast.manager, "hold", one.pk, "keep", **keep)[0] == 302
    assert press(here.cast.manager, "hold", one.pk, "lift", words="Fine.")[0] == 422
    assert press(here.cast.quality, "hold", one.pk, "lift", words="Answered.")[0] == 302
    assert "Lifted by Quinn Quality" in page(here.cast.assessor, "hold", one.pk)


def test_the_learner_reads_that_a_hold_stands_and_not_why(here: World) -> None:
    one = held(here.registration, here.cast.quality, here.unit)
    text = page(here.learner, "adjustments", here.registration.token)
    assert "Somebody is looking into something" in text and "An appeal is open." not in text
    assert browser(here.learner).get(reverse("hold", args=[one.pk])).status_code == 302


def test_a_step_from_a_page_of_yesterday_says_so(here: World) -> None:
    one = asked(here.registration, None, Q.APPROVED)
    status, text = press(
        here.cast.quality, "adjustment", one.token, "decide", approved="no", decision="No.", decided_on=TODAY
    )
    assert status == 422 and "there is nothing of this kind to do now" in text and "No." in text


def test_the_pages_ask_few_questions(here: World, django_assert_max_num_queries: object) -> None:
    for unit in (None, here.unit):
        for _ in range(4):
            asked(here.registration, unit)
            held(here.registration, here.cast.quality, unit)
    claim(here.registration, here.unit)
    client = browser(here.cast.assessor)
    client.get("/")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(reverse("registration-adjustments", args=[here.registration.token]))
