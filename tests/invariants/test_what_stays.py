"""What outlives people, hubs and reading: the trace of it (INV-48), whose it was (INV-49), and the words (INV-52)."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from academy.accounts.models import Account
from academy.hubs.states import HubStatus
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.actions import freeze_version, reword
from courses.qualifications.models import Criterion
from courses.qualifications.staff_states import QualificationTask
from learners.dashboards.work_actions import open_work
from learners.registrations.models import QualRegistration
from tests.browsing import browser
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions import work

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def under_way(cast: Cast) -> QualRegistration:
    """Amara has handed in; Asa assesses her."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.allocated(made, cast.assessor)
    work.handed_in([work.linked(made)])
    return made


WHOSE: dict[str, Callable[[Cast, QualRegistration], models.Model]] = {
    "the learner": lambda cast, one: one.account,
    "the assessor": lambda cast, one: cast.assessor,
    "the hub": lambda cast, one: one.hub,
    "the registration": lambda cast, one: one,
    "the version": lambda cast, one: one.version,
}


@pytest.mark.parametrize("whose", WHOSE)
def test_inv_49_nobody_with_work_is_deleted(cast: Cast, under_way: QualRegistration, whose: str) -> None:
    with pytest.raises(ProtectedError):
        WHOSE[whose](cast, under_way).delete()


@pytest.mark.parametrize("whose", WHOSE)
def test_inv_49_the_database_deletes_nobody_with_work(
    cast: Cast, under_way: QualRegistration, whose: str
) -> None:
    row = WHOSE[whose](cast, under_way)
    with pytest.raises(DatabaseError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        connection.check_constraints()
    assert type(row).objects.filter(pk=row.pk).exists()  # type: ignore[attr-defined]


def test_inv_49_the_screen_names_whoever_left(cast: Cast, under_way: QualRegistration) -> None:
    """The hub is closed and the assessor's account too: who had what stands there as before."""
    Account.objects.filter(pk=cast.assessor.pk).update(is_active=False)
    cast.harbour.status = HubStatus.CLOSED
    cast.harbour.save()
    shown = browser(cast.manager).get(reverse("allocate", args=[under_way.token])).content.decode()
    assert "Asa Assessor" in shown and "Harbour Road" in shown
    assert "Somebody cannot do this just now" in shown
    assert under_way.submissions.get().signed_by == cast.learner


def test_inv_48_the_database_keeps_the_trace(cast: Cast, under_way: QualRegistration) -> None:
    qualifying.task_of(cast.quality, under_way.version, QualificationTask.LEAD_QUALITY)
    open_work(registration=under_way, by=cast.quality, now=NOON)
    trace = AuditEvent.objects.get(action="work_opened")
    for attack in (
        lambda: AuditEvent.objects.filter(pk=trace.pk).update(action="nothing"),
        lambda: AuditEvent.objects.filter(pk=trace.pk)._raw_delete("default"),  # type: ignore[attr-defined]
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    assert AuditEvent.objects.filter(pk=trace.pk, action=trace.action).exists()


def test_inv_52_the_action_writes_no_other_word(cast: Cast, under_way: QualRegistration) -> None:
    one = qualifying.criteria(under_way)[0]
    freeze_version(version_id=under_way.version_id, now=NOON)
    with pytest.raises(Refused, match="Make a new version"):
        reword(version_id=under_way.version_id, criterion_id=one.pk, text="Other", by=cast.manager, now=NOON)
    assert Criterion.objects.get(pk=one.pk).text == one.text


def test_inv_52_the_screen_offers_no_other_word(cast: Cast, under_way: QualRegistration) -> None:
    one, version = qualifying.criteria(under_way)[0], under_way.version_id
    words = reverse("specification-words", args=[version, "criterion", one.pk])
    mo = browser(cast.manager)
    assert words in mo.get(reverse("specification", args=[version])).content.decode()
    freeze_version(version_id=version, now=NOON)
    shown = mo.get(reverse("specification", args=[version])).content.decode()
    assert words not in shown and "so they stay as they are" in shown
    assert mo.post(words, {"text": "Other"}).status_code == 403
    assert Criterion.objects.get(pk=one.pk).text == one.text
