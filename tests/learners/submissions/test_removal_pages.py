"""The screens on which an Academy manager has the content of a file removed for good."""

from typing import Any

import pytest
from django.urls import reverse

from academy.shared.disposals import disposal_of
from academy.shared.models import Disposal
from learners.assessment.history_files import gaps_in
from learners.portfolio.file_store import path_of
from learners.submissions.models import Submission
from learners.submissions.removal_actions import remove_content
from tests.cast import Cast
from tests.learners import judging, qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.removals import WHY, file_of, signed_in, with_spoken_feedback
from tests.learners.submissions.work import with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]


def test_the_screen_leads_from_the_hand_in_to_the_gap(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    client, file = signed_in(cast.manager), file_of(work)
    address = "https://academy.example" + reverse("submission", args=[work.token])
    found = client.get(reverse("remove-content"), {"address": address}).content.decode()
    one = reverse("remove-content-of", args=[file.token])
    assert file.name in found and one in found
    nothing = client.get(reverse("remove-content"), {"address": "x" * 22}).content.decode()
    assert "Nothing was handed in or recorded at this address" in nothing
    client.post(one, {"reason": WHY})
    client.post(one, {"sure": "on"})
    assert not Disposal.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(one, {"reason": WHY, "sure": "on"}).status_code == 302
    after = client.get(one).content.decode()
    assert "The content is gone since" in after and WHY in after and "for good</button>" not in after
    assert not path_of(file.stored).exists()


def test_inv_19_the_screen_asks_first_that_it_is_you(cast: Cast, work: Submission) -> None:
    client, one = (
        signed_in(cast.manager, proved=False),
        reverse("remove-content-of", args=[file_of(work).token]),
    )
    page = client.get(one).content.decode()
    assert reverse("confirm-yourself") in page and "for good</button>" not in page
    client.post(one, {"reason": WHY, "sure": "on"})
    assert not Disposal.objects.exists()


def test_inv_08_the_screen_is_for_managers_alone(cast: Cast, work: Submission) -> None:
    one = reverse("remove-content-of", args=[file_of(work).token])
    for who in (cast.learner, cast.assessor, cast.coordinator, cast.stranger):
        assert signed_in(who).get(one).status_code == 403
        assert signed_in(who).post(one, {"reason": WHY, "sure": "on"}).status_code == 403
        assert signed_in(who).get(reverse("remove-content")).status_code == 403
    assert not Disposal.objects.exists()


def test_recordings_are_found_by_the_address_of_the_record_or_the_feedback_and_go(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    registration = work.registration
    qualifying.assessor(cast.assessor, cast.manager)
    record = judging.record(registration, cast.assessor)
    file = with_file(record.item, b"what was seen")
    heard = with_spoken_feedback(work, cast).files.get()
    round_ = registration.judgements.get()
    client = signed_in(cast.manager)
    for one, address in (
        (file, reverse("record", args=[record.token])),
        (heard, f"/feedback/{round_.token}/"),
    ):
        found = client.get(reverse("remove-content"), {"address": address}).content.decode()
        assert reverse("remove-content-of", args=[one.token]) in found
        with django_capture_on_commit_callbacks(execute=True):
            remove_content(file_id=one.pk, reason=WHY, how="email", by=cast.manager, now=NOON)
        told = disposal_of("evidencefile", one.pk)
        assert told is not None and told.event.chain == f"qualregistration:{registration.pk}"
    gaps = [one.what for one in gaps_in(registration) if not isinstance(one, str)]
    assert len(gaps) == 2
