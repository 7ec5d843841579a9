"""What goes along when a registration goes on as another one."""

from learners.portfolio.models import EvidenceLink
from learners.registrations.models import QualRegistration


def links_follow(*, old: QualRegistration, new: QualRegistration) -> int:
    """What each piece shows, as far as both are on one version; the pieces themselves are the person's. How many.

    Called within the move, which has locked the old one.
    """
    if old.version_id != new.version_id:
        return 0
    rows = EvidenceLink.objects.filter(registration=old).order_by("pk")
    made = [
        EvidenceLink(
            item_id=one.item_id,
            registration=new,
            criterion_id=one.criterion_id,
            note=one.note,
            place=one.place,
            linked_by_id=one.linked_by_id,
            linked_at=one.linked_at,
        )
        for one in rows
    ]
    return len(EvidenceLink.objects.bulk_create(made))
