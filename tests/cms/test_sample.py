"""The sample Academy: loaded twice, changed by hand, walked through by a visitor."""

import re
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Revision, Site

from academy.accounts.models import Account, RoleAssignment
from academy.hubs.models import Hub
from academy.shared import clock
from cms.checks import differences
from cms.models import StandardPage
from cms.sample.people import PEOPLE
from courses.catalogue.models import Course, Lesson
from courses.catalogue.queries import outline
from courses.delivery.models import Cohort
from courses.delivery.states import HELD
from courses.media.models import Video
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from learners.assessment.models import Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import JudgementState, RecordState, SignoffState
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.evaluation.models import Evaluation, FollowUp
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests.factories import pages

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#?]*)')
MOST_QUERIES = 12


def load() -> None:
    call_command("load_sample", verbosity=0)


def test_the_sample_academy(django_assert_max_num_queries):
    """One test, because loading takes some seconds."""
    load()
    _everything_is_there()
    _the_dates_are_there()
    _the_judging_is_there()
    _a_second_time_changes_nothing(django_assert_max_num_queries)
    _a_visitor_finds_no_dead_link()
    _the_large_course_costs_no_more(django_assert_max_num_queries)
    _what_was_changed_by_hand_stays()
    _what_is_missing_comes_back()


def _everything_is_there() -> None:
    assert differences() == []
    focus = outline(Course.objects.get(code="FOCUS").pk)
    assert [module.title for module in focus] == (
        ["Reach", "Listen", "Connect", "Organise", "Leadership", "Strategy", "Action"]
    )
    assert [len(module.lessons) for module in focus] == [10] * 7
    assert [module.is_free for module in focus] == [True] + [False] * 6
    assert focus[0].lessons[2].title == "Sample lesson 3 of Reach"
    taste = outline(Course.objects.get(code="TASTE").pk)
    assert [len(module.lessons) for module in taste] == [2]
    shortest = sorted(Video.objects.values_list("duration_s", flat=True))[:2]
    assert [lesson.seconds for lesson in taste[0].lessons] == shortest
    assert Video.objects.count() == 10 and Hub.objects.filter(is_sample=True).count() == 3
    assert all(course.is_sample for course in Course.objects.all())
    assert RoleAssignment.objects.count() == 7
    done = {place.account.email: place.completed_at for place in Enrolment.objects.select_related("account")}
    assert done["femi@example.org"] and done["amara@example.org"] is None
    assert Certificate.objects.get().pdf and Certificate.objects.get().is_sample
    out = StringIO()
    call_command("sample_people", stdout=out)
    first = [line.split("  ")[0] for line in out.getvalue().splitlines()]
    assert first == [person.email or "(a code)" for person in PEOPLE]


def _the_dates_are_there() -> None:
    """Six ahead: what can be booked, one full with three who wait, one cancelled, one being prepared. And two that are
    over, with what their people said."""
    assert [
        course.code for course in Course.objects.filter(kind__in=("intro", "follow_on")).order_by("code")
    ] == (["INTRO", "LISTEN", "POWER"])
    power = Course.objects.get(code="POWER")
    assert {one.code for one in power.recommended_prior.all()} == {"INTRO", "LISTEN"}
    ahead = Cohort.objects.exclude(state__in=HELD).exclude(title="today")  # which begins while this runs
    states = sorted(ahead.values_list("state", flat=True))
    assert states == ["cancelled", "draft", "open", "open", "open", "open"]
    assert all(cohort.is_sample for cohort in Cohort.objects.all())
    said = [
        model.objects.values_list("said_by__account__full_name", "shown") for model in (Evaluation, FollowUp)
    ]
    assert [sorted((name or "", shown) for name, shown in rows) for rows in said] == [
        [*[("", False)] * 2, *[("", True)] * 3, ("Kofi Mensah", False)],
        [("", False), *[("", True)] * 3, ("Marta Frost", False)],
    ]
    full = Cohort.objects.get(capacity=3)
    places = Enrolment.objects.filter(cohort=full)
    assert (places.holding().count(), places.waiting().count()) == (3, 3)
    words = Client().get("/dates/").content.decode()
    assert "Full, 3 waiting" in words and "Last place" not in words
    later_today = Cohort.objects.filter(title="today", starts_at__gt=clock.now()).exists()
    assert words.count('class="date"') == 4 + later_today


