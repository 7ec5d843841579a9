"""The timeline of a unit: what happened, told to learner, assessor and quality assurer in their own words."""

import ast
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.models import AuditDetail, AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.models import Judgement
from learners.dashboards.timeline_queries import ON_A_PAGE, timeline
from learners.dashboards.timeline_told import Reader
from learners.dashboards.timeline_words import NOT_OF_A_UNIT, WORDS
from learners.registrations.models import QualRegistration
from learners.submissions.states import Outcome
from tests.browsing import browser
from tests.cast import Cast
from tests.journeys.test_budgets import counted
from tests.learners import judging, qualifying
from tests.learners.assessment.attacks import at_work, by_the_trainee, given
from tests.learners.assessment.signing import judged, judged_by_trainee, signs
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
MOST = 40  # queries of a page with ON_A_PAGE lines, menus and all
ROOT = Path(__file__).resolve().parents[3]
SLICES = ("registrations", "planning", "portfolio", "submissions", "adjustments", "assessment")
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
WRITES = ("audit", "_audit", "noted", "_noted", "_note", "moved", "_moved", "move")


def story() -> tuple[Cast, QualRegistration]:
    """Handed in, judged not yet, and held; unit 2 observed."""
    cast, registration = at_work()
    given(cast, registration)
    round_ = judging.judged(registration, cast.assessor, Outcome.NOT_YET)
    seen = judging.judged(registration, cast.assessor, number=2)
    told(registration, "handed_in", cast.learner, round_.submission)
    told(registration, "judged", cast.assessor, round_)
    told(registration, "judged", cast.assessor, seen)
    told(registration, "record_shared", cast.assessor, registration.records.get())
    told(registration, "registration_details", cast.coordinator, registration)
    return cast, registration


def told(
    registration: QualRegistration,
    action: str,
    by: Account | None,
    about: object,
    reason: str = "",
    now: datetime = NOON,
) -> AuditEvent:
    return audit(registration, action, by=by, now=now, about=about, reason=reason)  # type: ignore[arg-type]


def words(registration: QualRegistration, reader: Reader, number: int = 1) -> list[str]:
    return [
        line.words for line in timeline(registration, judging.unit_of(registration, number), reader=reader)
    ]


def address(registration: QualRegistration, number: int = 1) -> str:
    return reverse("timeline", args=[registration.token, number])


def test_each_reads_the_same_steps_in_their_own_words() -> None:
    cast, registration = story()
    assessor = str(cast.assessor)
    assert words(registration, "learner") == [
        f"{assessor} looked at your work: not yet met 1.1, 1.2, 2.1.",
        "You handed in your work (hand-in 1).",
    ]
    assert words(registration, "assessor") == [
        f"{assessor} judged: not yet met 1.1, 1.2, 2.1.",
        f"{cast.learner} handed in (hand-in 1).",
    ]
    assert words(registration, "quality") == [
        f"Assessment decision by {assessor}: not yet met 1.1, 1.2, 2.1.",
        f"Handed in by {cast.learner} (hand-in 1).",
    ]


def test_each_unit_has_its_own() -> None:
    cast, registration = story()
    shared, judged = words(registration, "learner", 2)
    assert shared.startswith(f"{cast.assessor} showed you what they wrote: observation of ")
    assert judged == f"{cast.assessor} looked at your work: met 1.1."


def test_inv_13_a_trainees_result_is_not_in_the_learners_timeline() -> None:
    cast, registration = at_work()
    round_ = by_the_trainee(cast, registration)
    told(registration, "judged", cast.trainer, round_)
    told(registration, "countersigner_named", cast.quality, round_)
    assert words(registration, "learner") == [
        f"{cast.trainer} looked at your work. A second assessor checks it before you hear."
    ]
    assert "met 1.1" in words(registration, "assessor")[1]
    judging.countersigned(round_, cast.stranger)
    assert "met 1.1" in words(registration, "learner")[0]


def test_inv_13_a_trainees_signature_is_not_the_last_word() -> None:
    cast, registration = judged_by_trainee()
    signs(registration, cast.trainer)
    said = words(registration, "learner")[0]
    assert said == "Jo Trainer signed this unit. A second assessor looks at it too before it counts."
    assert "signed the unit off" in words(registration, "assessor")[0]


def test_anybody_elses_signature_is_said_as_it_is() -> None:
    cast, registration = judged()
    signs(registration, cast.assessor)
    assert "you have shown everything" in words(registration, "learner")[0]


