"""Content that goes for good, and what the check of the history says of it."""

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client

from academy.accounts.models import Account
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.submissions.models import Submission
from learners.submissions.removal_actions import remove_content
from tests.browsing import browser
from tests.cast import Cast
from tests.learners import judging
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import recording

WHY = "It shows a child, and nobody agreed to that."


def file_of(work: Submission) -> EvidenceFile:
    return work.files.get().file


def removed(work: Submission, by: Account, capture: Any, **facts: str) -> int:
    given = {"reason": WHY, "how": "email", **facts}
    with capture(execute=True):
        return remove_content(file_id=file_of(work).pk, by=by, now=NOON, **given)


def verified(*options: str) -> str:
    out = StringIO()
    call_command("verify_history", *options, stdout=out)
    return out.getvalue()


def signed_in(who: Account, *, proved: bool = True) -> Client:
    """By a code to their own address: just now, or yesterday, so that they are asked again."""
    at = NOON - (timedelta() if proved else timedelta(days=1))
    return browser(who, [{"method": "code", "at": at.timestamp()}])


def with_spoken_feedback(work: Submission, cast: Cast) -> EvidenceItem:
    """Judged, and told in a recording."""
    heard = recording(work.registration.account, content=b"what was said")
    round_ = judging.opened(work.registration, cast.assessor, work)
    for one in work.criteria.all():
        judging.rests_on(judging.decision(round_, one.criterion), work.items.get())
    judging.closed(round_, spoken=heard)
    return heard
