"""What happened on the way through a unit, in the words of whoever reads it: every step that a timeline can show."""

from learners.dashboards.timeline_beside_words import BESIDE
from learners.dashboards.timeline_judging_words import JUDGING, RECORDS, SIGNING
from learners.dashboards.timeline_told import Told
from learners.dashboards.timeline_work_words import EVIDENCE, HANDING_IN, PLAN

WAY = {
    "registration_asked": Told(
        "{who} asked for this qualification.", "{who} asked for the qualification.", "Application by {who}."
    ),
    "registration_agreed": Told(
        "{who} said yes to being put forward.", "The learner said yes.", "Agreed by the learner."
    ),
    "registration_accepted": Told(
        "{who} accepted you.", "{who} accepted the learner.", "Accepted onto the qualification by {who}."
    ),
    "registration_number": Told(
        "You are registered: the awarding organisation has given you a number.",
        "Registered with the awarding organisation.",
        "Awarding organisation’s number recorded by {who}.",
    ),
    "registration_units": Told("{who} chose your units.", "{who} chose the units.", "Units chosen by {who}."),
    "registration_began": Told("Your work began.", "Work began.", "Work began."),
    "registration_break": Told("Your break began.", "The learner’s break began.", "Break recorded by {who}."),
    "registration_back": Told("You came back.", "The learner came back.", "Return recorded by {who}."),
    "registration_moved": Told("You moved to another hub.", "Moved to another hub.", "Moved to another hub."),
    "registration_transferred": Told(
        "Your way went on as another registration.",
        "Goes on as another registration.",
        "Transferred to another registration by {who}.",
    ),
    "registration_continues": Told(
        "It goes on from what you did before.",
        "Continues an earlier registration.",
        "Continues an earlier registration.",
    ),
    "registration_withdrawn": Told("You left.", "The learner left.", "Withdrawn."),
    "registration_lapsed": Told("Your time ran out.", "The registration ran out.", "Registration lapsed."),
    "registration_assessed": Told(
        "Every unit is signed. A quality check comes next.",
        "Every unit is signed off; it goes to the quality check.",
        "Every unit signed off by assessors.",
    ),
    "registration_reopened": Told(
        "A unit was opened again, so there is something left to do.",
        "In progress again: a unit was unlocked.",
        "In progress again after an unlocking.",
    ),
    "allocated": Told("You were given {what}.", "{who} allocated: {what}.", "Allocated by {who}: {what}."),
    "allocation_ended": Told(
        "Not any more: {what}.", "{who} ended: {what}.", "Allocation ended by {who}: {what}."
    ),
}

WORDS: dict[str, Told] = {**WAY, **PLAN, **EVIDENCE, **HANDING_IN, **JUDGING, **RECORDS, **SIGNING, **BESIDE}
# A trainee's signature, which is not the last word.
BY_A_TRAINEE = "{who} signed this unit. A second assessor looks at it too before it counts."
# A trainee’s round, until it is countersigned: the learner hears that it was looked at, and nothing else (INV-13).
NOT_YET_TOLD = "{who} looked at your work. A second assessor checks it before you hear."
# What the same chain holds and no unit is the better for: personal details, plans of the house, the person’s own file.
NOT_OF_A_UNIT = (
    "registration_details",
    "registration_details_confirmed",
    "registration_details_passed_on",
    "registration_checked",
    "registration_declined",
    "registration_refused",
    "template_changed",
    "template_made",
    "template_retired",
    "conflict_declared",
    "conflict_decided",
    "conflict_ended",
    "evidence_brought_back",
    "evidence_carried_over",
    "evidence_deleted",
    "evidence_file_removed",
    "evidence_says_who_is_in_it",
    "evidence_withdrawn",
    "portfolio_copied",
)
