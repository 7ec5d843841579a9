"""My learners: who waits for whom, which units are mine, what a conflict closes, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.dashboards.my_learners_queries import ON_A_PAGE, LearnerRow, learner_rows
from learners.planning.note_actions import write_note
from learners.planning.states import NoteKind
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs
from learners.submissions.look_actions import ask_look
from learners.submissions.models import DraftLook
from learners.submissions.states import SubmissionState
from tests.browsing import browser
from tests.cast import Cast, hold, person
from tests.journeys.test_budgets import counted
from tests.learners import qualifying
from tests.learners.planning.plans import IN_TWO_WEEKS, agreed, hands_in, task, under_way
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]
MOST = 15  # queries of the page


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def page(who: Account, query: str = "", status: int = 200) -> str:
    answer = browser(who).get(reverse("my-learners") + query)
    assert answer.status_code == status
    return answer.content.decode()


def row(by: Account) -> LearnerRow:
    (found,) = learner_rows(by, today=TODAY)
    return found


def test_one_learner_with_everything(cast: Cast, amara: QualRegistration) -> None:
    QualRegistration.objects.filter(pk=amara.pk).update(target_end_on=IN_TWO_WEEKS)
    agreed(amara, cast.assessor, task(amara), task(amara, "A map", 1, due_on=TODAY + timedelta(days=2)))
    write_note(
        registration_id=amara.pk,
        kind=NoteKind.CONTACT,
        happened_on=TODAY - timedelta(days=1),
        words="We spoke.",
        next_on=TODAY + timedelta(days=9),
        by=cast.assessor,
        now=NOON,
    )
    qualifying.shows(qualifying.piece(cast.learner), amara)
    one = row(cast.assessor)
    assert (one.name, one.days_still, one.target_end) == ("Amara Bello", 0, IN_TWO_WEEKS)
    assert (one.last_contact, one.next_on, one.next_what) == (
        TODAY - timedelta(days=1),
        TODAY + timedelta(days=2),
        "A map",
    )
    assert [cell.words for cell in one.units] == ["1 of 3 with evidence", "Nothing yet"]
    assert (one.turn.mine, one.turn.words) == (False, "A map.")
    html = page(cast.assessor)
    for words in ("Amara Bello", "1 of 3 with evidence", "19 November 2026", "4 December 2026", "A map"):
        assert words in html


def test_work_that_waits_stands_first_and_the_oldest_before_others(
    cast: Cast, amara: QualRegistration
) -> None:
    agreed(amara, cast.assessor)
    bea, yusuf = under_way(cast, cast.stranger), under_way(cast, cast.neighbour)
    hands_in(bea, 0, days_ago=2)
    hands_in(yusuf, 0, 3, days_ago=9)
    rows = learner_rows(cast.assessor, today=TODAY)
    assert [one.name for one in rows] == ["Yusuf Khan", "Bea Other", "Amara Bello"]
    assert rows[0].turn.words == "Work has waited since 11 November."
    assert [cell.words for cell in rows[0].units] == ["1 of 3 to look at", "1 of 1 to look at"]
    html = page(cast.assessor, "?show=waiting")
    assert "Waiting for me (2)" in html and "Amara Bello" not in html


def test_what_was_given_back_is_the_learners_turn_until_it_comes_again(
    cast: Cast, amara: QualRegistration
) -> None:
    agreed(amara, cast.assessor)
    hands_in(amara, 0, state=SubmissionState.RETURNED_UNASSESSED)
    one = row(cast.assessor)
    assert (one.turn.who, one.units[0].words) == ("Amara", "1 of 3 given back")
    hands_in(amara, 0)
    one = row(cast.assessor)
    assert (one.turn.who, one.units[0].words) == ("You", "1 of 3 to look at")


def test_a_draft_to_look_at_waits_for_me(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor)
    DraftLook.objects.create(registration=amara, asked_at=NOON)
    assert row(cast.assessor).turn.words == "A draft to look at since 20 November."


def test_a_draft_for_the_unit_of_somebody_else_does_not_wait_for_me(
    cast: Cast, amara: QualRegistration
) -> None:
    """Nor are its words on my page of the learner, nor a way to work that would be refused."""
    agreed(amara, cast.assessor)
    other, last = person("Sam Assessor"), amara.units.last()
    assert last is not None
    qualifying.allocated(amara, other, last.unit)
    hold(other, Role.ASSESSOR, cast.harbour)
    item = qualifying.shows(qualifying.piece(cast.learner), amara, qualifying.criteria(amara)[3]).item
    look = ask_look(
        registration_id=amara.pk, items=[item.pk], words="Is Mrs Brown in it?", by=cast.learner, now=NOON
    )
    handed = hands_in(amara, 3)
    assert not row(cast.assessor).turn.words.startswith("A draft")
    theirs = browser(other).get(reverse("learner-work", args=[amara.token])).content.decode()
    mine = browser(cast.assessor).get(reverse("learner-work", args=[amara.token])).content.decode()
    for said in ("Mrs Brown", look.token, handed.token):
        assert said in theirs and said not in mine
    assert "Hand-in" in mine
    qualifying.task_of(cast.quality, amara.version, QualificationTask.LEAD_QUALITY)
    leads = browser(cast.quality).get(reverse("learner-work", args=[amara.token])).content.decode()
    assert handed.token in leads and look.token not in leads


def test_units_of_somebody_else_say_whose_they_are(cast: Cast, amara: QualRegistration) -> None:
    other = person("Sam Assessor")
    hold(other, Role.ASSESSOR, cast.harbour)
    last = amara.units.last()
    assert last is not None
    qualifying.allocated(amara, other, last.unit)
    hands_in(amara, 3)
    one = row(cast.assessor)
    assert [(cell.words, cell.who) for cell in one.units] == [("Nothing yet", ""), ("", "Sam Assessor")]
    assert not one.turn.words.startswith("Work has waited")
    theirs = row(other)
    assert theirs.turn.words.startswith("Work has waited") and theirs.units[0].who == "Asa Assessor"


def test_nothing_moved_for_two_weeks(cast: Cast, amara: QualRegistration) -> None:
    QualRegistration.objects.filter(pk=amara.pk).update(moved_at=NOON - timedelta(days=14))
    under_way(cast, cast.stranger)
    html = page(cast.assessor, "?show=still")
    assert "Nothing moved for 14 days (1)" in html and "Amara Bello" in html and "Bea Other" not in html


@pytest.mark.parametrize("who", ["learner", "coordinator", "manager", "trainer"])
def test_the_page_is_for_assessors(cast: Cast, amara: QualRegistration, who: str) -> None:
    assert "This page is for assessors" in page(getattr(cast, who), status=403)


def test_it_shows_only_who_is_allocated_today(cast: Cast, amara: QualRegistration) -> None:
    qualifying.registered(cast.stranger, cast.harbour, cast.manager)
    later = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    qualifying.allocated(later, cast.assessor, since=TODAY + timedelta(days=1))
    checked = qualifying.registered(cast.minor, cast.harbour, cast.manager)
    qualifying.allocated(checked, cast.assessor, task=AllocatedAs.QUALITY)
    assert row(cast.assessor).name == "Amara Bello"
    amara.allocations.update(ends_on=TODAY)
    assert "No learners yet." in page(cast.assessor)


def conflict(cast: Cast, **facts: object) -> None:
    qualifying.conflict(cast.assessor, **(facts or {"other": cast.learner}))


def test_inv_05_a_conflict_closes_the_work_at_once(cast: Cast, amara: QualRegistration) -> None:
    work = reverse("learner-work", args=[amara.token])
    assert browser(cast.assessor).get(work).status_code == 200
    agreed(amara, cast.assessor, task(amara, "Talk with Mrs Brown"))
    assert "Talk with Mrs Brown" in page(cast.assessor)
    conflict(cast)
    assert "Talk with Mrs Brown" not in page(cast.assessor) and not row(cast.assessor).next_what
    one = row(cast.assessor)
    assert one.conflict and not one.units and one.turn.who == "Lead quality assurer"
    assert work not in page(cast.assessor)
    refused = browser(cast.assessor).get(work)
    assert refused.status_code == 403 and "conflict of interest" in refused.content.decode()


def test_inv_05_a_conflict_with_the_hub_counts(cast: Cast, amara: QualRegistration) -> None:
    conflict(cast, hub=cast.harbour)
    assert row(cast.assessor).conflict


def test_inv_05_a_conflict_with_another_row_of_the_learner_counts(
    cast: Cast, amara: QualRegistration
) -> None:
    second = person("Amara Again", email=None, joined_to=cast.learner, is_active=False)
    conflict(cast, other=second)
    assert row(cast.assessor).conflict


def test_a_conflict_with_somebody_else_closes_nothing(cast: Cast, amara: QualRegistration) -> None:
    conflict(cast, other=cast.stranger)
    assert not row(cast.assessor).conflict


# --- the work of one ----------------------------------------------------------------------------------------


def test_inv_48_who_looks_without_being_allocated_leaves_a_trace(cast: Cast, amara: QualRegistration) -> None:
    work = reverse("learner-work", args=[amara.token])
    qualifying.task_of(cast.quality, amara.version, QualificationTask.LEAD_QUALITY)
    hands_in(amara, 0, 3)
    traces = AuditEvent.objects.filter(chain=f"qualregistration:{amara.pk}", action="work_opened")
    assert "1.1 of unit 1; 1.1 of unit 2" in " ".join(
        browser(cast.assessor).get(work).content.decode().split()
    )
    assert not traces.exists()
    assert browser(cast.quality).get(work).status_code == 200
    assert traces.get().actor_id == cast.quality.pk
    for who in (cast.learner, cast.coordinator, cast.manager, cast.stranger):
        assert browser(who).get(work).status_code == 403
    assert traces.count() == 1


# --- what it costs ------------------------------------------------------------------------------------------


def full(cast: Cast, number: int) -> QualRegistration:
    """A learner with a plan, evidence, work that waits, a look and a note."""
    who = person(f"Neighbour Number{number}", email=f"n{number}@example.org")
    registration = under_way(cast, who)
    agreed(registration, cast.assessor)
    qualifying.shows(qualifying.piece(who), registration)
    hands_in(registration, 0)
    DraftLook.objects.create(registration=registration, asked_at=NOON)
    return registration


def cost(who: Account, address: str) -> int:
    client = browser(who)
    client.get("/messages/")
    with counted() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_sixty_learners_cost_as_many_queries_as_three(cast: Cast) -> None:
    for number in range(3):
        full(cast, number)
    three = cost(cast.assessor, reverse("my-learners"))
    for number in range(3, 60):
        full(cast, number)
    sixty = cost(cast.assessor, reverse("my-learners"))
    assert sixty == three <= MOST
    html = page(cast.assessor, "?page=2")
    assert html.count('class="caseload__row"') == 60 - ON_A_PAGE


def test_the_work_of_one_costs_the_same_with_many_submissions(cast: Cast) -> None:
    registration = full(cast, 1)
    work = reverse("learner-work", args=[registration.token])
    few = cost(cast.assessor, work)
    for _ in range(15):
        hands_in(registration, 0, 1, 2)
    assert cost(cast.assessor, work) == few <= 28
