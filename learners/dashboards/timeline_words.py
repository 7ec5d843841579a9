"""What happened on the way through a unit, in the words of whoever reads it: one step, three sentences.

In each, {who} did it ("You" for the learner's own steps on their own page) and {what} says more of it, or is empty. An
empty sentence is a step that is not for that reader: drafts, readings of others, and what waits for a countersigner.
"""

from dataclasses import dataclass
from typing import Literal

Reader = Literal["learner", "assessor", "quality"]


@dataclass(frozen=True, slots=True)
class Told:
    """why: whether the learner reads the reason that was given; staff always do."""

    learner: str
    assessor: str
    quality: str
    why: bool = False

    def to(self, reader: Reader) -> str:
        return {"learner": self.learner, "assessor": self.assessor, "quality": self.quality}[reader]


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

PLAN = {
    "plan_proposed": Told("{who} sent you a plan.", "{who} proposed a plan.", "Plan proposed by {who}."),
    "plan_accepted": Told(
        "{who} said yes to the plan.", "The learner agreed the plan.", "Plan agreed with the learner."
    ),
    "plan_turned_down": Told(
        "{who} asked for another plan.",
        "The learner asked for changes.",
        "Plan turned down by the learner.",
        why=True,
    ),
    "plan_taken_back": Told(
        "{who} took the plan back.", "{who} took the plan back.", "Plan taken back by {who}."
    ),
    "task_done": Told("{who} ticked off: {what}.", "Done: {what}.", "Planned task done: {what}."),
    "task_open_again": Told(
        "{who} opened again: {what}.", "Open again: {what}.", "Planned task open again: {what}."
    ),
    "note_written": Told(
        "{who} wrote a note of a talk.", "{who} wrote a contact note.", "Contact note by {who}."
    ),
}

EVIDENCE = {
    "evidence_linked": Told(
        "{who} used a piece for this unit: {what}.", "Linked: {what}.", "Evidence linked by {who}: {what}."
    ),
    "evidence_read": Told("{who} read a piece: {what}.", "{who} read {what}.", "Read by {who}: {what}."),
    "evidence_file_opened": Told(
        "{who} opened a file of yours.", "{who} opened a file.", "File opened by {who}."
    ),
    "witness_asked": Told(
        "{who} asked a witness.", "A witness was asked.", "Witness statement asked for by {who}."
    ),
    "witness_asked_again": Told(
        "{who} asked the witness again.", "The witness was asked again.", "Witness asked again by {who}."
    ),
    "witness_request_taken_back": Told(
        "{who} does not need the witness any more.",
        "The request was taken back.",
        "Request taken back by {who}.",
    ),
    "witness_statement_written_up": Told(
        "{who} wrote down what the witness said.",
        "{who} wrote up what the witness said.",
        "Statement written up by {who} after a talk.",
    ),
    "witness_confirmed": Told(
        "The witness confirmed what you did.", "The witness confirmed.", "Statement confirmed by the witness."
    ),
    "witness_declined": Told("The witness said no.", "The witness said no.", "Declined by the witness."),
}

HANDING_IN = {
    "look_asked": Told(
        "{who} asked for a look at a draft.",
        "{who} asked for a look at a draft.",
        "Look at a draft asked for.",
    ),
    "look_answered": Told(
        "{who} looked at your draft.", "{who} answered about the draft.", "Draft answered by {who}."
    ),
    "handed_in": Told(
        "{who} handed in your work{what}.", "{who} handed in{what}.", "Handed in by {who}{what}."
    ),
    "returned_unassessed": Told(
        "{who} gave your work back without a result{what}. It does not count as a try.",
        "{who} gave it back unassessed{what}.",
        "Returned unassessed by {who}{what}.",
        why=True,
    ),
    "work_read": Told("{who} read your work{what}.", "{who} read the work{what}.", "Read by {who}{what}."),
    "work_opened": Told("{who} opened your work.", "{who} opened the work.", "Work opened by {who}."),
    "timeline_opened": Told("{who} read this list.", "{who} read this timeline.", "Timeline read by {who}."),
    "attempt_given": Told(
        "{who} gave you another try.",
        "{who} gave another attempt.",
        "Additional attempt given by {who}.",
        why=True,
    ),
}

