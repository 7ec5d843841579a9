"""Finding a file whose content has to go, by somebody who does not see the work itself."""

import re
from dataclasses import dataclass

from django.db.models import Q

from academy.accounts.queries import rows_of
from learners.portfolio.models import EvidenceFile
from learners.submissions.models import Submission, SubmissionFile

TOKEN = re.compile(r"[\w-]{22}")


@dataclass(frozen=True, slots=True)
class Handed:
    """A hand-in that an address leads to, with its files: neither words nor contents."""

    number: int
    learner: str
    qualification: str
    files: tuple[EvidenceFile, ...]


def handed_at(address: str) -> Handed | None:
    """What was handed in at this address; None: the address is of nothing that was handed in."""
    rows = Submission.objects.filter(token__in=TOKEN.findall(address), submitted_at__isnull=False)
    found = rows.select_related("registration__account", "registration__version__qualification").first()
    if found is None:
        return None
    files = SubmissionFile.objects.filter(submission=found).select_related("file__item")
    registration = found.registration
    return Handed(
        found.number,
        registration.account.full_name,
        registration.version.qualification.title,
        tuple(one.file for one in files.order_by("entry__number", "pk")),
    )


def same_content(file: EvidenceFile) -> list[EvidenceFile]:
    """It, and every file of the same person with the same content that is still there: a piece carried over to another
    registration has the file again.
    """
    mine = rows_of(file.item.account)
    rows = EvidenceFile.objects.filter(Q(pk=file.pk) | Q(item__account__in=mine, sha256=file.sha256))
    return list(rows.filter(removed_at=None).select_related("item__account").order_by("pk"))


def hand_ins_with(file: EvidenceFile) -> list[Submission]:
    """Where it, or the same content, was handed in."""
    rows = Submission.objects.filter(files__file__in=same_content(file), submitted_at__isnull=False)
    found = rows.select_related("registration__version__qualification").distinct()
    return list(found.order_by("registration", "number"))
