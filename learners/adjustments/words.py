"""What happens next with a claim or an adjustment, and who is next: for the learner and for staff. Pure."""

from dataclasses import dataclass

from learners.adjustments.states import CLAIM_OWNERS, REQUEST_OWNERS, ClaimState, RequestState

C, Q = ClaimState, RequestState


@dataclass(frozen=True, slots=True)
class Stands:
    """Where something stands. kind: of its tag; who: empty where nobody has anything to do."""

    label: str
    kind: str
    next: str
    who: str


KINDS: dict[str, str] = {
    C.ENQUIRY: "warn",
    C.EVIDENCE: "now",
    C.MAPPED: "now",
    C.ASSESSED: "warn",
    C.ACCEPTED: "done",
    C.GAPS: "info",
    Q.DRAFT: "warn",
    Q.SUBMITTED: "warn",
    Q.REFERRED: "warn",
    Q.APPROVED: "now",
    Q.IN_PLACE: "done",
}
GATHER = (
    "Bring together what your assessor asks for, link it to each point of the unit, and hand it in. If the page says "
    "that somebody has to watch you: for this unit you can hand in all the same."
)
OF_CLAIM = {
    C.ENQUIRY: (
        "Your assessor reads what you wrote, and says how you can show it.",
        "your assessor",
    ),
    C.EVIDENCE: (GATHER, "you"),
    C.MAPPED: ("All of it is handed in. Your assessor judges it like any other work.", "your assessor"),
    C.ASSESSED: ("All of it is judged. Your assessor writes to you what comes of it.", "your assessor"),
    C.ACCEPTED: ("You have shown everything in this unit. You need do nothing more for it.", ""),
    C.GAPS: ("You have shown a part of it. What is left you show like any other work.", "you"),
    C.REFUSED: ("It is not taken further. You show this unit like any other; talk with your assessor.", ""),
    C.WITHDRAWN: ("You took this back. You can ask again.", ""),
}
OF_CLAIM_FOR_STAFF = {
    C.ENQUIRY: "Talk it through with the learner. Then say how it can be shown, or why it is not taken further.",
    C.EVIDENCE: "The learner hands in evidence for every criterion of the unit. It moves on by itself then.",
    C.MAPPED: "Judge it like any other work. Prior learning counts as the prescribed method in this unit.",
    C.ASSESSED: "Every criterion is judged. Tell the learner what comes of it.",
    C.ACCEPTED: "Every criterion of the unit is met. The unit can be signed off like any other.",
    C.GAPS: "What is not met is shown by ordinary work, with the prescribed methods.",
    C.REFUSED: "The unit is shown like any other.",
    C.WITHDRAWN: "The learner took it back.",
}
OF_REQUEST = {
    Q.DRAFT: (
        "Somebody wrote this for you. Read it. Nobody else decides anything before you say yes.",
        "you",
    ),
    Q.SUBMITTED: ("Your centre decides. That you asked is never held against you.", "your centre"),
    Q.REFERRED: (
        "Somebody outside your centre has to decide about this kind. We wait for their letter.",
        "somebody outside",
    ),
    Q.APPROVED: ("You get it. Your assessor puts it in place with you.", "your assessor"),
    Q.REFUSED: (
        "You do not get this one. Read why, and talk with your assessor about what else could help.",
        "",
    ),
    Q.IN_PLACE: ("It is in place. Tell your assessor if it does not help.", ""),
    Q.REVIEWED: ("This has come to its end. You can ask again at any time.", ""),
    Q.WITHDRAWN: ("You said no to this, or took it back. You can ask again.", ""),
}
OF_REQUEST_FOR_STAFF = {
    Q.DRAFT: "It goes nowhere before the learner has said yes to it.",
    Q.SUBMITTED: "The lead quality assurer or the centre administrator decides, or puts it before somebody outside.",
    Q.REFERRED: "Write down what came back, with the reference of the letter.",
    Q.APPROVED: "Put it in place with the learner, and say when you look whether it helps.",
    Q.REFUSED: "Talk with the learner about what else could help.",
    Q.IN_PLACE: "Ask the learner whether it helps, by the day of the review. Work is judged like everybody’s.",
    Q.REVIEWED: "It has come to its end.",
    Q.WITHDRAWN: "The learner said no to it, or took it back.",
}


def claim_stands(state: ClaimState, *, own: bool) -> Stands:
    label, kind = state.label, KINDS.get(state, "")
    if own:
        return Stands(label, kind, *OF_CLAIM[state])
    return Stands(label, kind, OF_CLAIM_FOR_STAFF[state], _nobody(CLAIM_OWNERS[state]))


def request_stands(state: RequestState, *, own: bool) -> Stands:
    label, kind = (
        ("Waiting for the learner’s yes", "warn") if state == Q.DRAFT else (state.label, KINDS.get(state, ""))
    )
    if own:
        return Stands("Waiting for your yes" if state == Q.DRAFT else label, kind, *OF_REQUEST[state])
    return Stands(label, kind, OF_REQUEST_FOR_STAFF[state], _nobody(REQUEST_OWNERS[state]))


def _nobody(owner: str) -> str:
    return "" if owner == "nobody" else owner
