"""Work of sample learners that was judged: tried again, signed off, waiting for a countersigner; and what Asif saw."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from academy.accounts.models import Account
from academy.shared.clock import london_date
from cms.sample.drawn import DECIDERS, NEIGHBOURS, power_map
from cms.sample.handed_in import FIRST, OWN_WORK, Written, ask_a_look, hand_in_pieces
from cms.sample.qualifications import TITLE
from courses.qualifications.models import Criterion
from learners.adjustments.claim_actions import ask_prior, plan_prior
from learners.adjustments.hold_actions import place_hold
from learners.adjustments.models import PriorLearningClaim
from learners.adjustments.request_actions import Need, ask_help
from learners.assessment.actions import acknowledge, claim, save_draft, send
from learners.assessment.drafts import seen_in, told_in
from learners.assessment.models import Judgement
from learners.assessment.record_actions import begin_record, share_record
from learners.assessment.record_rules import Passage, RecordWords
from learners.assessment.rules import CHECK_KEYS
from learners.assessment.signoff_actions import sign_unit
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from learners.submissions.states import SignedBy

AGAIN = Written(
    "Who decides about the crossing",
    "I asked at the council who can change the lights. Six names, and what each of them wants, are on the sheet.",
    (9,),
    kind=EvidenceKind.PHOTO,
    file_name="who decides.png",
    content=power_map("Who decides about the crossing", DECIDERS),
)
RIVER = Written(
    "From the first knock to the council chamber",
    "How we went from listening to a meeting, to a demand, to an answer. The lights were mended in May.",
    (6, 7, 10, 11),
)
STREET = Written(
    "A map of power for our street",
    "Drawn with six neighbours, and what it taught us.",
    (8, 9),
    kind=EvidenceKind.PHOTO,
    file_name="power map.png",
    content=power_map("Power in our street", NEIGHBOURS),
)
RULES = Written(
    "What we promised each other",
    "We wrote five rules on the wall of the market hall. Two of them I use every day.",
    (3, 4),
)
TYPED = b"""What three people said about the crossing

1. A parent: "I count to ten, and then I run."
2. Somebody who is 80: "I go the long way round."
3. A driver: "I did not know that there is a school."

No names, no ages of children, no house numbers.
"""
NOTES = Written(
    "Notes without names",
    "What three people said, so that nobody can tell who they are.",
    (14,),
    others=Others.ANONYMISED,
    kind=EvidenceKind.FILE,
    file_name="notes.txt",
    content=TYPED,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Of one criterion, by its place in the specification, from 0. next_step: not yet met, and what to do."""

    place: int
    why: str
    next_step: str = ""


FIRST_TIME = (
    Said(0, "Says what organising is for, in his own words (piece 1)."),
    Said(8, "Names three kinds of power, each with somebody who has it (piece 2)."),
    Said(9, "The drawing shows who lives here, not who decides.", "Find out who decides, and name them."),
)
KIND = "You say clearly why people organise, and you drew your map with five neighbours."
SAFE = (Said(14, "Three people, and none of them can be recognised (piece 1)."),)
HERS = (
    Said(3, "Five principles, in her own words and with where they came from (piece 1)."),
    Said(
        4,
        "Two are named, and not yet what they change.",
        "Tell what you do differently because of two of them.",
    ),
)
ALL_MET = (
    Said(6, "All five stages, each with what happened on Quay Street (piece 1)."),
    Said(7, "They had planned for bins; the doors said lights. That is why listening comes first (piece 1)."),
    Said(8, "Power over, power with, and one example of each (piece 2)."),
    Said(9, "The map names who decides about the lights, and who moves them (piece 2)."),
    Said(10, "The cycle is drawn and walked through once, with dates (piece 1)."),
    Said(11, "Says what went wrong at the first meeting, and what she changed (piece 1)."),
)
BRING = (
    "Bring the programme of one training day, and tell me what you changed after it. Then we talk about 2.3."
)


def load_judged(*, now: datetime) -> None:
    """Once."""
    mine = QualRegistration.objects.filter(version__qualification__title=TITLE)
    if Judgement.objects.filter(registration__in=mine).exists():
        return
    asif, tilda = (Account.objects.get(email=f"{name}@example.org") for name in ("assessor", "trainee"))
    idris, bronwen = (mine.get(account__full_name=name) for name in ("Idris Cole", "Bronwen Pugh"))
    amara, femi = (mine.get(account__email=f"{name}@example.org") for name in ("amara", "femi"))
    _tried_again(idris, asif, tilda, now)
    _signed_off(bronwen, asif, now)
    _held(bronwen, now)
    _seen(amara, asif, now)
    _claim(
        femi,
        "I ran the youth council for four years, and trained others to.",
        "Harbour Road youth club",
        now - timedelta(days=2),
    )


def _claim(who: QualRegistration, what: str, where: str, then: datetime) -> PriorLearningClaim:
    return ask_prior(
        registration_id=who.pk,
        unit_id=_criteria(who)[0].outcome.unit_id,
        learned_what=what,
        learned_where=where,
        learned_until=london_date(then) - timedelta(days=200),
        by=who.account,
        now=then,
    )


