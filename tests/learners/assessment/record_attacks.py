"""Ways round the records of what an assessor saw, heard or asked, straight into the database, and its answers."""

from typing import Any

from learners.assessment.record_models import AssessorRecord, PassageCriterion, RecordPassage
from learners.assessment.states import RecordState
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners import judging
from tests.learners.assessment.attacks import Attack, given
from tests.learners.qualifying import NOON


def counted(then: Attack) -> Attack:
    """What is tried at a record that the learner has confirmed."""

    def attack(cast: Cast, one: QualRegistration) -> object:
        given(cast, one)
        judging.record(one, cast.assessor)
        return then(cast, one)

    return attack


def altered(**facts: object) -> Attack:
    return counted(lambda cast, one: AssessorRecord.objects.update(**facts))


def confirmed(who: str = "learner", **facts: object) -> Attack:
    """A shared record becomes a confirmed one, as if it was done so."""

    def attack(cast: Cast, one: QualRegistration) -> object:
        given(cast, one)
        made = judging.record(one, cast.assessor, state=RecordState.SHARED)
        usual: dict[str, Any] = {
            "state": RecordState.CONFIRMED,
            "confirmed_at": NOON,
            "counted_at": NOON,
            "confirmed_by": getattr(cast, who),
            "confirmed_how": "email",
            "digest": judging.DIGEST,
        }
        return AssessorRecord.objects.filter(pk=made.pk).update(**{**usual, **facts})

    return attack


def one_more_passage(cast: Cast, one: QualRegistration) -> object:
    return RecordPassage.objects.create(record=AssessorRecord.objects.get(), number=2, text="And more.")


def one_more_criterion(cast: Cast, one: QualRegistration) -> object:
    passage = RecordPassage.objects.get()
    about = judging.criteria_of(one)[0]
    return PassageCriterion.objects.create(record=passage.record, passage=passage, criterion=about)


# what is tried: how, and what the database says
RECORD_ATTACKS: dict[str, tuple[Attack, str]] = {
    "INV-01 records themselves": (
        lambda cast, one: judging.record(one, one.account),
        "nobody does this for themselves",
    ),
    "INV-01 a record confirmed by its assessor": (
        confirmed(who="assessor"),
        "it is confirmed by the learner",
    ),
    "INV-12 another word in a record": (
        altered(activity="Somebody else spoke."),
        "learners_assessorrecord: token",
    ),
    "INV-12 a record that does not count any more": (
        altered(counted_at=None),
        "learners_assessorrecord",
    ),
    "INV-12 one more passage": (counted(one_more_passage), "closed with learners_assessorrecord.counted_at"),
    "INV-12 one more criterion": (
        counted(one_more_criterion),
        "closed with learners_assessorrecord.counted_at",
    ),
    "INV-12 the piece of a record": (
        counted(
            lambda cast, one: EvidenceItem.objects.exclude(assessor_record=None).update(text="Other words")
        ),
        "what an assessor recorded does not change",
    ),
    "INV-12 a record taken away": (
        counted(lambda cast, one: AssessorRecord.objects.all()._raw_delete("default")),
        "rows are kept",
    ),
    "INV-19 a record confirmed in a session that a hub opened": (
        confirmed(confirmed_how="hub"),
        "record_confirmed_by_somebody",
    ),
    "INV-19 a record confirmed in nobody's session": (
        confirmed(confirmed_how=None),
        "record_confirmed_by_somebody",
    ),
    "INV-19 a record confirmed by nobody": (
        confirmed(confirmed_by=None, confirmed_how=None),
        "record_confirmed_by_somebody",
    ),
}
