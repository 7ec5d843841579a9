"""What a learner says to feedback."""

from django import forms

from learners.assessment.models import Judgement


class ReadForm(forms.Form):
    """That it was read; words may stay empty."""

    words = forms.CharField(
        label="Do you want to say something to it?",
        help_text="This can stay empty. Your assessor reads what you write.",
        max_length=int(Judgement._meta.get_field("learner_words").max_length or 0),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
