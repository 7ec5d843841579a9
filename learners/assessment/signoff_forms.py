"""What is typed where a unit is signed off, confirmed or taken back."""

from django import forms

from learners.assessment.signoff_actions import COMMENT_AT_MOST, REASON_AT_MOST
from learners.submissions.forms import text


class SignForm(forms.Form):
    """The statement itself stands on the page. unit: its number, where there are several on one page."""

    comment = text(
        "A comment, if you like",
        COMMENT_AT_MOST,
        rows=3,
        required=False,
        help_text="The learner and the quality assurer read it.",
    )


class ConfirmForm(forms.Form):
    """The learner's own."""

    unit = forms.IntegerField(widget=forms.HiddenInput)
    comment = text("Anything you want to say about this unit?", COMMENT_AT_MOST, rows=2, required=False)


class UnlockForm(forms.Form):
    reason = text(
        "Why do you take it back?",
        REASON_AT_MOST,
        rows=3,
        help_text="The learner and everybody who signed reads this, and it stays in the history.",
        error_messages={"required": "Say why. The learner and everybody who signed reads it."},
    )
