"""What a timeline says of prior learning, adjustments and holds, and of content that went for good."""

from learners.dashboards.timeline_told import Told

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