JUDGING = {
    "judgement_opened": Told(
        "{who} began to look at your work.", "{who} began to judge.", "Claimed by {who}."
    ),
    "judgement_put_back": Told("", "{who} put it back.", "Put back unjudged by {who}."),
    "judgement_taken_over": Told(
        "", "{who} took over what another had left.", "Lapsed claim taken over by {who}."
    ),
    "judged": Told(
        "{who} looked at your work{what}.", "{who} judged{what}.", "Assessment decision by {who}{what}."
    ),
    "countersigned": Told(
        "A second assessor checked it, and you got your feedback.",
        "{who} countersigned.",
        "Decision countersigned by {who}.",
    ),
    "sent_back": Told("", "{who} sent the round back.", "Sent back to the assessor by {who}."),
    "countersigner_named": Told("", "{who} named a countersigner.", "Countersigner named by {who}."),
    "feedback_read": Told(
        "{who} read your feedback.", "{who} read the feedback.", "Feedback acknowledged by the learner."
    ),
}

RECORDS = {
    "record_begun": Told("", "{who} began to write: {what}.", "Record begun by {who}: {what}."),
    "record_read": Told("{who} read it: {what}.", "{who} read {what}.", "Record read by {who}: {what}."),
    "record_written": Told("", "{who} wrote: {what}.", "Record changed by {who}: {what}."),
    "record_left": Told("", "{who} threw away: {what}.", "Record discarded by {who}: {what}."),
    "record_shared": Told(
        "{who} showed you what they wrote: {what}.",
        "{who} shared: {what}.",
        "Shared with the learner: {what}.",
    ),
    "record_taken_back": Told(
        "{who} is writing it again: {what}.",
        "{who} took back: {what}.",
        "Taken back for changes by {who}: {what}.",
    ),
    "record_confirmed": Told(
        "{who} said that it was so: {what}.", "{who} confirmed: {what}.", "Confirmed by the learner: {what}."
    ),
    "record_queried": Told(
        "{who} said that it was different: {what}.",
        "{who} sees it differently: {what}.",
        "Queried by the learner: {what}.",
    ),
    "record_met_silence": Told(
        "You did not answer about: {what}. That is written down.",
        "No answer from the learner: {what}.",
        "No answer from the learner after two reminders: {what}.",
    ),
}

SIGNING = {
    "unit_signed": Told(
        "{who} signed: you have shown everything for this unit.",
        "{who} signed the unit off.",
        "Unit signed off by the assessor, {who}.",
    ),
    "unit_countersigned": Told(
        "A second assessor signed too.",
        "{who} countersigned the sign-off.",
        "Sign-off countersigned by {who}.",
    ),
    "unit_confirmed": Told(
        "{who} confirmed the unit.", "{who} confirmed the unit.", "Unit confirmed by the learner."
    ),
    "unit_told": Told(
        "You were told that the unit is signed, and did not answer. It goes to the quality check.",
        "No answer from the learner; it goes to the quality check.",
        "Learner told, no answer recorded; waiting for the quality check.",
    ),
    "unit_unlocked": Told(
        "{who} opened the unit again. The signatures do not count any more.",
        "{who} unlocked the unit; its signatures are void.",
        "Unlocked by {who}; signatures voided and kept.",
        why=True,
    ),
}

