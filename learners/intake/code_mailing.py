"""Mailing seat codes, and what becomes of the messages."""

import logging
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from academy.shared import mail
from academy.shared.post import NotAccepted, Post, Unsure
from courses.delivery.states import CohortState
from courses.delivery.words import when_words, where_words
from learners.enrolments.my_queries import moment_words
from learners.intake.models import SeatCode

AT_ONCE = 200  # of one sweep

log = logging.getLogger(__name__)


def send_code(*, code_id: int, now: datetime) -> bool:
    """Send the message unless it was sent, used or taken back. True when it went.

    The row is claimed first; when the mail server refuses, the claim is given back and the sweep tries again. An
    address that does not exist is written down as bounced.
    """
    if SeatCode.objects.filter(pk=code_id, cohort__state=CohortState.CANCELLED).exists():
        return False  # there is no seat any more, and asked apart so that the claim stays one plain update
    if not SeatCode.objects.to_send(now).filter(pk=code_id).update(sent_at=now):
        return False
    code = SeatCode.objects.select_related("cohort__course", "cohort__hub", "made_by").get(pk=code_id)
    name = mail.message_id(f"seat-{code.pk}-{code.sendings}")  # the same for every try of one sending
    mine = SeatCode.objects.filter(pk=code_id, sent_at=now)
    mine.update(message_id=name)
    try:
        with Post() as post:
            given = post.hand_over(
                to=code.email,
                composed=mail.compose([part_of(code)], mail.Frame(name=code.full_name.split(" ")[0])),
                message_id=name,
                tags=["seat_code"],
            )
        mine.update(message_id=given[:200])
    except Unsure:
        log.exception("seat_code_perhaps_sent: %s", code_id)  # who did not get it can be sent it again
    except NotAccepted as refusal:
        log.warning("seat_code_not_sent: %s: %s", code_id, refusal)
        if refusal.for_good:
            mine.update(bounced_at=now, bounced_why=str(refusal)[:300])
        else:
            mine.update(sent_at=None)
        return False
    return True


def send_waiting_codes(*, now: datetime) -> None:
    """The sweep: whatever a lost nudge or a silent mail server has left behind."""
    for pk in SeatCode.objects.to_send(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        send_code(code_id=pk, now=now)


def code_bounced(*, message_id: str, detail: str, now: datetime) -> bool:
    """The mail provider says that a message did not arrive. False where it was not about a seat code."""
    bare = message_id.strip().strip("<>")
    rows = SeatCode.objects.filter(message_id__in=[bare, f"<{bare}>"]) if bare else SeatCode.objects.none()
    if not rows.exists():
        return False
    rows.filter(bounced_at=None, sent_at__isnull=False).update(bounced_at=now, bounced_why=detail[:300])
    return True


def part_of(code: SeatCode) -> mail.Part:
    """The message with the code."""
    cohort = code.cohort
    first = cohort.sessions.live().select_related("venue").order_by("starts_at", "pk").first()
    words = {
        "first_name": code.full_name.split(" ")[0],
        "hub": cohort.hub.name,
        "course": str(cohort),
        "when": when_words(first) if first else "",
        "where": where_words(first) if first else "",
        "code": code.code,
        "until": moment_words(code.expires_at),
        "type_at": f"{settings.BASE_URL}{reverse('seat-type')}",
    }
    href = f"{settings.BASE_URL}{reverse('seat', args=[code.code])}"
    return mail.Part("seat_code", words, href=href, action="Take my seat")
