"""Photos of the sheet that people signed, as evidence beside the register. The root that is locked is the cohort."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.photos import Photo, forget_photo, keep_photo
from learners.attendance.actions import is_signed, locked_session
from learners.attendance.models import SheetPhoto
from learners.attendance.policies import may_add_photo, may_open_register, may_remove_photo

FOLDER = "registers"


def add_photos(*, session_id: int, photos: Sequence[Photo], by: Account, now: datetime) -> int:
    """Keep them beside the register, also after it is signed. One that is there already is not kept twice.

    All or none. Returns how many are new.
    """
    stored: list[str] = []
    try:
        with transaction.atomic():
            session = locked_session(session_id)
            may_open_register(by, session.cohort, now=now).enforce()
            mine = SheetPhoto.objects.filter(session=session, removed_at=None)
            known = set(mine.values_list("sent_sha256", flat=True))
            new = {photo.sent_sha256: photo for photo in photos if photo.sent_sha256 not in known}
            may_add_photo(session, there=len(known), more=len(new), now=now).enforce()
            for photo in new.values():
                stored.append(keep_photo(photo, folder=FOLDER))
                row = SheetPhoto.objects.create(
                    session=session,
                    file=stored[-1],
                    sent_sha256=photo.sent_sha256,
                    width=photo.width,
                    height=photo.height,
                    added_by=by,
                    added_at=now,
                )
                audit(
                    session.cohort,
                    "sheet_photo_added",
                    by=by,
                    now=now,
                    about=row,
                    hub_id=session.cohort.hub_id,
                    after={"session": session.pk, "sha256": photo.sent_sha256},
                )
    except BaseException:
        for name in stored:
            forget_photo(name)
        raise
    return len(new)


@transaction.atomic
def remove_photo(*, photo_id: int, by: Account, now: datetime) -> bool:
    """Take a photo away, as when it shows the wrong sheet. Its row stays and says who did. A second time: False."""
    session = locked_session(SheetPhoto.objects.values_list("session", flat=True).get(pk=photo_id))
    photo = SheetPhoto.objects.get(pk=photo_id)
    may_remove_photo(by, session, signed=is_signed(session), now=now).enforce()
    if photo.removed_at is not None:
        return False
    name, photo.file, photo.removed_at, photo.removed_by = photo.file, "", now, by
    photo.save(update_fields=["file", "removed_at", "removed_by"])
    audit(
        session.cohort,
        "sheet_photo_removed",
        by=by,
        now=now,
        about=photo,
        hub_id=session.cohort.hub_id,
        before={"session": session.pk, "sha256": photo.sent_sha256},
    )
    transaction.on_commit(partial(forget_photo, name))
    return True
