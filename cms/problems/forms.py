"""Telling us what is wrong with a page."""

from django import forms


class ProblemForm(forms.Form):
    """`website` is a trap for robots: people do not see it."""

    page = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label="What is wrong?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Tell us what is wrong. A few words are enough.",
            "max_length": "That is longer than 2,000 characters. Please make it shorter.",
        },
    )
    email = forms.EmailField(
        label="Your e-mail address",
        required=False,
        error_messages={
            "invalid": "That does not look like an e-mail address. An example: amina@example.org"
        },
    )
    website = forms.CharField(required=False)

    def clean_page(self) -> str:
        """An address on this site, or the front page when it is not one. Nobody sees this field, so it never fails."""
        page: str = self.cleaned_data["page"][:300]
        return page if page.startswith("/") and not page.startswith("//") else "/"
