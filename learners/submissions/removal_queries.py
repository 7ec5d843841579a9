"""Finding a file whose content has to go, by somebody who does not see the work itself."""

import re
from dataclasses import dataclass

from django.db.models import Q

from academy.accounts.queries import rows_of
from learners.portfolio.models import EvidenceFile
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission, SubmissionFile

TOKEN = re.compile(r"[\w-]{22}")
PLACES = (("records", "item", "a record of the assessor"), ("judgements", "spoken", "spoken feedback"))


@dataclass(frozen=True, slots=True)
class Handed:
    """A hand-in, a record or spoken feedback that an address leads to, with its files: neither words nor contents."""

    what: str  # such as "hand-in 2"
    learner: str
    qualification: str
    files: tuple[EvidenceFile, ...]


def handed_at(address: str) -> Handed | None:
    """What was handed in, recorded or said at this address; None: the address is of nothing of that kind."""
    tokens = TOKEN.findall(address)
    rows = Submission.objects.filter(token__in=tokens, submitted_at__isnull=False)
    found = rows.select_related("registration__account", "registration__version__qualification").first()
    if found is None:
        return _written_at(tokens)
    files = SubmissionFile.objects.filter(submission=found).select_related("file__item")
    return _handed(
        f"hand-in {found.number}",
        found.registration,
        [one.file for one in files.order_by("entry__number", "pk")],
    )


def _written_at(tokens: list[str]) -> Handed | None:
    """The recordings and photos of an assessor's record, or spoken feedback. Slices above this one have the rows."""
    rows = QualRegistration.objects.select_related("account", "version__qualification")
    for name, column, what in PLACES:
        here = rows.filter(**{f"{name}__token__in": tokens})
        if (one := here.first()) is not None:
            items = here.values(f"{name}__{column}")
            files = EvidenceFile.objects.filter(item__in=items).select_related("item").order_by("pk")
            return _handed(what, one, list(files))
    return None


def _handed(what: str, registration: QualRegistration, files: list[EvidenceFile]) -> Handed:
    title = registration.version.qualification.title
    return Handed(what, registration.account.full_name, title, tuple(files))


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
