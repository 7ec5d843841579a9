"""Whether one chain of the audit trail is whole. Of all chains and seals: academy.shared.history.check_chains."""

from academy.shared.audit import fault_of
from academy.shared.models import AuditEvent


def broken_links(chain: str) -> list[int]:
    """The places in a chain that do not verify; an empty list means that it is whole."""
    broken = []
    previous = ""
    for place, event in enumerate(
        AuditEvent.objects.filter(chain=chain).order_by("seq").select_related("detail")
    ):
        if fault_of(event, place, previous):
            broken.append(event.seq)
        previous = event.hash
    return broken
