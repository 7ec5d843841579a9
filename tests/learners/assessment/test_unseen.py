"""A page says what it showed, and nobody signs what it does not name: a form without that is old or broken.

Nothing is sent, kept or signed from it, nothing that was typed is lost, and pressing once more is enough.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared import clock
from academy.shared.rulings import Refused
from learners.assessment.actions import judge_again
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.refusals import Stale
from learners.assessment.seen import NEVER, under_a_signature
from learners.assessment.send_actions import keep_feedback
from learners.assessment.signoff_actions import confirm_unit, countersign_unit, sign_unit
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.states import JudgementState, SignoffState
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners import judging, qualifying
from tests.learners.assessment.record_world import at_work, begun
from tests.learners.assessment.signing import countersigns, judged, judged_by_trainee, signs
from tests.learners.assessment.test_record_pages import form
from tests.learners.assessment.test_send_pages import GOOD, browser, ready, send_at, text
from tests.learners.assessment.world import WORDS, World, make_world, sent, shown, written
from tests.learners.judging import criteria_of, unit_of
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db
AGAIN = "changed since you opened the page"
OTHER_TAB = "changed in another tab or on another device"
MISSING: tuple[dict[str, Any], ...] = ({"seen": ""}, {"seen": "0" * 64}, {"seen": "nonsense"})


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


# --- a round ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", MISSING)
def test_a_round_is_not_sent_by_who_does_not_say_what_they_saw(world: World, facts: dict[str, Any]) -> None:
    judgement = ready(world)
    with pytest.raises(Stale, match="Look at what is met"):
        sent(judgement, **facts)
    assert not CriterionDecision.objects.exists()
    assert Judgement.objects.get().state == JudgementState.OPEN
    assert sent(judgement).state == JudgementState.RELEASED


@pytest.mark.parametrize("told", ["", "0" * 64])
def test_nor_over_words_that_they_do_not_say_they_saw(world: World, told: str) -> None:
    judgement = ready(world)
    keeps(judgement, "Kept before.")
    with pytest.raises(Stale, match="what was kept stand below") as refused:
        sent(judgement, told=told)
    assert refused.value.theirs == judgement and not CriterionDecision.objects.exists()
    assert sent(judgement, told=told, words="Kept before.").words == "Kept before.", "they are the same words"


def test_where_nothing_was_kept_there_is_nothing_to_compare(world: World) -> None:
    with pytest.raises(Stale) as refused:
        sent(ready(world), told="")
    assert refused.value.theirs is None


@pytest.mark.parametrize("told", ["", "0" * 64])
def test_words_are_not_kept_over_those_that_they_do_not_say_they_saw(world: World, told: str) -> None:
    judgement = ready(world)
    keeps(judgement, "Kept before.")
    with pytest.raises(Stale):
        keeps(judgement, "Something else.", told=told)
    assert Judgement.objects.get().words == "Kept before."


def keeps(judgement: Judgement, words: str, told: str | None = None) -> None:
    keep_feedback(
        judgement_id=judgement.pk,
        words=words,
        next_step="",
        next_by=None,
        by=judgement.assessor,
        now=NOON,
        told=shown(judgement)["told"] if told is None else told,
    )


@pytest.mark.parametrize("without", ["seen", "told"])
@pytest.mark.parametrize("then", ["send", "keep"])
def test_on_the_page_nothing_typed_is_lost_and_pressing_again_is_enough(
    world: World, without: str, then: str
) -> None:
    judgement = ready(world, "not_yet")
    keeps(judgement, "Kept before.")
    client = browser(world.assessor)
    typed = {**GOOD, "then": then}
    answer = client.post(send_at(judgement), {**typed, **but(shown(judgement), without)})
    if (without, then) == ("seen", "keep"):
        assert answer.status_code == 302, "what is kept is signed by nobody"
        return
    page = text(answer)
    assert answer.status_code == 422 and OTHER_TAB in page and not CriterionDecision.objects.exists()
    assert WORDS in page and GOOD["next_step"] in page
    assert ("Kept before." in page) == (without == "told")
    assert client.post(send_at(judgement), {**typed, **marks(page)}).status_code == 302
    judgement.refresh_from_db()
    assert judgement.words == WORDS


def but(marks: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in marks.items() if key != name}


def marks(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen|told)" value="([^"]*)"', page))


# --- a unit -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", MISSING)
def test_inv_19_a_unit_is_not_signed_by_who_does_not_say_what_they_saw(facts: dict[str, Any]) -> None:
    cast, one = judged()
    words = {"comment": "", "how": "email", "by": cast.assessor, "now": NOON}
    with pytest.raises(Refused, match=AGAIN):
        sign_unit(registration_id=one.pk, unit_id=unit_of(one).pk, **words, **facts)  # type: ignore[arg-type]
    assert not Signature.objects.exists() and not UnitSignoff.objects.exists()


@pytest.mark.parametrize("facts", MISSING)
def test_inv_19_nor_countersigned(facts: dict[str, Any]) -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    words = {"comment": "", "how": "email", "by": cast.stranger, "now": NOON}
    with pytest.raises(Refused, match=AGAIN):
        countersign_unit(signoff_id=signoff.pk, **words, **facts)  # type: ignore[arg-type]
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("seen", [NEVER, NOON - timedelta(seconds=1)])
def test_inv_19_nor_confirmed(seen: Any) -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    words = {"comment": "", "how": "email", "by": cast.learner, "now": NOON}
    with pytest.raises(Refused, match=AGAIN):
        confirm_unit(signoff_id=signoff.pk, seen=seen, **words)  # type: ignore[arg-type]
    assert Signature.objects.count() == 1
    assert confirm_unit(signoff_id=signoff.pk, seen=NOON, **words).state == SignoffState.LEARNER_CONFIRMED  # type: ignore[arg-type]


def judges_again(one: QualRegistration) -> None:
    """The first criterion is met once more, by another decision."""
    criterion = criteria_of(one)[0]
    by = one.allocations.get().person
    before = CriterionDecision.objects.get(registration=one, criterion=criterion, state="confirmed")
    made = judge_again(registration_id=one.pk, criteria=[criterion.pk], why="I heard it.", by=by, now=NOON)
    written(made, criterion)
    sent(made)
    before.refresh_from_db()
    assert before.state == "superseded"


def test_inv_19_what_was_judged_again_is_read_before_it_is_signed() -> None:
    """It is met as before, but by another decision than the one that was on the page."""
    cast, one = judged()
    unit = unit_of(one)
    seen = under_a_signature(one.pk, unit.pk, None)
    judges_again(one)
    words = {
        "registration_id": one.pk,
        "unit_id": unit.pk,
        "comment": "",
        "how": "email",
        "by": cast.assessor,
    }
    with pytest.raises(Refused, match=AGAIN):
        sign_unit(seen=seen, now=NOON, **words)  # type: ignore[arg-type]
    assert sign_unit(seen=under_a_signature(one.pk, unit.pk, None), now=NOON, **words).pk  # type: ignore[arg-type]


def test_what_is_judged_elsewhere_is_no_change() -> None:
    """In another unit, and of another learner."""
    cast, one = judged()
    seen = under_a_signature(one.pk, unit_of(one).pk, None)
    judging.judged(one, cast.assessor, number=2)
    other = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    qualifying.allocated(other, cast.assessor)
    judging.judged(other, cast.assessor)
    assert under_a_signature(one.pk, unit_of(one).pk, None) == seen


def of_the_assessor() -> tuple[Cast, QualRegistration, Client, dict[str, str]]:
    cast, one = judged()
    return cast, one, browser(cast.assessor), {"do": "sign"}


def of_the_countersigner() -> tuple[Cast, QualRegistration, Client, dict[str, str]]:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    return cast, one, browser(cast.stranger), {"do": "countersign"}


def of_the_learner() -> tuple[Cast, QualRegistration, Client, dict[str, str]]:
    cast, one = judged_by_trainee()
    countersigns(signs(one, cast.trainer), cast.stranger)
    return cast, one, browser(cast.learner), {"unit": "1"}


@pytest.mark.parametrize("whose", [of_the_assessor, of_the_countersigner, of_the_learner])
@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "nonsense"}])
def test_inv_19_on_the_page_of_a_unit_it_is_read_again_first(whose: Any, sent: dict[str, str]) -> None:
    _, one, client, do = whose()
    before = Signature.objects.count()
    args = [one.token] if "unit" in do else [one.token, 1]
    at = reverse("units" if "unit" in do else "unit-signoff", args=args)
    typed = {**do, "comment": "It was a good year."}
    answer = client.post(at, {**typed, **sent})
    page = text(answer)
    assert answer.status_code == 422 and AGAIN in page and "It was a good year." in page
    assert Signature.objects.count() == before
    assert client.post(at, {**typed, **marks(page)}).status_code == 302
    assert Signature.objects.count() == before + 1


# --- a record ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen", ["", "nonsense", None])
def test_a_record_is_not_written_over_by_a_page_that_does_not_say_what_it_showed(seen: str | None) -> None:
    cast, one = at_work()
    record = begun(one, cast.assessor)
    client = browser(cast.assessor)
    at = reverse("record", args=[record.token])
    typed = {key: value for key, value in form(one, activity="Something else.").items() if key != "seen"}
    answer = client.post(at, typed if seen is None else {**typed, "seen": seen})
    page = text(answer)
    record.refresh_from_db()
    assert answer.status_code == 422 and record.activity != "Something else."
    assert "Something else." in page
    assert client.post(at, {**typed, "seen": record.changed_at.isoformat()}).status_code == 302
    record.refresh_from_db()
    assert record.activity == "Something else."
