"""The faces of what an assessor saw, heard or asked."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from courses.qualifications.models import Criterion
from learners.assessment.record_actions import begin_record, share_record
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_rules import Passage, RecordWords
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop


def record_stops(town: Any) -> Iterator[Stop]:
    """Asif has watched Amara; one record is being written, one waits for her."""
    amara = QualRegistration.objects.filter(account__full_name__startswith="Amara").order_by("-pk")[0]
    listed = reverse("records", args=[amara.token])
    yield Stop("records, refused", listed, who="colin", status=403)
    yield Stop("records", listed, who="asif", wide=True)
    begin = reverse("record-begin", args=[amara.token, "observed"])
    yield Stop("an observation", begin, who="asif", then=open_everything, wide=True)
    yield Stop("an observation, wrong", begin, who="asif", then=press("Keep it", happened_on=""))
    questions = reverse("record-begin", args=[amara.token, "questions"])
    yield Stop("questions and answers", questions, who="asif", then=open_everything)
    shared, draft = _record(amara), _record(amara)
    share_record(record_id=shared.pk, by=_of("asif"), now=clock.now())
    yield Stop("a record that is being written", reverse("record", args=[draft.token]), who="asif")
    read = reverse("record-read", args=[shared.token])
    yield Stop("a record that waits", read, who="asif")
    yield Stop("seen and heard", listed, who="amara")
    yield Stop("a record to confirm", read, who="amara", wide=True)
    different = press("Something was different", words="")
    yield Stop("a record to confirm, a no without words", read, who="amara", then=different)


def _of(name: str) -> Account:
    return Account.objects.get(email=f"{name}@example.org")


def _record(registration: QualRegistration) -> AssessorRecord:
    asif, now = _of("asif"), clock.now()
    mine = standing_of(asif, registration, on=clock.today()).assesses
    about = Criterion.objects.filter(version=registration.version, outcome__unit__in=mine).order_by("pk")[:2]
    words = RecordWords(
        happened_on=clock.today(),
        minutes=40,
        place="The market",
        activity="Amara spoke with five people at her stall.",
        comments="You wait for people to finish.",
        others="nobody",
        passages=(Passage("She asked an open question.", at=42, criteria=tuple(one.pk for one in about)),),
    )
    return begin_record(
        key=uuid4(),
        registration_id=registration.pk,
        kind=EvidenceKind.OBSERVATION,
        words=words,
        by=asif,
        now=now,
    )
