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
from tests.cast import person
from tests.journeys.acts import open_everything, press
from tests.journeys.signing_pages import able
from tests.journeys.stop import Stop
from tests.learners import qualifying


def record_stops(town: Any) -> Iterator[Stop]:
    """Gus has watched Rhea; one record is being written, one waits for her."""
    mona, gus = town.people["mona"], town.people["gus"]
    hub = town.people["grace"].hub
    town.people["rhea"] = person("Rhea Record", hub=hub)
    hers = qualifying.registered(town.people["rhea"], hub, mona)
    able(gus, mona, hers)
    listed = reverse("records", args=[hers.token])
    yield Stop("records, refused", listed, who="colin", status=403)
    yield Stop("records", listed, who="gus", wide=True)
    begin = reverse("record-begin", args=[hers.token, "observed"])
    yield Stop("an observation", begin, who="gus", then=open_everything, wide=True)
    yield Stop("an observation, wrong", begin, who="gus", then=press("Keep it", happened_on=""))
    questions = reverse("record-begin", args=[hers.token, "questions"])
    yield Stop("questions and answers", questions, who="gus", then=open_everything)
    shared, draft = _record(hers, gus), _record(hers, gus)
    share_record(record_id=shared.pk, by=gus, now=clock.now())
    yield Stop("a record that is being written", reverse("record", args=[draft.token]), who="gus")
    read = reverse("record-read", args=[shared.token])
    yield Stop("a record that waits", read, who="gus")
    yield Stop("seen and heard", listed, who="rhea")
    yield Stop("a record to confirm", read, who="rhea", wide=True)
    different = press("Something was different", words="")
    yield Stop("a record to confirm, a no without words", read, who="rhea", then=different)


def _record(registration: QualRegistration, gus: Account) -> AssessorRecord:
    mine = standing_of(gus, registration, on=clock.today()).assesses
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
        by=gus,
        now=clock.now(),
    )
