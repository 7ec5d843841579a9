"""Work that is put together and handed in, as the actions do it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from academy.accounts.models import Account
from learners.portfolio.models import EvidenceFile, EvidenceItem, EvidenceLink
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from learners.submissions.actions import Declared, hand_in, return_unassessed
from learners.submissions.declaration import CURRENT
from learners.submissions.draft_actions import choose
from learners.submissions.models import Submission
from learners.submissions.states import ReturnedFor
from tests.learners import qualifying
from tests.learners.qualifying import NOON

DECLARED = Declared(own_work=True, version=CURRENT.version, ai_used=False, help_words="", how="email")


def linked(
    registration: QualRegistration, title: str = "What I did", at: int = 0, **facts: object
) -> EvidenceLink:
    """A piece that could be handed in, for the criterion at this place."""
    item = qualifying.piece(registration.account, title, **facts)
    return qualifying.shows(item, registration, qualifying.criteria(registration)[at], note="See the end")


def with_file(item: EvidenceItem, content: bytes = b"what was recorded", **facts: object) -> EvidenceFile:
    """A ready file, with its content below MEDIA_ROOT."""
    stored = default_storage.save("portfolio/try.txt", ContentFile(content))
    sha256 = hashlib.sha256(content).hexdigest()
    return EvidenceFile.objects.create(
        item=item,
        **{
            "name": "talk.txt",
            "stored": stored,
            "sha256": sha256,
            "size": len(content),
            "type": "text/plain",
            "state": FileState.READY,
            "added_at": NOON,
            **facts,
        },
    )


def recording(account: Account, **facts: object) -> EvidenceItem:
    """Spoken feedback for this learner, with one file that can be heard."""
    item = qualifying.piece(account, "Spoken feedback", kind=EvidenceKind.FEEDBACK, withdrawn_at=NOON)
    with_file(item, **{"name": "Feedback.ogg", "type": "audio/ogg", "view_type": "audio/ogg", **facts})  # type: ignore[arg-type]
    return item


def photo(registration: QualRegistration, **facts: object) -> EvidenceLink:
    """With a file."""
    link = linked(registration, "A photo", kind=EvidenceKind.PHOTO, text="")
    with_file(link.item, **facts)  # type: ignore[arg-type]
    return link


def draft(links: Sequence[EvidenceLink], *, now: datetime = NOON) -> Submission:
    registration = links[0].registration
    ids = [one.pk for one in links]
    return choose(registration_id=registration.pk, links=ids, by=registration.account, now=now)


def handed_in(
    links: Sequence[EvidenceLink],
    *,
    declared: Declared = DECLARED,
    by: Account | None = None,
    now: datetime = NOON,
) -> Submission:
    made = draft(links, now=now)
    return hand_in(
        registration_id=made.registration_id,
        token=made.token,
        declared=declared,
        by=by or made.registration.account,
        now=now,
    )


def gives_back(made: Submission, by: Account, **facts: object) -> None:
    return_unassessed(
        **{  # type: ignore[arg-type]
            "submission_id": made.pk,
            "reason": ReturnedFor.RECOGNISABLE,
            "words": "I can see a face. Cover it, then hand in again.",
            "numbers": [1],
            "by": by,
            "now": NOON,
            **facts,
        }
    )
