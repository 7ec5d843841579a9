"""Are the rows of a registration still what they were? Each against its digest, and each against the audit trail."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from learners.assessment import digests
from learners.assessment.models import SENT, Countersignature, CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature
from learners.registrations.models import QualRegistration
from learners.submissions.verify_queries import changed_words

# Rows that the chain speaks of and that never go.
STAY: tuple[str, ...] = (
    "submission",
    "judgement",
    "criteriondecision",
    "countersignature",
    "assessorrecord",
    "unitsignoff",
)
STAY += ("signature", "unlocking")


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
    yield from _gone_rows(registration)


def _changed_round(registration: QualRegistration, round_: Judgement) -> Iterator[str]:
    where = f"Judgement {round_.number}"
    for one in CriterionDecision.objects.filter(judgement=round_).select_related("criterion__outcome__unit"):
        if digests.digest_of_decision(one) != one.digest:
            yield f"{where}: the decision about {_code(one)} is not what was decided, or the criterion is not."
    if digests.digest_of_judgement(round_) != round_.digest:
        yield f"{where} is not what was sent: its feedback, its signature or one of its decisions differs."
    signed = Countersignature.objects.filter(judgement=round_).select_related("judgement").first()
    if signed is not None:
        told = _told(registration, round_)
        if told is not None and told != digests.digest_of_countersignature(signed):
            yield f"{where}: the countersignature is not what was signed."


def _told(registration: QualRegistration, round_: Judgement) -> str | None:
    """The digest of its countersignature, from the chain; empty: the chain has none; None: its words went."""
    rows = AuditEvent.objects.filter(
        chain=chain_of(registration),
        object_type="judgement",
        object_id=str(round_.pk),
        action__in=["countersigned", "sent_back"],
    )
    event = rows.select_related("detail").order_by("seq").first()
    if event is None:
        return ""
    detail = getattr(event, "detail", None)
    return str(detail.after.get("digest", "")) if detail else None


def _gone_rows(registration: QualRegistration) -> Iterator[str]:
    """Rows that the chain speaks of and that are not there."""
    told = AuditEvent.objects.filter(chain=chain_of(registration))
    for kind in STAY:
        model: type[Model] = apps.get_model("learners", kind)
        ids = {int(one) for one in told.filter(object_type=kind).values_list("object_id", flat=True)}
        there = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
        for pk in sorted(ids - there):
            yield f"The audit trail speaks of {model._meta.verbose_name} {pk}, and it is not there any more."


def _code(decision: CriterionDecision) -> str:
    outcome = decision.criterion.outcome
    return f"{outcome.unit.number}.{outcome.number}.{decision.criterion.number}"
