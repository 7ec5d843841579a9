"""The pages of plans: what each side sees, that nothing typed is lost, and why something cannot be done."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from learners.planning.models import AssessmentPlan, ContactNote, PlanTemplate
from learners.planning.states import PlanState
from learners.registrations.models import QualRegistration
from tests.browsing import browser
from tests.cast import Cast
from tests.journeys.test_budgets import counted
from tests.learners import qualifying
from tests.learners.planning.plans import IN_TWO_WEEKS, agreed, proposed, task, under_way
from tests.learners.qualifying import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]
MOST = 15


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def seen(who: Account, name: str, *args: object, status: int = 200) -> str:
    answer = browser(who).get(reverse(name, args=args))
    assert answer.status_code == status, answer.content.decode()
    return words_of(answer.content.decode())


def sent(who: Account, name: str, *args: object, status: int = 302, **data: Any) -> str:
    answer = browser(who).post(reverse(name, args=args), data)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def words_of(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def rows_of(registration: QualRegistration, *titles: str, **facts: object) -> dict[str, Any]:
    """What a browser sends of tasks that are all there."""
    pk = qualifying.criteria(registration)[0].pk
    data: dict[str, Any] = {"rows": len(titles)}
    for index, title in enumerate(titles):
        one = {"title": title, "method": "product", "criteria": pk, "due_on": IN_TWO_WEEKS, **facts}
        data |= {f"t{index}-{name}": value for name, value in one.items()}
    return data


# --- the plan -----------------------------------------------------------------------------------------------


def test_before_there_is_a_plan_each_reads_who_is_next(cast: Cast, amara: QualRegistration) -> None:
    assert "Asa Assessor is next" in seen(cast.learner, "plan", amara.token)
    assert "You are next: write a plan with Amara" in seen(cast.assessor, "plan", amara.token)
    amara.allocations.update(ends_on=TODAY)
    assert "Nobody assesses you yet" in seen(cast.learner, "plan", amara.token)


def test_the_learner_reads_the_plan_and_agrees(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor, words="Let us begin.", adjustments="Large print")
    page = seen(cast.learner, "plan", amara.token)
    for words in (
        "Let us begin.",
        "Three talks",
        "Large print",
        "I agree to this plan",
        "1.1 of unit 1; 1.1 of unit 2",
    ):
        assert words in page
    sent(cast.learner, "plan-answer", amara.token, made.number, do="agree")
    assert "What you agreed" in seen(cast.learner, "plan", amara.token)


def test_a_no_without_words_asks_for_them(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    html = sent(cast.learner, "plan-answer", amara.token, made.number, status=422, do="other", words=" ")
    assert "Say in a few words what does not fit" in html
    sent(cast.learner, "plan-answer", amara.token, made.number, do="other", words="Not in December.")
    assert "Your assessor is next" in seen(cast.learner, "plan", amara.token)
    assert "said: “Not in December.”" in seen(cast.assessor, "plan", amara.token)


def test_the_assessor_sees_no_button_to_agree_and_why(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    page = seen(cast.assessor, "plan", amara.token)
    assert "I agree" not in page and "Only the learner can agree to it" in page
    html = sent(cast.assessor, "plan-answer", amara.token, made.number, status=403, do="agree")
    assert "Only the learner can agree to their plan" in html
    made.refresh_from_db()
    assert made.state == PlanState.PROPOSED


def test_an_old_page_answers_no_newer_version(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    proposed(amara, cast.assessor, task(amara, "Other"))
    html = sent(cast.learner, "plan-answer", amara.token, made.number, status=422, do="agree")
    assert "There is a newer version of this plan" in html


def test_a_new_version_says_what_is_different(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor)
    proposed(amara, cast.assessor, task(amara, due_on=IN_TWO_WEEKS + timedelta(days=7)))
    page = seen(cast.learner, "plan", amara.token)
    assert "What is different" in page
    assert "Done by: 11 December 2026. It was 4 December 2026." in page


def test_both_mark_what_is_done(cast: Cast, amara: QualRegistration) -> None:
    (one,) = agreed(amara, cast.assessor).tasks.all()
    sent(cast.learner, "task-done", one.pk, do="done")
    assert "Marked as done by Amara Bello" in seen(cast.assessor, "plan", amara.token)
    assert "All tasks are done" in seen(cast.learner, "plan", amara.token)
    sent(cast.assessor, "task-done", one.pk, do="open")
    assert "0 of 1 task done" in seen(cast.learner, "plan", amara.token)


@pytest.mark.parametrize("who", ["coordinator", "manager", "trainer", "stranger", "other_coordinator"])
def test_nobody_else_reads_a_plan(cast: Cast, amara: QualRegistration, who: str) -> None:
    assert "read by the learner and by those who assess" in seen(
        getattr(cast, who), "plan", amara.token, status=403
    )


def test_on_a_break_the_plan_waits_and_says_so(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor)
    QualRegistration.objects.filter(pk=amara.pk).update(state="on_break", before_break="in_progress")
    page = seen(cast.assessor, "plan", amara.token)
    assert "You cannot change the plan. The learner is on a break." in page
    assert "Write the next version" not in page


# --- writing ------------------------------------------------------------------------------------------------


def test_a_plan_is_written_and_proposed(cast: Cast, amara: QualRegistration) -> None:
    sent(
        cast.assessor, "plan-write", amara.token, do="propose", words="Hello", **rows_of(amara, "One", "Two")
    )
    plan = AssessmentPlan.objects.get()
    assert (plan.state, [one.title for one in plan.tasks.all()]) == (PlanState.PROPOSED, ["One", "Two"])


def test_adding_a_row_keeps_what_was_typed(cast: Cast, amara: QualRegistration) -> None:
    data = rows_of(amara, "One", due_on="some day")
    html = sent(cast.assessor, "plan-write", amara.token, status=200, do="add", words="Hello", **data)
    assert 'value="One"' in html and 'value="some day"' in html and "Hello</textarea>" in html
    assert "Task 2" in html and 'name="t1-title"' in html and "checked" in html
    assert not AssessmentPlan.objects.exists()


def test_leaving_a_task_out_moves_the_others_up(cast: Cast, amara: QualRegistration) -> None:
    data = rows_of(amara, "One", "Two", "Three") | {"t0-leave_out": "on", "t2-due_on": ""}
    html = sent(cast.assessor, "plan-write", amara.token, status=422, do="propose", **data)
    assert 'name="t0-title" value="Two"' in html and 'name="t1-title" value="Three"' in html
    assert "Task 2: give the day until when it is done" in html
    assert "t2-title" not in html and not AssessmentPlan.objects.exists()


def test_what_is_wrong_is_said_at_its_field(cast: Cast, amara: QualRegistration) -> None:
    data = rows_of(amara, "", "Two", due_on="31/31/2026")
    html = sent(cast.assessor, "plan-write", amara.token, status=422, do="keep", **data)
    assert "Say what there is to do." in html and "Write the day like 31/3/2027." in html
    assert 'href="#id_t0-title"' in html


def test_nothing_at_all_is_no_plan(cast: Cast, amara: QualRegistration) -> None:
    html = sent(cast.assessor, "plan-write", amara.token, status=422, do="propose", rows="1")
    assert "The plan has no task yet" in html


@pytest.mark.parametrize("rows", ["", "-1", "9999", "x", "٣"])
def test_a_count_of_rows_that_is_none(cast: Cast, amara: QualRegistration, rows: str) -> None:
    html = sent(cast.assessor, "plan-write", amara.token, status=200, do="add", rows=rows)
    assert html.count('class="sheet stack plan__row"') <= 30


def test_a_draft_is_kept_and_the_learner_sees_nothing_of_it(cast: Cast, amara: QualRegistration) -> None:
    sent(cast.assessor, "plan-write", amara.token, do="keep", **rows_of(amara, "Secret draft"))
    assert "Secret draft" not in seen(cast.learner, "plan", amara.token)
    answer = browser(cast.assessor).get(reverse("plan-write", args=[amara.token])).content.decode()
    assert 'value="Secret draft"' in answer


def test_a_template_begins_the_plan(cast: Cast, amara: QualRegistration) -> None:
    made = template(cast, amara)
    answer = browser(cast.assessor).get(reverse("plan-write", args=[amara.token]), {"template": made.pk})
    assert 'value="A usual task"' in answer.content.decode()
    for wrong in ("0", "x", "99999999999999999999"):
        assert browser(cast.assessor).get(reverse("plan-write", args=[amara.token]), {"template": wrong})


# --- notes, templates, groups -------------------------------------------------------------------------------


def test_a_note_is_read_by_both(cast: Cast, amara: QualRegistration) -> None:
    facts: dict[str, Any] = {
        "kind": "review",
        "happened_on": TODAY,
        "words": "It goes well.",
        "next_on": IN_TWO_WEEKS,
    }
    sent(cast.assessor, "contact-notes", amara.token, **facts)
    for who in (cast.learner, cast.assessor):
        page = seen(who, "plan", amara.token)
        assert "It goes well." in page and "4 December 2026" in page
    assert "Write a note" not in seen(cast.learner, "plan", amara.token)
    sent(cast.learner, "contact-notes", amara.token, status=403, **facts)
    assert ContactNote.objects.count() == 1


def test_a_note_with_a_fault_keeps_its_words(cast: Cast, amara: QualRegistration) -> None:
    facts: dict[str, Any] = {"kind": "contact", "happened_on": IN_TWO_WEEKS, "words": "We will speak."}
    html = sent(cast.assessor, "contact-notes", amara.token, status=422, **facts)
    assert "This day is still to come" in html and "We will speak." in html


def template(cast: Cast, amara: QualRegistration) -> PlanTemplate:
    data: dict[str, Any] = {"do": "keep", "title": "First unit", "hub": cast.harbour.pk, "rows": 1}
    row: dict[str, Any] = {"title": "A usual task", "method": "product", "due_after": 14}
    pk = qualifying.criteria(amara)[0].pk
    sent(
        cast.assessor,
        "plan-template-add",
        amara.version_id,
        **data,
        **{f"t0-{name}": value for name, value in row.items()},
        **{"t0-criteria": pk},
    )
    return PlanTemplate.objects.get(retired_at=None)


def test_templates_are_made_changed_and_taken_away(cast: Cast, amara: QualRegistration) -> None:
    made = template(cast, amara)
    assert made.tasks[0]["due_after"] == 14
    assert "A usual task" in seen(cast.assessor, "plan-templates")
    page = browser(cast.assessor).get(reverse("plan-template", args=[made.pk])).content.decode()
    assert 'value="A usual task"' in page and 'value="14"' in page
    sent(cast.assessor, "plan-template-retire", made.pk)
    assert "No templates yet" in seen(cast.assessor, "plan-templates")


def test_a_template_that_cannot_be_kept_says_why(cast: Cast, amara: QualRegistration) -> None:
    pk = qualifying.criteria(amara)[0].pk
    row: dict[str, Any] = {"t0-title": "A", "t0-method": "product", "t0-criteria": pk, "t0-due_after": "soon"}
    html = sent(
        cast.assessor, "plan-template-add", amara.version_id, status=422, do="keep", rows=1, title="", **row
    )
    assert "Write a number from 1 to 730." in html and "Give the template a name" in html
    assert 'value="soon"' in html


def test_a_group_is_planned_for_at_once(cast: Cast, amara: QualRegistration) -> None:
    yusuf = under_way(cast, cast.neighbour)
    made = template(cast, amara)
    page = seen(cast.assessor, "plan-group")
    assert "Amara Bello" in page and "Yusuf Khan" in page and "Bea" not in page
    both = [amara.pk, yusuf.pk]
    html = sent(cast.assessor, "plan-group", status=422, template=made.pk, starts_on=TODAY)
    assert "Tick at least one learner." in html
    sent(cast.assessor, "plan-group", template=made.pk, starts_on=TODAY, learners=both)
    assert AssessmentPlan.objects.filter(state=PlanState.PROPOSED).count() == 2
    assert "Everybody has a plan." in seen(cast.assessor, "plan-group")
    html = sent(cast.assessor, "plan-group", status=422, template=made.pk, starts_on=TODAY, learners=both)
    assert "Everybody has a plan." in html


def test_the_plan_costs_the_same_with_many_versions(cast: Cast, amara: QualRegistration) -> None:
    def cost(who: Account) -> int:
        client = browser(who)
        client.get("/messages/")
        with counted() as asked:
            assert client.get(reverse("plan", args=[amara.token])).status_code == 200
        return len(asked)

    agreed(amara, cast.assessor)
    few = cost(cast.learner), cost(cast.assessor)
    for number in range(4):
        agreed(amara, cast.assessor, *(task(amara, f"Task {number}.{one}") for one in range(6)))
    proposed(amara, cast.assessor, *(task(amara, f"Task {one}") for one in range(6)))
    many = cost(cast.learner), cost(cast.assessor)
    assert max(many) <= 25, many
    assert many[0] - few[0] <= 1 and many[1] - few[1] <= 1