def _tried_again(idris: QualRegistration, asif: Account, tilda: Account, now: datetime) -> None:
    """Two met, one not yet; he read it, and handed it in again. And a trainee's judgement, which Asif countersigns."""
    made = _judge(idris.submissions.get(number=1), asif, FIRST_TIME, KIND, now - timedelta(days=9))
    acknowledge(
        judgement_id=made.pk,
        words="I will ask at the council.",
        by=idris.account,
        now=now - timedelta(days=8),
    )
    handed_in = hand_in_pieces(idris, [NOTES], "", OWN_WORK, now - timedelta(days=5))
    _judge(handed_in, tilda, SAFE, "Your notes keep everybody safe.", now - timedelta(days=4))
    hand_in_pieces(idris, [AGAIN], "I found out.", OWN_WORK, now - timedelta(days=3))


def _signed_off(bronwen: QualRegistration, asif: Account, now: datetime) -> None:
    """Everything of unit 2 is met; she is asked to confirm it. For unit 1 she gathers what she did before."""
    handed_in = hand_in_pieces(bronwen, [RIVER, STREET], "", OWN_WORK, now - timedelta(days=16))
    asked = _claim(
        bronwen,
        "I was a shop steward for six years and ran the branch’s training days.",
        "At the bus depot",
        now - timedelta(days=14),
    )
    plan_prior(claim_id=asked.pk, plan=BRING, by=asif, now=now - timedelta(days=12))
    words = "You tell the whole way from the first knock to the lights, and what you learned on it."
    _judge(handed_in, asif, ALL_MET, words, now - timedelta(days=11))
    sign_unit(
        registration_id=bronwen.pk,
        unit_id=_criteria(bronwen)[6].outcome.unit_id,
        comment="A pleasure to read.",
        how=SignedBy.EMAIL,
        by=asif,
        now=now - timedelta(days=4),
    )


def _held(bronwen: QualRegistration, now: datetime) -> None:
    """She asks for a look at a draft; the lead stops the sign-off of unit 3 until something is looked into."""
    ask_a_look(bronwen, FIRST, "Is it clear what I did myself?", now - timedelta(days=3))
    place_hold(
        registration_id=bronwen.pk,
        unit_id=_criteria(bronwen)[12].outcome.unit_id,
        reason="Two neighbours told the hub that they are named in her notes. The hub is asking them.",
        review_on=london_date(now) + timedelta(days=10),
        by=Account.objects.get(email="quality@example.org"),
        now=now - timedelta(days=2),
    )


def _seen(amara: QualRegistration, asif: Account, now: datetime) -> None:
    """Feedback to read, an observation that she is asked to confirm, and a change that would help her."""
    handed_in = hand_in_pieces(amara, [RULES], "", OWN_WORK, now - timedelta(hours=40))
    _judge(handed_in, asif, HERS, "Your five principles are clear, and your own.", now - timedelta(hours=6))
    criteria = _criteria(amara)
    words = RecordWords(
        happened_on=london_date(now) - timedelta(days=2),
        title="Listening at the market",
        minutes=45,
        place="Harbour Road market",
        activity="Amara stood at the fruit stall and spoke with five people, three of them for ten minutes or more.",
        others=Others.ANONYMISED,
        passages=(
            Passage(
                "She said where she would be, and rang the hub when she began.", criteria=(criteria[12].pk,)
            ),
            Passage("She asked one open question, and then waited.", criteria=(criteria[13].pk,)),
        ),
    )
    kind = EvidenceKind.OBSERVATION
    facts: dict[str, Any] = {"by": asif, "now": now - timedelta(hours=4)}
    made = begin_record(key=uuid4(), registration_id=amara.pk, kind=kind, words=words, **facts)
    share_record(record_id=made.pk, **facts)
    need = Need(None, "Long texts are hard for me.", "Instructions as a voice message too.", "")
    ask_help(registration_id=amara.pk, what=need, by=amara.account, now=now - timedelta(hours=3))


def _judge(
    submission: Submission, by: Account, said: tuple[Said, ...], words: str, then: datetime
) -> Judgement:
    """All of it, each with its reason, and sent."""
    made = claim(submission_id=submission.pk, by=by, now=then)
    criteria = _criteria(submission.registration)
    for one in said:
        draft = made.drafts.get(criterion=criteria[one.place])
        save_draft(
            judgement_id=made.pk,
            criterion_id=draft.criterion_id,
            revision=draft.revision,
            outcome="not_yet" if one.next_step else "met",
            checks={**dict.fromkeys(CHECK_KEYS, True), "sufficient": not one.next_step},
            pieces=draft.pieces,
            rationale=one.why,
            next_step=one.next_step,
            by=by,
            now=then,
        )
    missing = next((one.next_step for one in said if one.next_step), "")
    return send(
        judgement_id=made.pk,
        words=words,
        next_step=missing,
        next_by=london_date(then) + timedelta(days=14) if missing else None,
        spoken_item_id=None,
        how=SignedBy.EMAIL,
        by=by,
        now=then,
        seen=seen_in(made, made.drafts.filter(open=True)),
        told=told_in(made),
    )


def _criteria(registration: QualRegistration) -> list[Criterion]:
    rows = Criterion.objects.filter(version=registration.version).select_related("outcome")
    return list(rows.order_by("outcome__unit__number", "outcome__number", "number"))
