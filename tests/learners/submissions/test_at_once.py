"""Two at once, on real connections: handing in twice, and changing a piece while it is handed in."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import transaction

from academy.shared.audit import chain_of
from academy.shared.locks import locked_one
from academy.shared.models import AuditEvent
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from learners.submissions.actions import hand_in
from learners.submissions.draft_actions import choose
from learners.submissions.models import Submission, SubmissionItem
from learners.submissions.states import SubmissionState
from learners.submissions.verify_queries import verify
from tests.chains import broken_links
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import DECLARED, draft, linked
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    yield


def test_four_presses_hand_in_once(amara: QualRegistration) -> None:
    made = draft([linked(amara), linked(amara, "Two", at=3)])
    press = partial(
        hand_in, registration_id=amara.pk, token=made.token, declared=DECLARED, by=amara.account, now=NOON
    )
    assert {one.pk for one in at_once(*[press] * 4)} == {made.pk}
    assert SubmissionItem.objects.count() == 2
    assert AuditEvent.objects.filter(action="handed_in").count() == 1
    assert not broken_links(chain_of(amara))
    assert verify(Submission.objects.get()).whole


def test_choosing_in_two_tabs_keeps_one_draft(amara: QualRegistration) -> None:
    links = [linked(amara), linked(amara, "Two", at=3)]
    acts = [
        partial(choose, registration_id=amara.pk, links=[one.pk], by=amara.account, now=NOON) for one in links
    ]
    at_once(*acts)
    assert Submission.objects.get().chosen in [[one.pk] for one in links]


def test_inv_12_a_piece_changed_at_that_moment_is_the_old_or_the_new(amara: QualRegistration) -> None:
    link = linked(amara)
    made = draft([link])

    def rewrite() -> None:
        with transaction.atomic():
            item = locked_one(EvidenceItem.objects.all(), link.item_id)
            item.title = item.text = "New"
            item.save()

    press = partial(
        hand_in, registration_id=amara.pk, token=made.token, declared=DECLARED, by=amara.account, now=NOON
    )
    at_once(press, rewrite)
    made.refresh_from_db()
    was = made.items.get().snapshot
    assert made.state == SubmissionState.SUBMITTED
    assert (was["title"], was["text"]) in (("New", "New"), ("What I did", "I listened more than I talked."))
    assert verify(made).whole