BESIDE = {
    "prior_asked": Told(
        "{who} said that you learned this before.",
        "{who} asked for prior learning to count.",
        "Recognition of prior learning asked for by {who}.",
    ),
    "prior_planned": Told(
        "{who} wrote how you can show it.",
        "{who} planned the evidence for it.",
        "Prior learning planned by {who}.",
    ),
    "prior_planned_anew": Told(
        "{who} changed how you can show it.",
        "{who} planned it anew.",
        "Prior learning planned anew by {who}.",
    ),
    "prior_more": Told(
        "{who} asked for something more about what you learned before.",
        "{who} asked for more.",
        "More evidence of prior learning asked for by {who}.",
        why=True,
    ),
    "prior_mapped": Told(
        "Everything about what you learned before is handed in.",
        "All evidence of prior learning is handed in.",
        "Prior learning mapped to every criterion.",
    ),
    "prior_back": Told(
        "Something about what you learned before is missing again.",
        "Evidence of prior learning is missing again.",
        "Mapping of prior learning incomplete again.",
    ),
    "prior_judged": Told(
        "What you learned before was looked at.", "Prior learning judged.", "Prior learning assessed."
    ),
    "prior_accepted": Told(
        "What you learned before counts.", "Prior learning accepted.", "Prior learning accepted."
    ),
    "prior_gaps": Told(
        "Some of it counts. What is left, you show in the ordinary way.",
        "Gaps are left for ordinary assessment.",
        "Prior learning accepted with gaps, for ordinary assessment.",
    ),
    "prior_refused": Told(
        "What you learned before does not count here.",
        "Prior learning refused.",
        "Prior learning refused.",
        why=True,
    ),
    "prior_withdrawn": Told(
        "{who} do not ask for prior learning any more.",
        "{who} took it back.",
        "Prior learning withdrawn by {who}.",
    ),
    "adjustment_asked": Told(
        "{who} asked for something that makes it fair for you.",
        "{who} asked for an adjustment.",
        "Reasonable adjustment asked for by {who}.",
    ),
    "adjustment_proposed": Told(
        "{who} suggested something that makes it fair for you.",
        "{who} proposed an adjustment.",
        "Reasonable adjustment proposed by {who}.",
    ),
    "adjustment_agreed": Told("{who} said yes to it.", "The learner agreed.", "Agreed by the learner."),
    "adjustment_withdrawn": Told(
        "{who} took it back.", "The request was taken back.", "Adjustment request withdrawn by {who}."
    ),
    "adjustment_referred": Told(
        "{who} asked somebody else to decide.", "{who} referred it.", "Adjustment referred by {who}."
    ),
    "adjustment_approved": Told(
        "It was agreed.", "{who} approved the adjustment.", "Adjustment approved by {who}."
    ),
    "adjustment_decided": Told(
        "It was decided.", "{who} decided the adjustment.", "Adjustment decided by {who}."
    ),
    "adjustment_refused": Told(
        "It was not agreed.", "{who} refused the adjustment.", "Adjustment refused by {who}.", why=True
    ),
    "adjustment_in_place": Told("It is in place.", "The adjustment is in place.", "Adjustment in place."),
    "adjustment_reviewed": Told(
        "{who} looked at how it works.", "{who} reviewed the adjustment.", "Adjustment reviewed by {who}."
    ),
    "needs_read": Told(
        "{who} read what helps you.", "{who} read what helps the learner.", "Needs read by {who}."
    ),
    "adjustment_goes_on": Told(
        "It goes on.", "{who} kept the adjustment.", "Adjustment kept after review by {who}."
    ),
    # the learner reads that a hold stands, never the reason
    "hold_placed": Told(
        "Signing this unit off has to wait.", "{who} placed a hold.", "Hold placed by {who}."
    ),
    "hold_kept": Told("It still has to wait.", "{who} kept the hold.", "Hold kept by {who}."),
    "hold_lifted": Told(
        "It does not have to wait any more.", "{who} lifted the hold.", "Hold lifted by {who}."
    ),
    "content_disposed": Told(
        "The content of something was removed for good.",
        "Content was removed for good.",
        "Disposal by {who}.",
        why=True,
    ),
    "evidence_content_removed": Told(
        "The content of a file was removed for good.",
        "The content of a file was removed for good.",
        "Content of a file disposed of by {who}.",
        why=True,
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