def test_inv_13_a_round_that_was_sent_back_never_tells_its_result() -> None:
    cast, registration = at_work()
    round_ = by_the_trainee(cast, registration)
    told(registration, "judged", cast.trainer, round_)
    told(registration, "sent_back", cast.stranger, round_, reason="Look at the recording again.")
    Judgement.objects.filter(pk=round_.pk).update(state="sent_back")
    assert words(registration, "learner") == [
        f"{cast.trainer} looked at your work. A second assessor checks it before you hear."
    ]


def test_reasons_are_for_staff_unless_they_are_meant_for_the_learner() -> None:
    cast, registration = at_work()
    handed = judging.handed_in(registration)
    told(registration, "returned_unassessed", cast.assessor, handed, reason="The film has no sound.")
    told(registration, "work_read", cast.quality, handed, reason="A complaint.")
    unit = judging.unit_of(registration)
    assert [line.why for line in timeline(registration, unit, reader="learner")] == [
        "",
        "The film has no sound.",
    ]
    assert [line.why for line in timeline(registration, unit, reader="quality")][0] == "A complaint."


def test_words_that_went_in_their_time_leave_the_step() -> None:
    cast, registration = story()
    AuditDetail.objects.all().delete()
    assert words(registration, "assessor")[1] == "Somebody handed in (hand-in 1)."
    assert words(registration, "learner")[1] == "You handed in your work (hand-in 1)."


def test_inv_08_only_the_learner_and_those_who_judge_or_check_them_read_it() -> None:
    cast, registration = story()
    for who in (cast.learner, cast.assessor):
        page = browser(who).get(address(registration)).content.decode()
        assert "not yet met 1.1, 1.2, 2.1" in page
    cast.manager.is_superuser = True
    cast.manager.save()
    for who in (cast.manager, cast.coordinator, cast.stranger, cast.editor):
        assert browser(who).get(address(registration)).status_code == 403
    assert Client().get(address(registration)).status_code == 302
    assert browser(cast.learner).get(address(registration, 9)).status_code == 404


def test_inv_48_the_lead_reads_it_and_leaves_a_trace() -> None:
    cast, registration = story()
    qualifying.task_of(cast.quality, registration.version, QualificationTask.LEAD_QUALITY)
    page = browser(cast.quality).get(address(registration)).content.decode()
    assert "Assessment decision by" in page
    assert AuditEvent.objects.filter(action="work_opened", actor_id=cast.quality.pk).count() == 1
    assert f"{cast.quality} opened your work." in words(registration, "learner")


def queries(client: Client, url: str) -> int:
    client.get(url)  # whatever is looked up once is
    with counted() as asked:
        client.get(url)
    return len(asked)


def test_a_long_timeline_has_pages_and_costs_no_more() -> None:
    cast, registration = story()
    url, client = address(registration), browser(cast.assessor)
    few = queries(client, url)
    submission = registration.submissions.first()
    for number in range(ON_A_PAGE + 5):
        told(registration, "work_read", cast.assessor, submission, now=NOON + timedelta(minutes=number))
    assert queries(client, url) <= few + 1
    assert few <= MOST, few
    assert client.get(url).content.decode().count("<li>\n    <b>") == ON_A_PAGE
    assert "handed in (hand-in 1)" in client.get(f"{url}?page=2").content.decode()


def test_an_empty_timeline_says_so() -> None:
    cast, registration = at_work()
    AuditEvent.objects.filter(chain=f"qualregistration:{registration.pk}")
    page = browser(cast.learner).get(address(registration)).content.decode()
    assert "Nothing has happened here yet" in page


def actions_of(name: str) -> set[str]:
    """Every code that a slice writes into the audit trail, as far as it stands in the call itself."""
    found: set[str] = set()
    for path in (ROOT / "learners" / name).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if called in WRITES or {"by", "now"} <= {one.arg for one in node.keywords}:
                parts = [*node.args[:3], *(one.value for one in node.keywords if one.arg == "event")]
                found |= {
                    leaf.value
                    for part in parts
                    for leaf in ast.walk(part)
                    if isinstance(leaf, ast.Constant)
                    and isinstance(leaf.value, str)
                    and CODE.fullmatch(leaf.value)
                }
    return found


@pytest.mark.parametrize("name", SLICES)
def test_every_step_that_is_written_down_has_words(name: str) -> None:
    missing = actions_of(name) - set(WORDS) - set(NOT_OF_A_UNIT)
    assert not missing, f"say them in learners/dashboards/timeline_words.py: {sorted(missing)}"


def test_every_sentence_can_be_said() -> None:
    for action, one in WORDS.items():
        for reader in ("learner", "assessor", "quality"):
            said = one.to(reader).format(who="Femi Ade", what=" x")
            assert said == "" or said.endswith("."), action
        assert one.assessor and one.quality, action
