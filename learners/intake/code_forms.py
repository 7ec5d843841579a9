"""What is typed about seat codes."""

import re
from typing import Any

from django import forms

from learners.intake.code_actions import MOST_AT_ONCE, Invited

MAIL_AT_END = re.compile(r"[\s,;<(\"']*([^\s,;<>()\"']+@[^\s,;<>()\"']*)[>)\"',;\s]*$")


class InviteForm(forms.Form):
    """People, one on each line, as one types them or copies them out of a table or a mail."""

    people = forms.CharField(
        label="Name and e-mail address of each person",
        help_text="One person on each line, like this: Sam Obi, sam@example.org",
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write a name and an e-mail address."},
    )

    def clean_people(self) -> list[Invited]:
        typed: str = self.cleaned_data["people"]
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Do {MOST_AT_ONCE} people at a time. For more, bring in a list.")
        found, wrong = [], []
        for line in lines:
            mail = MAIL_AT_END.search(line)
            name = line[: mail.start()].strip(" ,;\t\"'") if mail else ""
            if mail is None or not name:
                wrong.append(line[:60])
            else:
                found.append(Invited(name, mail[1]))
        if wrong:
            raise forms.ValidationError(
                [f"“{line}” needs a name and then an e-mail address." for line in wrong[:10]]
            )
        return found


class SeatCodeForm(forms.Form):
    """A seat code as it stands in the message; small letters, spaces and a forgotten dash do not matter."""

    code = forms.CharField(
        label="Your seat code",
        help_text="Eight letters and figures, such as K7QM-2XPD. It stands in the message from your hub.",
        max_length=20,
        error_messages={
            "required": "Write your code.",
            "max_length": "A code has eight letters and figures.",
        },
    )

    def clean_code(self) -> str:
        signs = re.sub(r"[^A-Z0-9]", "", self.cleaned_data["code"].upper())
        if len(signs) != 8:
            raise forms.ValidationError(
                "A code has eight letters and figures. Look at the message once more."
            )
        return f"{signs[:4]}-{signs[4:]}"


def typed_again(refused: Any) -> str:
    """The lines of those who could not be invited, to be put right."""
    return "\n".join(f"{one.person.full_name}, {one.person.email}" for one in refused)
