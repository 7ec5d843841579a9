"""Addresses that give our mail back: found once, of this person and this address, and tried again."""

from datetime import datetime
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.states import SentState, TroubleKind
from learners.reminders.trouble_actions import end_trouble, record_trouble
from tests.cast import Cast
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def message(to: Account, *, at: datetime = NOON, number: int = 1) -> Sent:
    """One that was accepted."""
    return Sent.objects.create(
        account=to, kind="course_idle", subject=f"enrolment:{number}", state=SentState.SENT, way="email", due_at=at,
        useful_until=later(days=14), not_before=at, claimed_at=at, sent_at=at, message_id=f"<{number}@example.org>",
    )  # fmt: skip


def come_back(to: Account, *sent: Sent, email: str = "amara@example.org", **more: Any) -> None:
    facts = {"kind": TroubleKind.BOUNCED, "detail": "550 no such\n mailbox", "now": later(hours=1), **more}
    record_trouble(account_id=to.pk, email=email, sent_ids=[one.pk for one in sent], **facts)


def test_mail_that_comes_back_is_recorded_once(cast: Cast) -> None:
    sent = message(cast.learner)
    come_back(cast.learner, sent, email="Amara@Example.org")
    come_back(cast.learner, sent, now=later(hours=5))
    trouble = AddressTrouble.objects.get()
    assert (trouble.email, trouble.kind, trouble.detail, trouble.found_at) == (
        "amara@example.org", "bounced", "550 no such mailbox", later(hours=1),
    )  # fmt: skip
    sent.refresh_from_db()
    assert sent.bounced_at == later(hours=1), "the first time counts"


def test_a_report_as_spam_weighs_more(cast: Cast) -> None:
    come_back(cast.learner)
    come_back(cast.learner, kind=TroubleKind.COMPLAINED, detail="spam button")
    come_back(cast.learner, kind=TroubleKind.BOUNCED, detail="full")
    trouble = AddressTrouble.objects.get()
    assert (trouble.kind, trouble.detail) == ("complained", "spam button")


def test_an_address_that_is_no_longer_theirs_is_left_alone(cast: Cast) -> None:
    sent = message(cast.learner)
    come_back(cast.learner, sent, email="old@example.org")
    come_back(cast.neighbour, email="")
    assert not AddressTrouble.objects.exists()
    sent.refresh_from_db()
    assert sent.bounced_at is not None, "the message came back all the same"


def test_nobody_marks_the_message_of_somebody_else(cast: Cast) -> None:
    theirs = message(cast.stranger)
    come_back(cast.learner, theirs)
    theirs.refresh_from_db()
    assert theirs.bounced_at is None


def test_an_address_is_tried_again_and_old_news_does_not_close_it(cast: Cast) -> None:
    first, late = message(cast.learner), message(cast.learner, number=2)
    come_back(cast.learner, first)
    trouble = AddressTrouble.objects.get()
    end_trouble(trouble_id=trouble.pk, by=cast.trainer, now=later(hours=2))
    end_trouble(trouble_id=trouble.pk, by=cast.coordinator, now=later(hours=3))
    trouble.refresh_from_db()
    assert (trouble.ended_at, trouble.ended_by) == (later(hours=2), cast.trainer)
    come_back(cast.learner, late, now=later(hours=4))
    assert not AddressTrouble.objects.filter(ended_at=None).exists(), "it was sent before"
    come_back(cast.learner, message(cast.learner, at=later(hours=5), number=3), now=later(hours=6))
    assert AddressTrouble.objects.filter(ended_at=None).exists(), "the try came back as well"


@pytest.mark.parametrize(
    "who", ["learner", "editor", "quality", "assessor", "other_coordinator", "neighbour"]
)
def test_only_the_hub_tries_an_address_again(cast: Cast, who: str) -> None:
    come_back(cast.learner)
    with pytest.raises(Refused, match="does not belong to a hub that you work at"):
        end_trouble(trouble_id=AddressTrouble.objects.get().pk, by=getattr(cast, who), now=NOON)
    assert AddressTrouble.objects.filter(ended_at=None).exists()
