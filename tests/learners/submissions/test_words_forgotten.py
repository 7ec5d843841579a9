"""The words in the history of a registration go at the end of their time, and the check names the gap."""

from datetime import timedelta

import pytest

from academy.keeping.actions import forget
from academy.shared.models import AuditDetail
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from tests.learners.qualifying import NOON
from tests.learners.submissions.removals import verified

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]


def ended(work: Submission) -> QualRegistration:
    """It is over, and so is its time."""
    long_ago = NOON - timedelta(days=1096)
    QualRegistration.objects.filter(pk=work.registration_id).update(
        state="withdrawn", ended_at=long_ago, ended_why="Moved away"
    )
    return QualRegistration.objects.get(pk=work.registration_id)


@pytest.mark.both
def test_words_go_at_the_end_of_their_time_and_the_check_names_the_gap(work: Submission) -> None:
    registration = ended(work)
    chain = f"qualregistration:{registration.pk}"
    there = AuditDetail.objects.filter(event__chain=chain)
    links = there.count()
    assert links and forget(key="registration-words", now=NOON).gone == 1
    assert [one.event.action for one in there] == ["content_disposed"]
    said = verified()
    assert f"Gap: The words of {links} links of chain {chain} (0 to {links - 1})" in said
    assert "The time for which we keep it is over." in said
    assert forget(key="registration-words", now=NOON).gone == 0


def test_words_of_a_registration_that_goes_on_or_ended_of_late_stay(work: Submission) -> None:
    assert forget(key="registration-words", now=NOON + timedelta(days=9999)).gone == 0
    ended(work)
    assert forget(key="registration-words", now=NOON - timedelta(minutes=1)).gone == 0


def test_the_clock_of_other_words_leaves_those_of_registrations(work: Submission) -> None:
    forget(key="audit-words", now=NOON + timedelta(days=9999))
    assert AuditDetail.objects.filter(event__chain__startswith="qualregistration:").exists()
    assert not AuditDetail.objects.exclude(event__chain__startswith="qualregistration:").exists()
    verified()
