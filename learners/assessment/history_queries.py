"""Are the rows of a registration still what they were? Each against its digest, and each against the audit trail."""

from collections.abc import Iterator

from learners.assessment import digests
from learners.assessment.history_signing import changed_beside, changed_signing, gone_rows
from learners.assessment.history_states import changed_steps
from learners.assessment.history_told import Told
from learners.assessment.models import SENT, CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature
from learners.registrations.models import QualRegistration
from learners.submissions.verify_queries import changed_words


def changed_in(registration: QualRegistration) -> Iterator[str]:
    """In words, everything about this registration that is not what it was; the contents of files are not read."""
    for submission in registration.submissions.exclude(submitted_at=None).order_by("number"):
        if words := changed_words(submission):
            yield f"Hand-in {submission.number}: {words}"
    for round_ in registration.judgements.filter(state__in=SENT).order_by("number"):
        yield from _changed_round(registration, round_)
    for record in AssessorRecord.objects.filter(registration=registration, counted_at__isnull=False):
        if digests.digest_of_record(record) != record.digest:
            yield f"The record of {record.happened_on:%-d %B %Y} ({record.pk}) is not what was kept."
    for signature in Signature.objects.filter(signoff__registration=registration).select_related("signoff"):
        if digests.digest_of_signature(signature) != signature.digest:
            who = signature.get_signed_as_display().lower()
            yield f"The {who}’s signature {signature.pk} of {signature.signed_at:%-d %B %Y} is not what was signed."
    told = Told(registration)
    if not told.links:
        yield "It has no history at all, though every registration begins with a link."
    yield from gone_rows(told)
    yield from changed_steps(registration, told)
    yield from changed_signing(registration, told)
    yield from changed_beside(registration, told)


def _changed_round(registration: QualRegistration, round_: Judgement) -> Iterator[str]:
    where = f"Judgement {round_.number}"
    for one in CriterionDecision.objects.filter(judgement=round_).select_related("criterion__outcome__unit"):
        if digests.digest_of_decision(one) != one.digest:
            yield f"{where}: the decision about {_code(one)} is not what was decided, or the criterion is not."
    if digests.digest_of_judgement(round_) != round_.digest:
        yield f"{where} is not what was sent: its feedback, its signature or one of its decisions differs."


def _code(decision: CriterionDecision) -> str:
    outcome = decision.criterion.outcome
    return f"{outcome.unit.number}.{outcome.number}.{decision.criterion.number}"
