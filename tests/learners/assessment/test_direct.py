"""Judging without a hand-in: by records that count, and once more what was judged before."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.models import Criterion
from learners.assessment.actions import claim_records
from learners.assessment.direct_queries import direct_of, ready_by_records
from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import DecisionState, JudgementState, RecordState
from learners.registrations.standing import standing_of
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome
from tests.academy.accounts.proving import EMAIL, proved
from tests.browsing import browser
from tests.cast import hold, person
from tests.learners import judging, qualifying, signatures
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.rounds import address, answers, draft_of
from tests.learners.assessment.test_record_pages import form as record_form
from tests.learners.assessment.test_record_pages import on_page
from tests.learners.assessment.world import World, judged, make_world, sent, shown, with_trainee, written
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
EARLIER, SOON = NOON - timedelta(days=2), NOON + timedelta(hours=1)


def at(world: World) -> str:
    return reverse("to-judge", args=[world.registration.token])


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def page(world: World, by: Account | None = None, query: str = "") -> str:
    answer = browser(by or world.assessor).get(at(world) + query)
    assert answer.status_code == 200
    return text_of(answer)


def ready(world: World) -> set[int]:
    units = {world.registration.pk: {one.unit_id for one in world.registration.units.all()}}
    return {one.criterion for one in ready_by_records(units)}


def kinds(world: World) -> list[Kind]:
    return [one.kind for one in waiting_for(world.assessor, now=NOON)]


def ticks(html: str) -> list[tuple[int, bool]]:
    found = re.findall(r'name="criterion" value="(\d+)"( checked)?', html)
    return [(int(pk), bool(on)) for pk, on in found]


# --- through the screens ----------------------------------------------------------------------------------------


def test_from_an_observation_to_a_decision_with_nothing_handed_in() -> None:
    """Written and shared, confirmed in the learner's own session, judged from it, sent, read."""
    world = make_world()
    asa, amara = browser(world.assessor), browser(world.cast.learner)
    proved(amara, world.cast.learner, EMAIL)
    asa.post(
        reverse("record-begin", args=[world.registration.token, "observed"]),
        record_form(world.registration, do="share"),
    )
    record = AssessorRecord.objects.get()
    read = reverse("record-read", args=[record.token])
    assert "It can be judged once the learner has confirmed it." in text_of(asa.get(read))
    assert "No record waits to be judged" in page(world) and kinds(world) == []
    amara.post(read, {"do": "confirm", "words": "", "seen": on_page(amara, read)})

    listed = text_of(asa.get(reverse("queue")))
    assert f'href="{at(world)}"' in listed and "unit 2: 1.1" in listed
    work = text_of(asa.get(reverse("learner-work", args=[world.registration.token])))
    assert "1 criterion can be judged from your records" in work
    link = f"{at(world)}?record={record.token}"
    assert f'href="{link}"' in text_of(asa.get(read))
    assert ticks(text_of(asa.get(link))) == [(world.observed.pk, True)]
    begun = asa.post(at(world), {"do": "records", "criterion": [world.observed.pk]})
    made = Judgement.objects.get()
    assert begun["Location"] == reverse("judge", args=[made.token]) and made.submission is None

    draft = draft_of(made)
    asa.post(address(made, world.observed), answers(draft, rationale="She waited for the answer (0:42)."))
    proved(asa, world.assessor, EMAIL)
    asa.post(
        reverse("judge-send", args=[made.token]),
        {"words": "You wait for people to finish.", "next_step": "", **shown(made)},
    )
    made.refresh_from_db()
    assert made.state == JudgementState.RELEASED
    answer = CriterionAnswer.objects.get(ended_at=None)
    assert (answer.outcome, answer.submission) == (Outcome.MET, None)
    assert "You wait for people to finish." in text_of(amara.get(reverse("feedback", args=[made.token])))
    assert kinds(world) == [Kind.UNIT_SIGN]  # nothing else is in it
    assert "It waits for your signature" in text_of(asa.get(reverse("queue")))


