"""The links of the chain, and what learners are told, for rows that were made one by one, as the actions leave them."""

from django.db.models import Model

from academy.shared.audit import audit, chain_of
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.digests import digest_of_countersignature
from learners.assessment.models import Countersignature, CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature
from learners.assessment.states import DecisionState
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from tests.learners.qualifying import NOON

SIGNED = {"assessor": "unit_signed", "countersigner": "unit_countersigned", "learner": "unit_confirmed"}


def tell_rows(registration: QualRegistration) -> None:
    """Each row that no link is about gets those that it would have. Digests are sealed before."""
    for given in registration.allocations.all():
        task = {"person": given.person_id, "task": str(given.task), "unit": given.unit_id}
        _tell(registration, "allocated", given, by=given.made_by, after=task)
    for work in registration.submissions.exclude(submitted_at=None):
        _tell(registration, "handed_in", work, by=work.signed_by, after={"digest": work.digest})
    for record in AssessorRecord.objects.filter(registration=registration):
        _tell(registration, "record_confirmed", record, after={"digest": record.digest})
    for round_ in registration.judgements.order_by("number"):
        _tell_round(registration, round_)
    for signoff in registration.signoffs.all():
        for one in Signature.objects.filter(signoff=signoff).order_by("pk"):
            after = {"signature": one.pk, "digest": one.digest}
            audit(registration, SIGNED[one.signed_as], by=one.person, now=NOON, about=signoff, after=after)


def _tell_round(registration: QualRegistration, round_: Judgement) -> None:
    facts = {"digest": round_.digest, "countersigner": round_.countersigner_id}
    trainee = round_.status is not None and round_.status.level == AssessorLevel.TRAINEE
    facts["state"] = "countersign" if trainee else "released"
    _tell(registration, "judged", round_, by=round_.assessor, after=facts)
    for signed in Countersignature.objects.filter(judgement=round_):
        told = {"digest": digest_of_countersignature(signed), "countersignature": signed.pk}
        audit(registration, "countersigned", by=signed.countersigner, now=NOON, about=round_, after=told)
    for one in CriterionDecision.objects.filter(judgement=round_, state=DecisionState.CONFIRMED):
        CriterionAnswer.objects.create(
            registration=registration,
            criterion=one.criterion,
            submission=round_.submission,
            outcome=one.outcome,
            next_step=one.next_step,
            released_at=NOON,
        )


def _tell(registration: QualRegistration, action: str, about: Model, **facts: object) -> None:
    told = AuditEvent.objects.filter(object_type=about._meta.model_name, object_id=str(about.pk))
    if told.filter(chain=chain_of(registration), action=action).exists():
        return
    audit(registration, action, **{"by": None, "now": NOON, "about": about, **facts})  # type: ignore[arg-type]
