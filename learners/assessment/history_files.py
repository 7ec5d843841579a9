"""The files of a registration: are they still what they were, and did those that are gone go the right way?

Its files are those of hand-ins, of records that count, and recordings of feedback that was sent.
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from academy.shared.audit import DISPOSED, chain_of
from academy.shared.disposals import disposal_of, is_sound
from academy.shared.history import Gap
from academy.shared.models import AuditEvent
from learners.assessment.models import SENT, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import FileState
from learners.registrations.models import QualRegistration
from learners.submissions.models import SubmissionFile
from learners.submissions.states import SubmissionState
from learners.submissions.verify_queries import changed_content, changed_file


def changed_files(registration: QualRegistration) -> Iterator[str]:
    """The contents of everything that was handed in, recorded or said, read whole from the disk."""
    rows = SubmissionFile.objects.filter(submission__registration=registration, file__removed_at=None)
    for one in rows.select_related("file", "entry", "submission").order_by("pk").iterator():
        if words := changed_file(one):
            yield f"Hand-in {one.submission.number}: {words}"
    for file in (
        files_of(registration)
        .filter(removed_at=None, state=FileState.READY)
        .select_related("item")
        .order_by("pk")
    ):
        if words := changed_content(file):
            yield f"{file.item.get_kind_display()} of {file.item.made_at:%-d %B %Y}: The file {file.name} {words}"


def gaps_in(registration: QualRegistration) -> Iterator[Gap | str]:
    """Files of it whose content is gone: each with the link that says so, or in words what is wrong."""
    handed_in = SubmissionFile.objects.filter(submission__registration=registration).values("file")
    gone: QuerySet[EvidenceFile] = EvidenceFile.objects.filter(removed_at__isnull=False)
    rows = gone.filter(pk__in=handed_in) | gone.filter(pk__in=files_of(registration).values("pk"))
    for file in rows.select_related("item__account").order_by("pk"):
        told = _told(file)
        if told is None:
            yield f"The content of the file {file.name} is gone, and no chain says that it was removed."
        elif told[1].action == DISPOSED or not _left_out(file):
            yield Gap(f"The content of the file {file.name} (SHA-256 {file.sha256[:12]}…)", *told)


def files_of(registration: QualRegistration) -> QuerySet[EvidenceFile]:
    """Of records that count and of feedback that was sent."""
    recorded = AssessorRecord.objects.filter(registration=registration, counted_at__isnull=False)
    spoken = registration.judgements.filter(state__in=SENT, spoken__isnull=False)
    items = Q(item__in=recorded.values("item")) | Q(item__in=spoken.values("spoken"))
    return EvidenceFile.objects.filter(items)


def _told(file: EvidenceFile) -> tuple[str, AuditEvent] | None:
    """Why, and the link that says so; None: there is none, or it does not fit."""
    assert file.removed_at is not None
    disposal = disposal_of("evidencefile", file.pk)
    if disposal is not None:
        return (disposal.reason, disposal.event) if is_sound(disposal) else None
    events = AuditEvent.objects.filter(
        chain=chain_of(file.item.account),
        action="evidence_file_removed",
        object_type="evidencefile",
        object_id=str(file.pk),
        at=file.removed_at,
    )
    event = events.select_related("detail").first()
    if event is None or not (_given_back(file) or _left_out(file)):
        return None
    detail = getattr(event, "detail", None)
    if detail is not None and detail.before.get("sha256") != file.sha256:
        return None
    return file.removed_why, event


def _given_back(file: EvidenceFile) -> bool:
    """By then, wherever it was handed in: so the learner could take it away by themselves."""
    back = Q(
        submission__state=SubmissionState.RETURNED_UNASSESSED, submission__returned_at__lte=file.removed_at
    )
    return file.handed_in.exists() and not file.handed_in.exclude(back).exists()


def _left_out(file: EvidenceFile) -> bool:
    """Taken out of a record before it counted, or of feedback before it was sent: nothing is missing."""
    if file.handed_in.exists():
        return False
    record = AssessorRecord.objects.filter(item=file.item_id, counted_at__gte=file.removed_at)
    sent = Judgement.objects.filter(spoken=file.item_id, decided_at__gte=file.removed_at)
    return record.exists() or sent.exists()