def test_looked_at_again_from_the_page_of_the_unit_with_a_reason() -> None:
    world = make_world()
    first = judged(world, world.handed_in(), world.assessor)
    asa = browser(world.assessor)
    one = world.criteria[0]
    link = f"{at(world)}?criterion={one.pk}"
    unit = asa.get(reverse("unit-signoff", args=[world.registration.token, 1])).content.decode()
    assert f'href="{link}#again"' in unit
    assert f'href="{link}#again"' in asa.get(address(first, one)).content.decode()
    assert [pk for pk, on in ticks(text_of(asa.get(link))) if on] == [one.pk]
    sends = {"do": "again", "work": first.submission.token, "criterion": [one.pk]}  # type: ignore[union-attr]
    refused = asa.post(at(world), {**sends, "why": " "})
    assert refused.status_code == 422 and "Write why it is judged again." in text_of(refused)
    assert [pk for pk, on in ticks(text_of(refused)) if on] == [one.pk]
    assert '<details class="fold" open' in text_of(refused)
    begun = asa.post(at(world), {**sends, "why": "I heard another recording."})
    again = Judgement.objects.get(state=JudgementState.OPEN)
    assert begun["Location"] == reverse("judge", args=[again.token])
    assert again.again_why == "I heard another recording."
    assert "You have begun this." in page(world)
    written(again, one, "not_yet")
    sent(again, now=SOON)
    states = CriterionDecision.objects.filter(criterion=one).order_by("pk").values_list("state", flat=True)
    assert list(states) == [DecisionState.SUPERSEDED, DecisionState.CONFIRMED]


def test_a_refusal_keeps_what_was_typed_and_ticked() -> None:
    world = make_world()
    signatures.signed_off(world.registration, world.assessor)
    asa = browser(world.assessor)
    work = world.registration.submissions.get().token
    sends = {"do": "again", "work": work, "why": "I heard it again."}
    answer = asa.post(at(world), {**sends, "criterion": [world.criteria[0].pk]})
    html = text_of(answer)
    assert answer.status_code == 422 and "Unit 1 is signed off" in html
    nothing = asa.post(at(world), sends)
    assert nothing.status_code == 422 and "Choose what you want to look at again." in text_of(nothing)
    records = asa.post(at(world), {"do": "records", "criterion": ["x", "999999999999999999999"]})
    assert records.status_code == 422
    assert not Judgement.objects.filter(state=JudgementState.OPEN).exists()


def test_pressed_twice_it_is_one_round() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor)
    asa = browser(world.assessor)
    sends = {"do": "records", "criterion": [world.observed.pk]}
    assert asa.post(at(world), sends)["Location"] == asa.post(at(world), sends)["Location"]
    assert Judgement.objects.count() == 1
    assert "You have begun this." in page(world)
    assert kinds(world) == [Kind.GOING_ON]


# --- who, and why not -------------------------------------------------------------------------------------------


def test_nobody_else_gets_there() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor)
    sends = {"do": "records", "criterion": [world.observed.pk]}
    for who in (world.cast.learner, world.second, world.cast.manager, world.cast.quality):
        assert browser(who).get(at(world)).status_code == 403
        assert browser(who).post(at(world), sends).status_code == 403
    conflict(world.cast, world.registration, world.assessor)
    assert "conflict of interest" in browser(world.assessor).get(at(world)).content.decode()
    assert not Judgement.objects.exists()


def test_of_a_unit_that_somebody_else_has_nothing_is_offered() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, [world.criteria[0], world.observed])
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 2))
    assert [pk for pk, _ in ticks(page(world))] == [world.criteria[0].pk]
    assert [pk for pk, _ in ticks(page(world, world.second))] == [world.observed.pk]
    answer = browser(world.assessor).post(at(world), {"do": "records", "criterion": [world.observed.pk]})
    assert "not given to you" in text_of(answer)


def reason(world: World, criterion: Criterion) -> str:
    standing = standing_of(world.assessor, world.registration, on=TODAY)
    found = direct_of(world.assessor, world.registration, standing, now=NOON)
    (one,) = [each for each in found.by_records if each.pk == criterion.pk]
    return one.why


def test_what_was_handed_in_is_judged_there() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, world.criteria)
    first, *rest = world.criteria
    world.handed_in([first])
    assert "Judge it there" in reason(world, first) and not any(reason(world, one) for one in rest)
    assert ready(world) == {one.pk for one in rest}
    assert [pk for pk, _ in ticks(page(world))] == [one.pk for one in rest]


