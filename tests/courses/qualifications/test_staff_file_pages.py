"""The pages of the staff file: what they show, what they refuse and how many queries they take."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.models import Qualification, Unit
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_policies import may_assess
from courses.qualifications.staff_states import AssessorLevel
from tests.cast import BACKEND, Cast, hold, make_cast, person
from tests.courses.qualifications.staff import NOON, TODAY, knows, status
from tests.courses.qualifications.versions import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    opened(made.manager)
    return made


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return Unit.objects.order_by("number")[0]


@pytest.fixture
def mo(client: Client, cast: Cast) -> Client:
    client.force_login(cast.manager, backend=BACKEND)
    return client


TYPED = {"level": "qualified", "starts_on": "20/11/2026", "award": "cava", "award_seen_on": "2026-11-19"}


@time_machine.travel(NOON, tick=False)
def test_the_manager_records_and_sees_it(mo: Client, cast: Cast, unit: Unit) -> None:
    page = reverse("assessor", args=[cast.assessor.pk])
    assert "Nothing has been recorded yet" in mo.get(page).content.decode()
    assert mo.post(reverse("assessor-status", args=[cast.assessor.pk]), TYPED)["Location"] == page
    units = {"units": [unit.pk], "basis": "CV seen", "starts_on": "2026-11-20"}
    assert mo.post(reverse("assessor-units", args=[cast.assessor.pk]), units)["Location"] == page
    words = mo.get(page).content.decode()
    assert "May judge the units below" in words and "CV seen" in words
    assert may_assess(cast.assessor, unit, TODAY)
    entry = OccupationalCompetence.objects.get()
    ends = {"last_day": "2026-11-20", "why": "Left"}
    assert mo.post(reverse("assessor-unit-end", args=[entry.pk]), ends)["Location"] == page
    chosen = {
        "qualification": str(Qualification.objects.get().pk),
        "task": "lead_quality",
        "starts_on": "2026-11-20",
    }
    there = reverse("assessor", args=[cast.quality.pk])
    assert mo.post(reverse("assessor-task", args=[cast.quality.pk]), chosen)["Location"] == there
    role = QualificationRole.objects.get()
    assert (
        mo.post(reverse("assessor-task-end", args=[role.pk]), {"last_day": "2026-11-20"})["Location"] == there
    )


@time_machine.travel(NOON, tick=False)
def test_wrong_input_says_what_to_do_and_keeps_what_was_typed(mo: Client, cast: Cast, unit: Unit) -> None:
    page = mo.post(
        reverse("assessor-status", args=[cast.assessor.pk]), {**TYPED, "award": "none", "why": "Seen"}
    )
    assert page.status_code == 422
    words = page.content.decode()
    assert "Say which award they hold" in words and 'value="Seen"' in words
    page = mo.post(
        reverse("assessor-units", args=[cast.assessor.pk]), {"units": [unit.pk], "starts_on": "2026-11-20"}
    )
    words = page.content.decode()
    assert page.status_code == 422 and "Say how we know" in words
    assert f'value="{unit.pk}" checked' in words


@time_machine.travel(NOON, tick=False)
def test_a_change_of_level_needs_no_clearing_of_boxes(mo: Client, cast: Cast) -> None:
    second = person("Sam Second")
    status(second, AssessorLevel.QUALIFIED, cast.manager)
    status(cast.assessor, AssessorLevel.TRAINEE, cast.manager, countersigner=second)
    form = mo.get(reverse("assessor-status", args=[cast.assessor.pk])).content.decode()
    assert 'value="2027-12-31"' in form, "what stands there is filled in"
    typed = {**TYPED, "works_towards_until": "2027-12-31", "countersigner": second.pk}
    assert mo.post(reverse("assessor-status", args=[cast.assessor.pk]), typed).status_code == 302
    newest = AssessorStatus.objects.filter(person=cast.assessor).first()
    assert newest is not None and newest.countersigner is None and newest.level == AssessorLevel.QUALIFIED


def test_an_assessor_reads_their_own_page_and_nobody_elses(client: Client, cast: Cast) -> None:
    client.force_login(cast.assessor, backend=BACKEND)
    own = client.get(reverse("assessor", args=[cast.assessor.pk]))
    assert own.status_code == 200 and "is kept by the Academy manager" in own.content.decode()
    assert client.get(reverse("assessor", args=[cast.quality.pk])).status_code == 403
    assert client.get(reverse("assessors")).status_code == 403
    assert client.get(reverse("assessor-status", args=[cast.assessor.pk])).status_code == 403


def test_the_list_finds_people_and_takes_few_queries(mo: Client, cast: Cast) -> None:
    counts = []
    for more in (3, 40):
        for number in range(more):
            one = person(f"N{more}x{number} Assessor")
            hold(one, Role.ASSESSOR, cast.harbour)
            status(one, AssessorLevel.TRAINEE, cast.manager, countersigner=cast.quality)
        with CaptureQueriesContext(connection) as asked:
            page = mo.get(reverse("assessors"))
        counts.append(len(asked))
        assert page.status_code == 200
    assert counts[0] == counts[1] <= 15, counts
    assert "44 people" in page.content.decode()
    assert "1 person" in mo.get(reverse("assessors"), {"q": "asa"}).content.decode()
    assert "Nobody found" in mo.get(reverse("assessors"), {"q": "zzz"}).content.decode()
    assert "43 people" in mo.get(reverse("assessors"), {"show": "trainees"}).content.decode()


def test_a_page_of_somebody_with_many_entries_takes_few_queries(mo: Client, cast: Cast) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            second = person(f"S{Account.objects.count()} Second")
            status(cast.assessor, AssessorLevel.TRAINEE, cast.manager, countersigner=second)
            for unit in Unit.objects.all():
                knows(cast.assessor, unit, by=cast.manager, until=TODAY)
        with CaptureQueriesContext(connection) as asked:
            assert mo.get(reverse("assessor", args=[cast.assessor.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], counts


@time_machine.travel(NOON, tick=False)
def test_of_a_trainee_the_trainees_boxes_are_asked_for_and_no_others(mo: Client, cast: Cast) -> None:
    page = reverse("assessor-status", args=[cast.assessor.pk])
    typed = {"level": "trainee", "starts_on": "2026-11-20", "award_seen_on": "nonsense", "award": "never"}
    answer = mo.post(page, typed)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose who countersigns" in words and "Choose the day." in words
    assert "Write the day like" not in words and "Choose one of the list" not in words
