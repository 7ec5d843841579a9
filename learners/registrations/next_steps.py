"""What happens next with a registration, in the learner's words. Pure."""

from dataclasses import dataclass

from learners.registrations.states import ENDED, RegistrationState

S = RegistrationState
WAITED_FOR = (
    "answer",
    "registration-details",
    "registration-units",
)  # pages on which others wait for the learner


@dataclass(frozen=True, slots=True)
class Stand:
    """How far somebody is. assessor: their names, empty while nobody was given; ended_why and hub in words."""

    state: RegistrationState
    agreed: bool
    details: str  # none, entered, confirmed
    units_to_choose: bool
    began: bool
    assessor: str
    hub: str
    organisation: str
    ended_why: str = ""
    back_on: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """page: the name of the address to open with the registration's token; empty: there is nothing to press."""

    title: str
    why: str
    who: str
    page: str = ""
    action: str = ""


def step_for_learner(stand: Stand) -> Step:
    """The one next step, and who takes it."""
    if stand.state == S.APPLIED:
        return _asked(stand)
    if stand.state in (S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS):
        return _working(stand)
    return _over(stand) if stand.state in ENDED else _waiting(stand)


def _waiting(stand: Stand) -> Step:
    """Nobody can hand in just now, and it is not over."""
    quality = "Your work is complete. Now somebody looks at how it was judged. You need do nothing."
    break_ = f"We expect you back on {stand.back_on}. You can come back earlier. All you did is kept."
    claimed = f"{stand.organisation} makes your certificate. We write to you when it comes."
    asks = f"We ask {stand.organisation} for your certificate."
    steps = {
        S.ON_BREAK: Step("You are on a break", break_, "you"),
        S.ASSESSED: Step("All your units are signed off", quality, "the quality check"),
        S.CLEARED: Step("The quality check is done", asks, "the centre"),
        S.CLAIMED: Step("Your certificate is on its way", claimed, stand.organisation),
    }
    return steps[stand.state]


def _over(stand: Stand) -> Step:
    again = {"who": "nobody", "page": "way", "action": "Look at the way again"}
    left = "Your portfolio stays yours. You can ask again, and begin with what is in it."
    run_out = "No more certificates are given for it. Your portfolio stays yours, and can serve for the next version."
    revoked = f"{stand.organisation} took it back. Ask {stand.hub} what that means."
    steps = {
        S.CERTIFICATED: Step("You have done it", "Your qualification certificate was issued.", "nobody"),
        S.REVOKED: Step("Your certificate was taken back", revoked, "nobody"),
        S.DECLINED: Step("Not this time", stand.ended_why, **again),
        S.WITHDRAWN: Step("You have left this qualification", left, **again),
        S.LAPSED: Step("This version has run out", run_out, **again),
        S.TRANSFERRED: Step(
            "You have moved", "You go on at your new place.", "you", "continued", "Go on there"
        ),
    }
    return steps[stand.state]


def _asked(stand: Stand) -> Step:
    if not stand.agreed:
        return Step(
            "Do you want this?",
            f"{stand.hub} has put you forward. Nothing more happens until you say yes.",
            "you",
            "answer",
        )
    if stand.details == "none":
        return Step(
            "Tell us your name and birthday",
            f"{stand.organisation} prints them on your certificate, so they have to be right.",
            "you",
            "registration-details",
            "Write your details",
        )
    if stand.details == "entered":
        return Step(
            "Read your details",
            "Your hub wrote them down. Say whether they are right, as they are to be printed.",
            "you",
            "registration-details",
            "Read your details",
        )
    return Step(
        "Your hub gets in touch",
        "They look at something that proves who you are, such as a passport or a driving licence. They talk with you "
        "about what helps you and what you have learned before, and they show you how it works.",
        stand.hub,
    )


def _working(stand: Stand) -> Step:
    if stand.units_to_choose:
        return Step(
            "Choose your units",
            "Some units everybody takes. Of the others you choose those that fit what you do.",
            "you",
            "registration-units",
            "Choose your units",
        )
    if stand.state == S.ACCEPTED:
        why = (
            f"You are accepted. Collect what shows your work. Meanwhile the centre registers you with "
            f"{stand.organisation}; nothing is judged before that."
        )
        who = "you; and the centre, with your registration"
        return Step("Begin your portfolio", why, who, "portfolio", "Open your portfolio")
    if not stand.assessor:
        return Step(
            "You get an assessor",
            "The lead quality assurer chooses somebody for you. You can go on with your portfolio until then.",
            "the lead quality assurer",
            "portfolio",
            "Open your portfolio",
        )
    if not stand.began:
        return Step(
            "Agree a plan",
            f"{stand.assessor} plans with you what to show, how and when. Read it, and say whether it fits.",
            f"{stand.assessor}, and you",
            "plan",
            "Look at your plan",
        )
    return Step(
        "Show what you can do",
        "See what you have, what is missing, and hand in what is ready.",
        "you",
        "to-show",
        "See what to show",
    )
