"""What is typed when something is handed in, given back, asked or answered."""

from typing import Any

from django import forms

from learners.submissions.models import DraftLook, Submission
from learners.submissions.states import ReturnedFor

YES_NO = (("no", "No"), ("yes", "Yes"))


def words_of(model: type[Submission] | type[DraftLook], field: str) -> int:
    """How many characters fit."""
    return int(model._meta.get_field(field).max_length or 0)  # type: ignore[union-attr]


def text(label: str, longest: int, *, rows: int = 4, **more: Any) -> forms.CharField:
    """A box for a few sentences."""
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class WordsForm(forms.Form):
    """To the assessor, beside the work."""

    words = text(
        "Anything your assessor should know?",
        words_of(Submission, "words"),
        required=False,
        help_text="For example: start with the recording.",
    )


class DeclareForm(forms.Form):
    """The declaration. Its words stand on the page."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    ai_used = forms.ChoiceField(
        label="Did you use an AI tool, such as a chatbot, for any of it?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you used an AI tool."},
    )
    help_words = text(
        "What help did you have, and for what?",
        words_of(Submission, "help_words"),
        required=False,
        help_text="For example: my sister checked the spelling. If you used an AI tool, say which, and for what. "
        "Saying so is not a mistake.",
    )
    own_work = forms.BooleanField(
        label="I have read this, and it is true.",
        error_messages={"required": "Tick the box if it is true. Without it nothing can be handed in."},
    )

    def clean(self) -> dict[str, Any]:
        """Who used an AI tool says which, and for what."""
        data = super().clean() or {}
        if data.get("ai_used") == "yes" and not data.get("help_words", "").strip():
            self.add_error("help_words", "Say which AI tool you used, and for what.")
        return data

    def declared(self) -> dict[str, Any]:
        """As actions.Declared takes it."""
        data = self.cleaned_data
        return {
            "own_work": data["own_work"],
            "version": data["version"],
            "ai_used": data["ai_used"] == "yes",
            "help_words": data["help_words"],
        }


class ReturnForm(forms.Form):
    """Why something is given back without a judgement, and which pieces it is about."""

    pieces = forms.MultipleChoiceField(
        label="Which pieces is it about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say which pieces it is about."},
    )
    reason = forms.ChoiceField(
        label="Why do you give it back?",
        choices=ReturnedFor.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say why you give it back."},
    )
    words = text(
        "What should the learner do?",
        words_of(Submission, "returned_words"),
        help_text="The learner reads this. Say what is wrong, and how to put it right.",
        error_messages={"required": "Write to the learner what is wrong and how to put it right."},
    )

    def __init__(self, *args: Any, pieces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pieces"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = pieces


class LookForm(forms.Form):
    """What an assessor is asked to look at before it is handed in."""

    pieces = forms.MultipleChoiceField(
        label="What should they look at?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one piece."},
    )
    words = text(
        "What do you want to know?",
        words_of(DraftLook, "words"),
        required=False,
        help_text="For example: is it clear what I did myself?",
    )

    def __init__(self, *args: Any, pieces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pieces"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = pieces


class AnswerForm(forms.Form):
    """An assessor's words on a draft."""

    answer = text(
        "Your answer",
        words_of(DraftLook, "answer"),
        rows=6,
        help_text="What is good already, and what to do next. This is no judgement: do not say whether a criterion "
        "is met.",
        error_messages={"required": "Write your answer."},
    )
