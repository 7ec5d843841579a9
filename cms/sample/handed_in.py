"""Work of sample learners: some handed in and waiting, one given back, some ready, and looks at drafts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from academy.accounts.models import Account
from academy.shared.clock import london_date
from cms.sample.qualifications import TITLE
from courses.qualifications.models import Criterion
from learners.portfolio.file_actions import add_file
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.models import QualRegistration
from learners.submissions.actions import Declared, hand_in, return_unassessed
from learners.submissions.declaration import CURRENT
from learners.submissions.draft_actions import choose, write_words
from learners.submissions.look_actions import answer_look, ask_look
from learners.submissions.models import Submission
from learners.submissions.states import ReturnedFor, SignedBy

OWN_WORK = Declared(True, CURRENT.version, False, "My sister checked the spelling.", SignedBy.EMAIL)
ASKED_A_ROBOT = Declared(
    True, CURRENT.version, True, "A chatbot, to make my notes shorter.", SignedBy.PASSKEY
)
PART = "I knocked on the doors, asked the first question and wrote down what people said."


@dataclass(frozen=True, slots=True)
class Written:
    """A piece with words, and a file where it has one. shows: places of criteria in the specification, from 0."""

    title: str
    text: str
    shows: tuple[int, ...]
    own_part: str = PART
    others: Others = Others.NOBODY
    learned: str = field(default="People say the real thing after the second question.")
    kind: EvidenceKind = EvidenceKind.REFLECTION
    file_name: str = ""  # empty: nothing but words
    content: bytes = b""


TALKS = Written(
    "Three talks on Quay Street",
    "Talk one was twenty minutes at the library café. She began with the bins. I asked what that stops her doing.\n\n"
    "Talk two was half an hour on a bench. Talk three I only listened.",
    (13, 15),
)
GATE = Written(
    "What I heard at the school gate",
    "I stood at the gate for a week. I wrote down what came up more than twice.",
    (14,),
    others=Others.ANONYMISED,
)
PLAN = Written(
    "My plan for the first talks",
    "Where we meet, who knows that I am there, what I ask first, and what I do if somebody is upset.",
    (12,),
)
BACK = Written("Looking back on the meeting", "It was louder than I thought.", (11,), own_part="", learned="")
FIRST = Written("Why I organise", "Because nobody asked us about the playground.", (0,))
SECOND = Written(
    "Who holds power in our street", "I drew it with five neighbours.", (8, 9), others=Others.AGREED
)


def load_handed_in(*, now: datetime) -> None:
    """Once."""
    mine = QualRegistration.objects.filter(version__qualification__title=TITLE)
    if Submission.objects.filter(registration__in=mine).exists():
        return
    asif = Account.objects.get(email="assessor@example.org")
    amara = mine.get(account__email="amara@example.org")
    idris = mine.get(account__full_name="Idris Cole")
    _amara(amara, asif, now)
    hand_in_pieces(
        idris, [FIRST, SECOND], "It is my first. Be kind.", ASKED_A_ROBOT, now - timedelta(days=12)
    )


def _amara(registration: QualRegistration, asif: Account, now: datetime) -> None:
    """One given back and put right, one waiting, one ready, one thin, and an answered look."""
    given_back = hand_in_pieces(registration, [GATE], "", OWN_WORK, now - timedelta(days=9))
    return_unassessed(
        submission_id=given_back.pk,
        reason=ReturnedFor.RECOGNISABLE,
        words="You name the head teacher in the second line. Take the name out, then hand it in again.",
        numbers=[1],
        by=asif,
        now=now - timedelta(days=7),
    )
    _links(registration, PLAN, now - timedelta(days=6))
    _links(registration, BACK, now - timedelta(days=6))
    look = ask_a_look(
        registration, PLAN, "Is this enough, or should I add what happened?", now - timedelta(days=6)
    )
    answer_look(
        look_id=look,
        answer="A good plan. Add one line on how you chose the day, and it is ready to hand in.",
        by=asif,
        now=now - timedelta(days=5),
    )
    hand_in_pieces(
        registration, [TALKS], "Talk three is the one I am proud of.", OWN_WORK, now - timedelta(days=2)
    )


def hand_in_pieces(
    registration: QualRegistration, pieces: list[Written], words: str, declared: Declared, then: datetime
) -> Submission:
    """Towards what each of them shows."""
    links = [link.pk for one in pieces for link in _links(registration, one, then)]
    who: dict[str, Any] = {"registration_id": registration.pk, "by": registration.account, "now": then}
    made = choose(links=links, **who)
    write_words(words=words, **who)
    return hand_in(token=made.token, declared=declared, **who)


def ask_a_look(registration: QualRegistration, piece: Written, words: str, then: datetime) -> int:
    """Its id."""
    items = {link.item_id for link in _links(registration, piece, then)}
    who: dict[str, Any] = {"registration_id": registration.pk, "by": registration.account, "now": then}
    return ask_look(items=items, words=words, **who).pk


def _links(registration: QualRegistration, one: Written, then: datetime) -> list[EvidenceLink]:
    """The piece, made unless it is there, and what it shows."""
    item, made = EvidenceItem.objects.get_or_create(
        account=registration.account,
        kind=one.kind,
        title=one.title,
        defaults={
            "happened_on": london_date(then) - timedelta(days=6),
            "own_part": one.own_part,
            "others": one.others,
            "text": one.text,
            "learned": one.learned,
            "made_at": then,
            "changed_at": then,
        },
    )
    if made and one.file_name:
        sent = SimpleUploadedFile(one.file_name, one.content)
        add_file(item_id=item.pk, sent=sent, by=registration.account, now=then)
    criteria = Criterion.objects.filter(version=registration.version).order_by(
        "outcome__unit__number", "outcome__number", "number"
    )
    facts: dict[str, Any] = {"linked_by": registration.account, "linked_at": then}
    return [
        EvidenceLink.objects.get_or_create(
            item=item, registration=registration, criterion=criteria[place], defaults=facts
        )[0]
        for place in one.shows
    ]
