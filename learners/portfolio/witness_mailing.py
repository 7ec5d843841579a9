"""The message to a witness: sent once for each time that they are asked."""

import logging
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from academy.shared import mail
from academy.shared.post import NotAccepted, Post, Unsure
from academy.templating import date_words
from learners.portfolio.models import WitnessStatement

log = logging.getLogger(__name__)

WRONG_ADDRESS = "There is no such e-mail address."


def waiting_requests(now: datetime) -> QuerySet[WitnessStatement]:
    """Asked, and nobody has written to them yet."""
    return WitnessStatement.objects.filter(
        mailed_at=None,
        trouble="",
        confirmed_at=None,
        declined_at=None,
        expires_at__gt=now,
        item__withdrawn_at=None,
    )


def send_request(*, statement_id: int, now: datetime) -> bool:
    """Claims the row first; when the mail server refuses, the claim is given back and the sweep tries again."""
    if not waiting_requests(now).filter(pk=statement_id).update(mailed_at=now):
        return False
    statement = WitnessStatement.objects.select_related(
        "learner", "written_by", "registration__version__qualification"
    ).get(pk=statement_id)
    name = f"witness-{statement.pk}-{int(statement.expires_at.timestamp())}"  # the same for every try
    try:
        with Post() as post:
            composed = mail.compose([_part(statement)], mail.Frame(name=statement.name))
            post.hand_over(
                to=statement.email, composed=composed, message_id=mail.message_id(name), tags=["witness"]
            )
    except Unsure:
        log.exception("witness_request_perhaps_sent: %s", statement_id)  # the learner can ask again
    except NotAccepted as refusal:
        log.exception("witness_request_not_sent: %s", statement_id)
        mine = WitnessStatement.objects.filter(pk=statement_id, mailed_at=now)
        mine.update(mailed_at=None, trouble=WRONG_ADDRESS if refusal.for_good else "")
        return False
    return True


def send_waiting_requests(*, now: datetime) -> None:
    """The sweep."""
    for pk in waiting_requests(now).values_list("pk", flat=True)[:200]:
        send_request(statement_id=pk, now=now)


def _part(statement: WitnessStatement) -> mail.Part:
    registration, writer = statement.registration, statement.written_by
    words = {
        "witness": statement.name,
        "learner": statement.learner.full_name,
        "qualification": registration.version.qualification.title if registration else "",
        "ask": statement.ask,
        "writer": writer.full_name if writer else "",
        "until": date_words(statement.expires_at),
        "email": statement.email,
    }
    href = f"{settings.BASE_URL}{reverse('witness', args=[statement.token])}"
    return mail.Part("learners/witness", words, href=href, action="Read it and answer")
