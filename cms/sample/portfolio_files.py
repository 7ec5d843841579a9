"""Sample files in a portfolio: a photo with faces covered, a recording, and what somebody typed."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from academy.accounts.models import Account
from academy.env import ROOT
from academy.shared.clock import london_date
from courses.qualifications.models import Criterion
from learners.portfolio.file_actions import add_file
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.models import QualRegistration

LEARNER = "amara@example.org"
SOUND = ROOT / "courses/media/samples/01-listen-at-the-door.m4a"
QUESTIONS = """What we asked at the stall

1. What would make this street a better place to grow old in?
2. Who would you ask first if you wanted to change it?
3. May we come back and tell you what others said?

Twelve people answered. Nobody's name is in here.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    title: str
    kind: EvidenceKind
    days: int  # ago
    own_part: str
    others: Others
    shows: tuple[int, ...]  # places of criteria in their order
    file_name: str


PIECES = (
    Piece(
        "Our stall at the market",
        EvidenceKind.PHOTO,
        12,
        "I asked for the pitch, made the banner and stood at the stall for three hours.",
        Others.ANONYMISED,
        (0, 1),
        "IMG_2041.jpg",
    ),
    Piece(
        "What I heard, told on the way home",
        EvidenceKind.RECORDING,
        12,
        "I spoke it into my phone on the bus, so that I would not forget it.",
        Others.NOBODY,
        (1,),
        "voice note.m4a",
    ),
    Piece(
        "The questions we asked",
        EvidenceKind.FILE,
        15,
        "I wrote the first two. Joe wrote the third.",
        Others.NOBODY,
        (2,),
        "questions.txt",
    ),
)


def load_portfolio_files(*, now: datetime) -> None:
    """Once."""
    amara = Account.objects.get(email=LEARNER)
    registration = QualRegistration.objects.filter(account=amara).first()
    if registration is None:
        return
    for piece in PIECES:
        if not EvidenceItem.objects.filter(account=amara, title=piece.title).exists():
            _add(piece, registration, amara, now)


def _add(piece: Piece, registration: QualRegistration, amara: Account, now: datetime) -> None:
    then = now - timedelta(days=piece.days)
    item = EvidenceItem.objects.create(
        account=amara,
        kind=piece.kind,
        title=piece.title,
        happened_on=london_date(then),
        own_part=piece.own_part,
        others=piece.others,
        made_at=then,
        changed_at=then,
    )
    known = Criterion.objects.filter(version=registration.version)
    criteria = list(known.order_by("outcome__unit__number", "outcome__number", "number"))
    for place in piece.shows:
        EvidenceLink.objects.create(
            item=item,
            registration=registration,
            criterion=criteria[place],
            linked_by=amara,
            linked_at=then,
        )
    sent = SimpleUploadedFile(piece.file_name, _content(piece.kind))
    try:
        covered = piece.kind == EvidenceKind.PHOTO
        add_file(item_id=item.pk, sent=sent, by=amara, now=then, covered=covered)
    except NotTaken:  # a demo on a machine without ffmpeg has no recordings
        item.links.all().delete()
        item.delete()


def _content(kind: EvidenceKind) -> bytes:
    if kind == EvidenceKind.RECORDING:
        return SOUND.read_bytes()
    return _stall() if kind == EvidenceKind.PHOTO else QUESTIONS.encode()


def _stall() -> bytes:
    """A drawing in place of a photo: a table under a striped roof, and three people whose faces are covered."""
    picture = Image.new("RGB", (1600, 1200), "#cfe3ee")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 860, 1600, 1200), fill="#8d8b86")
    for at, shade in ((0, "#b9a08c"), (520, "#a98f7d"), (1060, "#c2ad98")):
        pen.rectangle((at, 240, at + 500, 860), fill=shade)
        for window in range(3):
            pen.rectangle((at + 50 + window * 150, 330, at + 150 + window * 150, 470), fill="#5d6b75")
    for stripe in range(10):
        left = 300 + stripe * 100
        pen.polygon(
            [(left, 420), (left + 100, 420), (left + 120, 560), (left + 20, 560)],
            fill="#c8322b" if stripe % 2 else "#fbf6ec",
        )
    for pole in (330, 1290):
        pen.rectangle((pole, 560, pole + 14, 980), fill="#5a4636")
    pen.rectangle((320, 800, 1310, 960), fill="#f1d27a")
    for middle, coat in ((520, "#2f5d62"), (820, "#6b3f69"), (1120, "#31557a")):
        pen.rounded_rectangle((middle - 80, 690, middle + 80, 1010), 40, fill=coat)
        pen.rectangle((middle - 60, 570, middle + 60, 700), fill="#000000")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88)
    return written.getvalue()