def test_what_somebody_left_open_to_whom_the_unit_was_given_before_is_taken_over() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, [world.observed])
    theirs = judging.opened(world.registration, world.second, None, [world.observed], held_until=SOON)
    assert kinds(world) == [Kind.RECORDS] and reason(world, world.observed) == ""
    browser(world.assessor).post(at(world), {"do": "records", "criterion": [world.observed.pk]})
    theirs.refresh_from_db()
    assert theirs.state == JudgementState.LEFT and kinds(world) == [Kind.GOING_ON]


def test_of_a_decision_that_waits_for_the_countersigner_it_says_so() -> None:
    world = with_trainee()
    judged(world, world.handed_in(), world.trainee)
    assert "Nothing was judged yet" in page(world, world.trainee)
    judging.record(world.registration, world.trainee, world.criteria[:1], now=SOON)
    assert "A decision about this waits for the countersigner" in page(world, world.trainee)
    assert world.criteria[0].pk not in ready(world)


def test_below_a_signature_nothing_is_offered() -> None:
    world = make_world()
    signatures.signed_off(world.registration, world.assessor)
    html = page(world)
    assert html.count("Unit 1 is signed off") == 3 and 'name="criterion"' not in html
    assert "Each of these says why it cannot be judged again here." in html


def test_before_the_registration_is_under_way_the_page_says_why() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor)
    type(world.registration).objects.update(state="withdrawn")
    html = page(world)
    assert "Nothing can be judged now" in html and 'name="criterion"' not in html


# --- what is ready ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.SHARED, RecordState.QUERIED])
def test_a_record_that_does_not_count_is_not_ready(state: RecordState) -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, state=state)
    assert ready(world) == set() and Kind.RECORDS not in kinds(world)
    assert "No record waits to be judged" in page(world)


def test_a_record_that_silence_let_count_is_ready() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, state=RecordState.SILENT)
    AssessorRecord.objects.update(counted_at=NOON, digest="0" * 64)
    assert ready(world) == {world.observed.pk}


def test_only_what_is_new_since_it_was_judged() -> None:
    """Not yet met: ready again with a newer record, and not by the older one. Met: never."""
    world = make_world()
    judging.record(world.registration, world.assessor, now=EARLIER)
    by_record(world, "not_yet")
    assert ready(world) == set() and kinds(world) == []
    judging.record(world.registration, world.assessor, now=SOON)
    assert ready(world) == {world.observed.pk}
    assert "new since it was not yet met" in page(world)
    by_record(world, "met", now=SOON + timedelta(hours=1))
    judging.record(world.registration, world.assessor, now=SOON + timedelta(hours=2))
    assert ready(world) == set()


def by_record(world: World, outcome: str, now=NOON) -> None:  # type: ignore[no-untyped-def]
    made = claim_records(
        registration_id=world.registration.pk, criteria=[world.observed.pk], by=world.assessor, now=now
    )
    written(made, world.observed, outcome, now=now)
    sent(made, now=now)


def test_the_page_takes_no_more_queries_for_more(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """Of records, of decisions, and of others who judge some of it just now."""
    world = make_world()
    judged(world, world.handed_in(), world.assessor)
    asa = browser(world.assessor)
    counted = []
    for many in (0, 1, 12):
        for number in range(many):
            judging.record(world.registration, world.assessor)
            other = person(f"Oth{many}x{number} Other", hub=world.cast.harbour)
            hold(other, Role.ASSESSOR, world.cast.harbour)
            qualifying.assessor(other, world.cast.manager)
            if number < 4:
                criterion = [*world.criteria, world.observed][number if many > 1 else 3]
                DraftDecision.objects.filter(criterion=criterion).update(open=False)
                judging.opened(world.registration, other, None, [criterion], held_until=SOON)
        asa.get(at(world))
        with django_assert_max_num_queries(60) as asked:
            assert asa.get(at(world)).status_code == 200
        counted.append(len(asked))
    assert counted[0] <= 16 and counted[1] == counted[2] <= 20, counted


def test_two_works_are_two_forms() -> None:
    world = make_world()
    judged(world, world.handed_in(world.criteria[:1]), world.assessor)
    judged(world, world.handed_in(world.criteria[1:]), world.assessor)
    html = page(world)
    assert (
        html.count('value="again"') == 2 and "Number 1, judged on" in html and "Number 2, judged on" in html
    )
    both = {"do": "again", "why": "Both.", "criterion": [one.pk for one in world.criteria]}
    assert "one hand-in at a time" in text_of(browser(world.assessor).post(at(world), both))
