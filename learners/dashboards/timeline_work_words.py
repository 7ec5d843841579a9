"""What a timeline says of the plan, of evidence and of handing in: the learner’s own part of the way."""

from learners.dashboards.timeline_told import Told

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
