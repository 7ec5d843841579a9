"""What a lesson page sends."""

from django import forms


class ReflectionForm(forms.Form):
    """Words of the learner's own. Their length is the action's to judge, so that the answer can say what to do."""

    block_id = forms.RegexField(r"^[0-9a-f-]{1,36}$")
    text = forms.CharField(required=False, strip=False)


class GuestAnswerForm(forms.Form):
    """Yes adds the lessons, no forgets them."""

    keep = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])
