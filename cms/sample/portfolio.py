"""The rest of Amara's sample portfolio: her practice log, a link, a drawn poster, and what she learned here."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.tokens import new_token
from learners.portfolio.actions import add_evidence
from learners.portfolio.carry_actions import carry_over
from learners.portfolio.carry_queries import to_carry
from learners.portfolio.file_actions import add_file
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind, Others

# days ago, minutes, people listened to, what she did, what she learned
LOG = (
    (
        4,
        90,
        6,
        "Knocked on the doors of two stairwells with a neighbour.",
        "Evenings are better than mornings.",
    ),
    (11, 60, 4, "A stall outside the library.", "A question on the table starts the talk."),
    (18, 45, 2, "Two talks on a bench.", "People say the real thing after the second question."),
    (39, 120, 9, "A meeting in the community room. I kept the time.", "Leave ten minutes for who does what."),
    (46, 30, 1, "Rang somebody who had not come back.", ""),
)


def load_portfolio(*, now: datetime) -> None:
    """Once."""
    amara = Account.objects.get(email="amara@example.org")
    if EvidenceItem.objects.filter(account=amara, kind=EvidenceKind.PRACTICE).exists():
        return
    for days, minutes, people, text, learned in LOG:
        words = {"text": text, "learned": learned, "minutes": minutes, "people_listened": people}
        _add(amara, EvidenceKind.PRACTICE, now - timedelta(days=days), words)
    video = {"text": "Our short film about the playground", "link": "https://example.org/playground"}
    _add(amara, EvidenceKind.LINK, now - timedelta(days=25), video)
    poster = _add(amara, EvidenceKind.PHOTO, now - timedelta(days=6), {"text": "The poster that we drew"})
    drawn = SimpleUploadedFile("poster.png", _poster())
    add_file(item_id=poster.pk, sent=drawn, by=amara, now=now)
    offers = [one.source for course in to_carry(amara) for one in course.offers]
    carry_over(sources=offers[:2], by=amara, now=now - timedelta(days=2))


def _add(who: Account, kind: EvidenceKind, at: datetime, words: Mapping[str, object]) -> EvidenceItem:
    part = {"own_part": "I asked, listened and wrote down numbers.", "others": Others.NOBODY.value}
    said = {"happened_on": london_date(at), **part, **words}
    return add_evidence(kind=kind, words=said, token=new_token(), by=who, now=at)


def _poster() -> bytes:
    """A sheet with three bars, as a phone would send it."""
    sheet = Image.new("RGB", (640, 480), (247, 241, 227))
    pen = ImageDraw.Draw(sheet)
    for place, (shade, width) in enumerate((((178, 34, 52), 520), ((34, 87, 60), 380), ((40, 60, 110), 240))):
        pen.rectangle((60, 80 + 120 * place, 60 + width, 150 + 120 * place), fill=shade)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()
