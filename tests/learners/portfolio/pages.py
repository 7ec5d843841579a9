"""What the tests of a portfolio share: people on their way, and reading a page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from learners.portfolio.models import EvidenceItem
from learners.portfolio.queries import facts_of, with_everything
from learners.portfolio.rules import Gap, gaps_of
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission, SubmissionItem
from learners.submissions.states import SubmissionState
from tests.cast import Cast, make_cast
from tests.learners import qualifying
from tests.learners.qualifying import NOON


@dataclass(frozen=True, slots=True)
class Scene:
    """Amara is under way, with Asa as her assessor. Bea is under way at another hub, with nobody yet."""

    cast: Cast
    registration: QualRegistration
    other: QualRegistration


def make_scene() -> Scene:
    cast = make_cast()
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    other = qualifying.registered(cast.stranger, cast.millfield, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.allocated(registration, cast.assessor)
    return Scene(cast, registration, other)


def handed_in(item: EvidenceItem, scene: Scene, *, draft: bool = False) -> Submission:
    """With this piece alone, as it was then; or not yet handed in."""
    made = Submission.objects.create(registration=scene.registration, number=1, made_at=NOON)
    SubmissionItem.objects.create(submission=made, number=1, item=item, snapshot={"title": "x"}, sha256="0")
    if not draft:
        Submission.objects.filter(pk=made.pk).update(
            state=SubmissionState.SUBMITTED,
            submitted_at=NOON,
            declaration_version="1",
            declaration="It is my own work.",
            ai_used=False,
            help_words="",
            signed_by=item.account,
            signed_how="email",
            digest="0",
        )
    return made


def seen(response: Any) -> str:
    """The words of a page, in one line."""
    body = response.content.decode()
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body[body.find("<body") :]).split()))


def gaps_of_items(items: Iterable[EvidenceItem]) -> dict[int, tuple[Gap, ...]]:
    """What is missing to each by the rules, by id; portfolio_of asks the database for the same."""
    return {item.pk: gaps_of(facts_of(item)) for item in with_everything(items)}
