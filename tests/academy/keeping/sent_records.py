"""Records of what was sent, in and out: files, lists, messages."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from academy.shared.upload_actions import begin, path_of
from cms.problems.models import PageProblem, ProblemStatus
from learners.dashboards.models import Export, ExportFormat, ExportOf
from learners.portfolio.copy_models import PortfolioCopy
from learners.reminders.models import AddressTrouble, CohortLetter
from learners.reminders.states import TroubleKind
from tests.academy.keeping.people import There, row_of, somebody
from tests.learners.places import dates
from tests.learners.reminders.letterbox import came


def _export(began: datetime) -> There:
    file = default_storage.save("exports/people.csv", ContentFile(b"Ned"))
    facts = {"key": "a", "of": ExportOf.PEOPLE, "format": ExportFormat.CSV, "file": file}
    made = Export.objects.create(asked_by=somebody(), asked_at=began, cohort=dates.cohort(), **facts)
    return lambda: row_of(made)() or default_storage.exists(file)


def _portfolio_copy(began: datetime) -> There:
    name = default_storage.save("portfolio-copies/one.zip", ContentFile(b"PK"))
    made = PortfolioCopy.objects.create(asked_by=somebody(), asked_at=began, finished_at=began, file=name)
    return lambda: row_of(made)() or default_storage.exists(name)


def _upload(began: datetime) -> There:
    made = begin(owner=somebody(), rows=[], name="film.mp4", length=5, room=5, now=began)
    path = path_of(made)
    return lambda: row_of(made)() or path.exists()


def _problem(began: datetime) -> There:
    return row_of(
        PageProblem.objects.create(page="/", words="A word", status=ProblemStatus.DONE, done_at=began)
    )


def _message(began: datetime) -> There:
    return row_of(came(somebody(), at=began, useful_until=began + timedelta(days=2)))


def _letter(began: datetime) -> There:
    cohort, by = dates.cohort(), somebody()
    facts = {
        "cohort": cohort,
        "written_by": by,
        "title": "Bring a coat",
        "words": "It is cold.",
        "written_at": began,
    }
    draft = CohortLetter.objects.create(**facts)
    sent = CohortLetter.objects.create(sent_by=by, sent_at=began, people=3, **facts)
    return lambda: row_of(draft)() or row_of(sent)()


def _trouble(began: datetime) -> There:
    made = AddressTrouble.objects.create(
        account=somebody(), email="old@example.org", kind=TroubleKind.BOUNCED, found_at=began, ended_at=began
    )
    return row_of(made)


OF_WHAT_WAS_SENT: dict[str, Callable[[datetime], There]] = {
    "uploads": _upload,
    "portfolio-copies": _portfolio_copy,
    "exports": _export,
    "page-problems": _problem,
    "messages": _message,
    "cohort-letters": _letter,
    "address-troubles": _trouble,
}
