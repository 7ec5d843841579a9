"""The declaration is made in a session of one's own: by real sessions, as they are written when somebody signs in."""

import pytest
from django.urls import reverse

from academy.accounts.signed_in_how import BY_HUB
from learners.registrations.models import QualRegistration
from learners.submissions.declaration import CURRENT
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests.browsing import browser
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import draft, linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
NOW = NOON.timestamp()
GOOD = {"version": CURRENT.version, "ai_used": "no", "own_work": "on", "help_words": ""}
SESSIONS: dict[str, tuple[list[dict[str, object]], str]] = {
    "nothing is known": ([], ""),
    "a hub's code": ([{"method": BY_HUB, "at": NOW}], ""),
    "a hub's code after their own": (
        [{"method": "code", "at": NOW - 60}, {"method": BY_HUB, "at": NOW}],
        "",
    ),
    "their own code, yesterday": ([{"method": "code", "at": NOW - 86_400}], ""),
    "their own code": ([{"method": "code", "at": NOW}], "email"),
    "a password": ([{"method": "password", "at": NOW}], ""),
    "their passkey": ([{"method": "mfa", "type": "webauthn", "at": NOW}], "passkey"),
    "a hub's code, then their own": (
        [{"method": BY_HUB, "at": NOW - 60}, {"method": "code", "at": NOW}],
        "email",
    ),
}


@pytest.mark.parametrize("how", SESSIONS)
def test_inv_17_and_19_how_the_session_was_opened(how: str, amara: QualRegistration) -> None:
    records, signed = SESSIONS[how]
    made, at = draft([linked(amara)]), reverse("hand-in-declare", args=[amara.token])
    client = browser(amara.account, records)
    page = client.get(at).content.decode()
    assert ("Hand in now" in page) is bool(signed)
    assert ("First show that it is you" in page) is not bool(signed)
    answer = client.post(at, {**GOOD, "draft": made.token})
    made = Submission.objects.get()
    if signed:
        assert answer.headers["Location"] == reverse("submission", args=[made.token])
        assert (made.state, made.signed_how) == (SubmissionState.SUBMITTED, signed)
    else:
        assert answer.headers["Location"].startswith(reverse("confirm-yourself"))
        assert made.state == SubmissionState.DRAFT
