"""Rows that were made one by one get the digests that the actions would have given them."""

from django.db import connection

from academy.shared.append_only import lifted
from learners.assessment import digests
from learners.assessment.models import CriterionDecision, DecisionPiece, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature
from learners.registrations.models import QualRegistration
from learners.submissions.models import SubmissionItem
from learners.submissions.snapshots import digest_of, sha256_of


def seal_rows(registration: QualRegistration) -> None:
    """Past the database's refusals, from the lowest to the highest, because each lies upon others."""
    with lifted(connection):
        for submission in registration.submissions.exclude(submitted_at=None):
            for item in submission.items.all():
                item.snapshot = {**item.snapshot, "files": []}
                item.sha256 = sha256_of(item.snapshot)
                SubmissionItem.objects.filter(pk=item.pk).update(snapshot=item.snapshot, sha256=item.sha256)
            submission.refresh_from_db()
            registration.submissions.filter(pk=submission.pk).update(digest=digest_of(submission))
        for record in AssessorRecord.objects.filter(registration=registration):
            AssessorRecord.objects.filter(pk=record.pk).update(digest=digests.digest_of_record(record))
        for piece in DecisionPiece.objects.filter(judgement__registration=registration):
            found = piece.entry.sha256 if piece.entry else piece.record.digest if piece.record else ""
            DecisionPiece.objects.filter(pk=piece.pk).update(sha256=found)
        for decision in registration.decisions.all():
            digest = digests.digest_of_decision(decision)
            CriterionDecision.objects.filter(pk=decision.pk).update(digest=digest)
        for round_ in registration.judgements.all():
            Judgement.objects.filter(pk=round_.pk).update(digest=digests.digest_of_judgement(round_))
        for signature in Signature.objects.filter(signoff__registration=registration):
            digest = digests.digest_of_signature(signature)
            Signature.objects.filter(pk=signature.pk).update(digest=digest)
