"""Short notes that assessor and learner share."""

from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.planning.models import ContactNote
from learners.planning.policies import may_write_note
from learners.planning.states import NoteKind
from learners.registrations.models import QualRegistration


@transaction.atomic
def write_note(
    *,
    registration_id: int,
    kind: NoteKind,
    happened_on: date,
    words: str,
    next_on: date | None,
    by: Account,
    now: datetime,
) -> ContactNote:
    """Write down what was said. It stays as it is. The same words twice for one day are one note."""
    registration = locked_one(QualRegistration.objects.select_related("version", "hub"), registration_id)
    may_write_note(by, registration, now=now).enforce()
    today, words = london_date(now), words.strip()
    if not words:
        raise Refused("Write in a line or two what you spoke about.")
    if happened_on > today:
        raise Refused("This day is still to come. Write the note when you have spoken.")
    if next_on is not None and next_on < today:
        raise Refused("The day when you talk next is over. Choose one that is still to come.")
    same = ContactNote.objects.filter(
        registration=registration, happened_on=happened_on, words=words, written_by=by
    ).first()
    if same is not None:
        return same
    made = ContactNote.objects.create(
        registration=registration,
        kind=kind,
        happened_on=happened_on,
        words=words,
        next_on=next_on,
        written_by=by,
        written_at=now,
    )
    registration.moved_at = now
    registration.save(update_fields=["moved_at"])
    audit(registration, "note_written", by=by, now=now, about=made)
    return made
