"""The faces of a portfolio."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from academy.hubs.models import Hub
from courses.qualifications.models import QualificationVersion
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.registrations.states import RegistrationState
from learners.submissions.models import Submission, SubmissionItem
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop
from tests.learners import qualifying

LONG = "Everything that the people of the stairwells at Quayside said about damp, bins, buses and being listened to"


def portfolio_stops(town: Any) -> Iterator[Stop]:
    """Nia's, before and after a hub has accepted her."""
    yield from _closed()
    nia = town.people["nia"]
    registration = _accepted(nia)
    yield Stop("my portfolio, empty", reverse("portfolio"), who="nia")
    piece, shared, taken_out = _pieces(nia, registration)
    yield Stop("my portfolio", reverse("portfolio"), who="nia", then=open_everything, wide=True)
    yield Stop("my portfolio, nothing fits", reverse("portfolio") + "?search=nowhere", who="nia")
    yield Stop("taken out", reverse("portfolio") + "?show=withdrawn", who="nia")
    yield Stop("my practice log", reverse("practice-log"), who="nia", wide=True)
    yield Stop("my practice log on paper", reverse("practice-log") + "?paper", who="nia")
    yield Stop("carry over", reverse("evidence-carry"), who="nia", then=open_everything)
    yield Stop("carry over, nothing ticked", reverse("evidence-carry"), who="nia", then=press("Put these"))
    yield Stop("take my portfolio with me", reverse("portfolio-copy"), who="nia")
    yield Stop("a copy is made", reverse("portfolio-copy"), who="nia", then=press("Make my file"))
    for kind in ("photo", "recording", "file", "link", "reflection", "practice"):
        yield Stop(f"add a {kind}", reverse("evidence-add", args=[kind]), who="nia")
    wrong = press("Keep it", happened_on="2999-01-01", text="We met.", hours="two")
    yield Stop("practice, wrong", reverse("evidence-add", args=["practice"]), who="nia", then=wrong)
    yield Stop("a piece", reverse("evidence", args=[piece.token]), who="nia", wide=True)
    yield Stop("a piece with somebody in it", reverse("evidence", args=[shared.token]), who="nia")
    yield Stop("a piece that was taken out", reverse("evidence", args=[taken_out.token]), who="nia")
    yield Stop("a piece, refused", reverse("evidence", args=[piece.token]), who="mona", status=403)
    yield Stop("change a piece", reverse("evidence-change", args=[piece.token]), who="nia")
    yield Stop("delete a piece", reverse("evidence-remove", args=[shared.token]), who="nia")
    yield Stop("take a piece out", reverse("evidence-remove", args=[piece.token]), who="nia")
    shows = reverse("evidence-shows", args=[piece.token, registration.token])
    yield Stop("what a piece shows", shows, who="nia", then=open_everything, wide=True)


def _closed() -> Iterator[Stop]:
    yield Stop("my portfolio, not open", reverse("portfolio"), who="lena")
    yield Stop("my practice log, not open", reverse("practice-log"), who="lena")
    yield Stop("carry over, not open", reverse("evidence-carry"), who="lena")
    yield Stop("take my portfolio with me, empty", reverse("portfolio-copy"), who="lena")
    yield Stop("add, not open", reverse("evidence-add", args=["photo"]), who="lena", status=403)


def _accepted(nia: Account) -> QualRegistration:
    version = QualificationVersion.objects.order_by("number").first()
    hub = Hub.objects.first()
    assert version
    assert hub
    known = QualRegistration.objects.filter(account=nia, version=version).first()
    made = known or QualRegistration(account=nia, version=version, hub=hub, applied_at=qualifying.NOON)
    made.state, made.accepted_at = RegistrationState.ACCEPTED, qualifying.NOON
    made.moved_at = qualifying.NOON
    made.save()
    for unit in version.units.all():
        RegisteredUnit.objects.get_or_create(registration=made, unit=unit)
    return made


def _pieces(nia: Account, registration: QualRegistration) -> tuple[EvidenceItem, EvidenceItem, EvidenceItem]:
    """One that was handed in, one that only she sees, one that she took out; and enough for two pages."""
    for number in range(25):
        qualifying.piece(nia, f"Entry {number}", kind=EvidenceKind.PRACTICE, minutes=45, people_listened=3)
    shared = qualifying.piece(nia, LONG, others=Others.SOMEBODY, kind=EvidenceKind.PHOTO, own_part="")
    taken_out = qualifying.piece(nia, "Out", withdrawn_at=qualifying.NOON)
    piece = qualifying.piece(nia, "My three talks", link="https://example.org/" + "long/" * 40)
    qualifying.shows(piece, registration, note="The second talk")
    made, _ = Submission.objects.get_or_create(
        registration=registration, number=99, defaults={"made_at": qualifying.NOON}
    )
    SubmissionItem.objects.create(submission=made, number=1, item=piece, snapshot={"title": "x"}, sha256="0")
    Submission.objects.filter(pk=made.pk).update(
        state="submitted",
        submitted_at=qualifying.NOON,
        declaration_version="1",
        declaration="It is mine.",
        ai_used=False,
        help_words="",
        signed_by=nia,
        signed_how="email",
        digest="0",
    )
    return piece, shared, taken_out