def _the_judging_is_there() -> None:
    """Tried again after not yet met, waiting for a countersigner, signed, asked to confirm, held, claimed; all of it
    through the real actions, so that the chain holds."""
    rounds = Judgement.objects.order_by("pk").values_list("registration__account__full_name", "state")
    assert list(rounds) == [
        ("Idris Cole", JudgementState.ACKNOWLEDGED),
        ("Idris Cole", JudgementState.COUNTERSIGN),
        ("Bronwen Pugh", JudgementState.RELEASED),
        ("Amara Diallo", JudgementState.RELEASED),
    ]
    again = Submission.objects.filter(registration__account__full_name="Idris Cole").order_by("number")
    assert [one.state for one in again] == [
        SubmissionState.ACKNOWLEDGED,
        SubmissionState.AWAITING_COUNTERSIGN,
        SubmissionState.SUBMITTED,
    ]
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED
    assert AssessorRecord.objects.get().state == RecordState.SHARED
    assert AssessmentHold.objects.get().lifted_at is None
    claims = PriorLearningClaim.objects.order_by("pk").values_list("state", flat=True)
    assert list(claims) == [ClaimState.EVIDENCE, ClaimState.ENQUIRY]
    assert AdjustmentRequest.objects.get().state == RequestState.SUBMITTED
    call_command("verify_history", stdout=StringIO())


def _a_second_time_changes_nothing(limit) -> None:
    before = (Revision.objects.count(), Page.objects.count(), Account.objects.count(), Lesson.objects.count())
    with limit(300) as queries:
        load()
    after = (Revision.objects.count(), Page.objects.count(), Account.objects.count(), Lesson.objects.count())
    assert before == after
    assert not [query for query in queries.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def _a_visitor_finds_no_dead_link() -> None:
    client, found, waiting = Client(), {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code in (200, 302), path
        if answer.status_code == 302 or path.startswith(("/accounts/", "/static/")):
            continue
        assert answer.headers["Content-Type"].startswith("text/html") or "lesson" in path
        if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        links = {link for link in LINK.findall(answer.content.decode()) if not link.startswith("/static/")}
        waiting += sorted(links - found)
        found |= links
    assert sum(path.startswith("/lesson/") and path.endswith("/") for path in found) == 72


def _the_large_course_costs_no_more(limit) -> None:
    client = Client()
    client.force_login(Account.objects.get(email="amara@example.org"))
    last = Lesson.objects.filter(module__course__code="FOCUS", module__number=7).get(number=10)
    for path in ("/framework-focus/", "/framework-focus/listen/", f"/lesson/{last.key}/", "/", "/privacy/"):
        with limit(MOST_QUERIES):
            assert client.get(path).status_code == 200


def _what_was_changed_by_hand_stays() -> None:
    page = StandardPage.objects.get(slug="help")
    page.title = "Help, as an editor wrote it"
    page.save_revision(user=Account.objects.get(email="editor@example.org")).publish()
    Hub.objects.filter(slug="millfield").update(about="As the hub wrote it.")
    load()
    assert StandardPage.objects.get(slug="help").title == "Help, as an editor wrote it"
    assert Hub.objects.get(slug="millfield").about == "As the hub wrote it."


def _what_is_missing_comes_back() -> None:
    film = Video.objects.values_list("file", flat=True)[0]
    default_storage.delete(film)
    privacy = StandardPage.objects.get(slug="privacy")
    privacy.title = "An older text"
    pages.publish(privacy)
    StandardPage.objects.get(slug="accessibility").delete()
    Site.objects.update(hostname="elsewhere")
    load()
    assert default_storage.exists(film) and Video.objects.count() == 10
    assert StandardPage.objects.get(slug="privacy").title == "How we look after your details"
    assert Client().get("/accessibility/").status_code == 200
    assert Site.objects.get().hostname == "localhost"
