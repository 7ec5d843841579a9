"""Waiting for me: what an assessor finds there, the oldest first, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.states import JudgementState, RecordState
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.look_actions import answer_look, ask_look
from learners.submissions.models import Submission
from learners.submissions.states import Outcome, SubmissionState
from tests.cast import BACKEND, Cast, hold, person
from tests.learners import judging, qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MOST = 15  # queries of the page, however much waits


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Under way with Asa, who is a qualified assessor."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.allocated(made, cast.assessor)
    return made


@pytest.fixture
def olu(cast: Cast, amara: QualRegistration) -> Account:
    """Another assessor, whom nobody was given yet."""
    who = person("Olu Assessor")
    hold(who, Role.ASSESSOR, cast.harbour)
    return qualifying.assessor(who, cast.manager)


def kinds(who: Account) -> list[str]:
    return [str(one.kind) for one in waiting_for(who, now=NOON)]


def page(who: Account, query: str = "") -> str:
    client = Client()
    client.force_login(who, backend=BACKEND)
    answer = client.get(reverse("queue") + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_oldest_comes_first_whatever_it_is(cast: Cast, amara: QualRegistration) -> None:
    asa = cast.assessor
    judging.record(amara, asa, state=RecordState.QUERIED, now=NOON - timedelta(days=1))
    judging.handed_in(amara, judging.criteria_of(amara)[:2], now=NOON - timedelta(days=9))
    item = linked(amara, "A draft", at=2).item
    ask_look(
        registration_id=amara.pk, items=[item.pk], words="", by=cast.learner, now=NOON - timedelta(days=5)
    )
    assert kinds(asa) == [Kind.HANDED_IN, Kind.LOOK, Kind.QUERIED]
    html = page(asa)
    assert html.index("Handed in on 11 November 2026 for unit 1: 1.1, 1.2") < html.index("Asks for a look")
    assert "Waiting 7 working days" in html and "Waiting less than" not in html
    assert "All (3)" in html and "To countersign" not in html
    only = page(asa, "?show=look")
    assert "Asks for a look" in only and "for unit 1: 1.1" not in only
    assert "Nothing of this kind" in page(asa, "?show=countersign")


def test_work_that_i_took_is_begun_and_not_handed_in_any_more(cast: Cast, amara: QualRegistration) -> None:
    made = judging.handed_in(amara)
    judging.opened(amara, cast.assessor, made, held_until=NOON + timedelta(hours=1))
    assert kinds(cast.assessor) == [Kind.GOING_ON]
    assert "Your time with it ran out" not in page(cast.assessor)
    Judgement.objects.update(held_until=NOON - timedelta(minutes=1))
    assert "Your time with it ran out" in page(cast.assessor)


def test_what_another_has_says_who_and_until_when(cast: Cast, amara: QualRegistration, olu: Account) -> None:
    """Given to Asa while Olu still has it."""
    made = judging.handed_in(amara)
    judging.opened(amara, olu, made, held_until=NOON + timedelta(hours=1))
    (one,) = waiting_for(cast.assessor, now=NOON)
    assert (one.kind, one.held_by) == (Kind.HANDED_IN, "Olu Assessor")
    html = page(cast.assessor)
    assert "Olu Assessor is judging it, and has it until 1pm on 20 November 2026" in html
    Judgement.objects.update(held_until=NOON - timedelta(minutes=1))
    assert [one.held_by for one in waiting_for(cast.assessor, now=NOON)] == [""]


def test_only_what_is_left_of_it_waits(cast: Cast, amara: QualRegistration) -> None:
    first, second, third = judging.criteria_of(amara)
    made = judging.handed_in(amara)
    round_ = judging.opened(amara, cast.assessor, made, [first])
    judging.rests_on(judging.decision(round_, first), made.items.get())
    judging.closed(round_)
    (one,) = waiting_for(cast.assessor, now=NOON)
    assert sorted(one.places) == sorted((1, each.outcome.number, each.number) for each in (second, third))
    again = judging.opened(amara, cast.assessor, made, [second])
    assert sorted(kinds(cast.assessor)) == [Kind.GOING_ON, Kind.HANDED_IN]
    DraftDecision.objects.create(judgement=again, registration=amara, criterion=third)
    assert kinds(cast.assessor) == [Kind.GOING_ON]


def test_what_is_judged_waits_no_more(cast: Cast, amara: QualRegistration) -> None:
    judging.judged(amara, cast.assessor, Outcome.NOT_YET)
    assert kinds(cast.assessor) == []
    assert "Nothing waits for you" in page(cast.assessor)


def test_a_trainees_round_waits_for_the_countersigner_and_comes_back(
    cast: Cast, amara: QualRegistration, olu: Account
) -> None:
    trainee = person("Tess Trainee")
    hold(trainee, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(
        trainee,
        cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=olu,
    )
    cast.assessor.allocations.update(ends_on=NOON.date())
    qualifying.allocated(amara, trainee)
    round_ = judging.judged(amara, trainee)
    assert (kinds(trainee), kinds(cast.assessor)) == ([], [])
    assert kinds(olu) == [Kind.COUNTERSIGN]
    assert "Tess Trainee judged unit 1: 1.1, 1.2, 2.1" in page(olu) or "Tess Trainee judged unit 1" in page(
        olu
    )
    Judgement.objects.filter(pk=round_.pk).update(state=JudgementState.SENT_BACK)
    round_.decisions.update(state="superseded", ended_at=NOON)
    Submission.objects.update(state=SubmissionState.SENT_BACK)
    judging.opened(amara, trainee, round_.submission, follows=round_)
    assert (kinds(trainee), kinds(olu)) == ([Kind.SENT_BACK], [])
    assert "The countersigner sent this back" in page(trainee)


def test_each_assessor_has_their_own_units(cast: Cast, amara: QualRegistration, olu: Account) -> None:
    qualifying.allocated(amara, olu, judging.unit_of(amara, 2))
    judging.handed_in(amara, qualifying.criteria(amara))
    for who, units in ((cast.assessor, {1}), (olu, {2})):
        (one,) = waiting_for(who, now=NOON)
        assert {unit for unit, *_ in one.places} == units


def test_nothing_waits_for_whoever_may_not_look(cast: Cast, amara: QualRegistration, olu: Account) -> None:
    judging.handed_in(amara)
    for who in (olu, cast.learner, cast.manager, cast.quality, cast.coordinator):
        assert kinds(who) == []
    RoleAssignment.objects.filter(account=cast.assessor).update(ends_on=NOON.date())
    assert kinds(cast.assessor) == []


def test_nothing_waits_of_a_registration_that_is_over(cast: Cast, amara: QualRegistration) -> None:
    judging.handed_in(amara)
    judging.record(amara, cast.assessor, state=RecordState.QUERIED)
    QualRegistration.objects.update(state=RegistrationState.WITHDRAWN, ended_at=NOON)
    assert kinds(cast.assessor) == []


def test_a_look_waits_until_it_is_answered(cast: Cast, amara: QualRegistration) -> None:
    item = linked(amara).item
    look = ask_look(registration_id=amara.pk, items=[item.pk], words="", by=cast.learner, now=NOON)
    assert kinds(cast.assessor) == [Kind.LOOK]
    answer_look(look_id=look.pk, answer="Good.", by=cast.assessor, now=NOON)
    assert kinds(cast.assessor) == []


def test_five_hundred_cost_as_many_queries_as_one(cast: Cast, amara: QualRegistration) -> None:
    """Of one learner as of many."""
    _of_every_kind(amara, cast.assessor)
    few = _queries(cast.assessor)
    for number in range(12):
        who = person(f"Learner{number} Long", hub=cast.harbour)
        of = qualifying.registered(who, cast.harbour, cast.manager)
        qualifying.allocated(of, cast.assessor)
        _of_every_kind(of, cast.assessor)
    piece = [qualifying.piece(cast.learner)]
    for _ in range(500 - Submission.objects.count()):
        judging.handed_in(amara, judging.criteria_of(amara)[1:2], piece)
    assert _queries(cast.assessor) == few <= MOST
    assert "page=2" in page(cast.assessor)


def _of_every_kind(of: QualRegistration, asa: Account) -> None:
    first, second, third = judging.criteria_of(of)
    judging.handed_in(of, [first])
    judging.opened(of, asa, judging.handed_in(of, [second]))
    judging.record(of, asa, state=RecordState.QUERIED)
    judging.record(of, asa)
    item = linked(of).item
    ask_look(registration_id=of.pk, items=[item.pk], words="", by=of.account, now=NOON)


def _queries(who: Account) -> int:
    client = Client()
    client.force_login(who, backend=BACKEND)
    client.get(reverse("queue"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("queue"))
    return len(asked)


def test_the_address_of_before_leads_here(client: Client, cast: Cast) -> None:
    client.force_login(cast.assessor, backend=BACKEND)
    assert client.get("/handed-in/").url == reverse("queue")  # type: ignore[attr-defined]


# --- what is theirs no more ---------------------------------------------------------------------------------


def test_what_was_given_to_another_stands_with_them(
    cast: Cast, amara: QualRegistration, olu: Account
) -> None:
    """An open round and a record that the learner sees differently."""
    made = judging.handed_in(amara)
    judging.opened(amara, cast.assessor, made)
    judging.record(amara, cast.assessor, judging.criteria_of(amara)[:1], state=RecordState.QUERIED)
    assert sorted(kinds(cast.assessor)) == [Kind.GOING_ON, Kind.QUERIED]
    Allocation.objects.filter(registration=amara).update(ends_on=TODAY)
    qualifying.allocated(amara, olu)
    assert kinds(cast.assessor) == []
    assert sorted(kinds(olu)) == [Kind.HANDED_IN, Kind.QUERIED]
    words = page(olu)
    assert "Sees the record of Asa Assessor, who has the unit no more" in words
    (href,) = re.findall(r'href="(/record[^"]+)"', words)
    client = Client()
    client.force_login(olu, backend=BACKEND)
    assert client.get(href).status_code == 200


def test_the_oldest_is_not_sought_through_the_whole_queue(
    cast: Cast, amara: QualRegistration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them would be locked and asked, and the reason is the same."""
    asked = []

    def refuse(**facts: object) -> None:
        asked.append(facts)
        raise Refused("The staff file does not say that you know this unit.")

    monkeypatch.setattr("learners.assessment.queue_views.claim", refuse)
    for number in range(8):
        judging.handed_in(amara, attempt=number + 1)
    client = Client()
    client.force_login(cast.assessor, backend=BACKEND)
    words = client.post(reverse("queue-next"), follow=True).content.decode()
    assert len(asked) == 5
    assert "you could begin now. The oldest: The staff file does not say that you know this unit." in words
