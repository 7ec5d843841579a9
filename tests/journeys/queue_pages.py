"""The faces of what waits for an assessor, and of what they send."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask
from learners.assessment.models import Judgement
from learners.assessment.states import RecordState
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from learners.submissions.states import Outcome
from tests.cast import hold, person
from tests.journeys.acts import open_everything, press
from tests.journeys.signing_pages import able
from tests.journeys.stop import Stop
from tests.learners import judging, qualifying
from tests.learners.submissions.work import recording, with_file

LONG = "Averyveryverylongtitlewithoutaspaceinitthathastobreaksomewhere " * 2


def queue_stops(town: Any) -> Iterator[Stop]:
    """Of a learner of their own, so that no other round is in the way."""
    mona, gus = (town.people[name] for name in ("mona", "gus"))
    yield Stop("waiting for me, nothing", reverse("queue"), who="nia")
    hub = town.people["grace"].hub
    orla = Account.objects.create_user(email="orla@example.org", full_name="Orla Nowak", is_adult=True)
    hers = qualifying.registered(orla, hub, mona)
    able(gus, mona, hers)
    round_ = _begun(hers, gus)
    yield Stop("waiting for me, of every kind", reverse("queue"), who="gus", wide=True)
    yield from _without_a_hand_in(hers, gus)
    yield Stop("waiting for me, one kind", f"{reverse('queue')}?show=queried", who="gus")
    yield Stop("waiting for me, none of a kind", f"{reverse('queue')}?show=sent-back", who="gus")
    at = reverse("judge-send", args=[round_.token])
    yield Stop("feedback, something missing", at, who="gus", wide=True)
    yield Stop("feedback of somebody else", at, who="mona", status=403)
    yield from _to_send(round_)
    yield Stop("another try, refused", reverse("give-attempt", args=[hers.token]), who="nia", status=403)
    yield from _countersigned(hers, gus, mona)
    yield from _stuck(hers, gus, town.people["quentin"])


def _begun(hers: QualRegistration, gus: Any) -> Judgement:
    """A round whose time is over, and a record that the learner sees differently."""
    now = clock.now() - timedelta(hours=3)
    made = judging.handed_in(hers, judging.criteria_of(hers)[:1], now=now)
    judging.handed_in(hers, judging.criteria_of(hers, 2), now=now)
    round_ = judging.opened(hers, gus, made, now=now)
    judging.record(hers, gus, kind=EvidenceKind.DISCUSSION, state=RecordState.QUERIED, now=now)
    return round_


def _without_a_hand_in(hers: QualRegistration, gus: Any) -> Iterator[Stop]:
    """By records, and once more."""
    at = reverse("to-judge", args=[hers.token])
    yield Stop("without a hand-in, nothing", at, who="gus")
    judging.record(hers, gus, judging.criteria_of(hers)[1:2])
    judging.record(hers, gus, judging.criteria_of(hers, 2))
    round_ = judging.judged(hers, gus, Outcome.NOT_YET, criteria=judging.criteria_of(hers, 3)[:1])
    yield Stop("without a hand-in", at, who="gus", then=open_everything, wide=True)
    again = f"{at}?criterion={round_.decisions.get().criterion_id}"
    yield Stop("judged again, no reason", again, who="gus", then=press("Judge it again", why=""))
    yield Stop("without a hand-in, refused", at, who="mona", status=403)


def _to_send(round_: Judgement) -> Iterator[Stop]:
    at = reverse("judge-send", args=[round_.token])
    for draft in round_.drafts.select_related("criterion"):
        draft.outcome, draft.checks = "not_yet", {**judging.ALL_HOLD, "sufficient": False}
        draft.rationale, draft.next_step = "One talk, on page 1.", f"Record one more talk. {LONG}"
        draft.save()
    yield Stop("feedback", at, who="gus", wide=True)
    round_.spoken = recording(round_.registration.account, name=f"{LONG[:90]}.ogg")
    round_.save(update_fields=["spoken"])
    with_file(round_.spoken, name="Second.ogg", state=FileState.CHECKING)
    with_file(round_.spoken, name="Third.ogg", state=FileState.REFUSED, refused_why="It is cut off.")
    yield Stop("feedback, with recordings", at, who="gus", wide=True)


def _countersigned(hers: QualRegistration, gus: Any, mona: Any) -> Iterator[Stop]:
    """Judged by somebody in training, for Gus."""
    trainee = Account.objects.create_user(email="tia@example.org", full_name="Tia Trainee", is_adult=True)
    qualifying.assessor(
        trainee,
        mona,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=clock.today() + timedelta(days=90),
        countersigner=gus,
    )
    qualifying.allocated(hers, trainee, judging.unit_of(hers, 1))
    said, about = recording(hers.account), judging.criteria_of(hers)[1:]
    round_ = judging.judged(hers, trainee, Outcome.NOT_YET, criteria=about, spoken=said)
    at = reverse("countersign", args=[round_.token])
    yield Stop("countersign", at, who="gus", wide=True)
    yield Stop("countersign, of somebody else", at, who="mona", status=403)


def _stuck(hers: QualRegistration, gus: Any, quentin: Any) -> Iterator[Stop]:
    """The countersigner has a conflict of interest with the learner since; somebody else could do it."""
    yield Stop("stuck, nothing", reverse("stuck"), who="quentin")
    leads = QualificationRole.objects.filter(person=quentin, qualification=hers.version.qualification)
    if not leads.exists():
        qualifying.task_of(quentin, hers.version, QualificationTask.LEAD_QUALITY)
    round_ = hers.judgements.get(state="countersign")
    naming = reverse("name-countersigner", args=[round_.token])
    yield Stop("name a countersigner, nobody to name", naming, who="quentin")
    otto = qualifying.assessor(person(f"Otto {LONG[:90]}", hub=hers.hub), gus)
    hold(otto, Role.ASSESSOR, hers.hub)
    ConflictDeclaration.objects.create(
        person=gus,
        other=hers.account,
        nature=Nature.FRIEND,
        starts_on=clock.today(),
        declared_by=gus,
        declared_at=clock.now(),
    )
    yield Stop("stuck", reverse("stuck"), who="quentin", wide=True)
    yield Stop("name a countersigner", naming, who="quentin", wide=True)
    yield Stop("name a countersigner, nobody chosen", naming, who="quentin", then=press("Ask them"))
    yield Stop("name a countersigner, of somebody else", naming, who="gus", status=403)
