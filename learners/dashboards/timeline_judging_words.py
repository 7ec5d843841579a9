"""What a timeline says of judging, of records and of signing: the assessor’s part of the way."""

from learners.dashboards.timeline_told import Told

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
