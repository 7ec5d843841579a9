"""What a register's forms and phones send."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from academy.accounts.rules import NAME_LENGTH, NotAName, clean_name
from learners.attendance.actions import Kept, Wanted
from learners.attendance.states import SOME_OF_IT, Mark
from learners.attendance.walk_in_actions import UnderAge

MOST_PRESSES = 500
MOST_MINUTES = 1440
KEY = re.compile(r"[A-Za-z0-9_-]{1,36}")


class BadPresses(ValueError):
    """What a phone sent cannot be read."""


def changed_marks(sent: Mapping[str, str]) -> list[Wanted]:
    """The marks of a register's form that are others than when the page was made.

    What nobody touched is left out, so that an old page never overwrites what another phone has marked since.
    """
    wanted = []
    for field, mark in sent.items():
        who = field.removeprefix("mark-")
        if field == who or not who.isdecimal() or len(who) > 18 or mark not in Mark.values:
            continue
        minutes = _minutes(sent.get(f"minutes-{who}", "")) if mark in SOME_OF_IT else None
        if sent.get(f"was-{who}", "/") != f"{mark}/{'' if minutes is None else minutes}":
            wanted.append(Wanted(int(who), mark, minutes))
    return wanted


def _minutes(typed: str) -> int | None:
    digits = typed.strip()
    return min(int(digits), MOST_MINUTES) if digits.isdecimal() and len(digits) <= 5 else None


def read_presses(text: str) -> list[Kept]:
    """A JSON list of {key, who, ago (milliseconds), device, place, mark, minutes, undoes, name}. Raises BadPresses."""
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise BadPresses("This is no list of marks.") from error
    if not isinstance(rows, list) or len(rows) > MOST_PRESSES:
        raise BadPresses(f"Send a list of at most {MOST_PRESSES} marks.")
    return [_press(row) for row in rows]


def _press(row: Any) -> Kept:
    if not isinstance(row, dict):
        raise BadPresses("This is no mark.")
    texts = {name: row.get(name) or "" for name in ("key", "who", "device", "mark", "undoes", "name")}
    if not all(isinstance(value, str) for value in texts.values()):
        raise BadPresses("A mark has a part that is no text.")
    for name in ("key", "device", "who", "undoes"):
        if not KEY.fullmatch(texts[name]) and (texts[name] or name in ("key", "device")):
            raise BadPresses(f"A mark has a {name} that cannot be one.")
    if len(texts["who"]) > 18 and texts["who"].isdecimal():
        raise BadPresses("A mark is of nobody.")
    if not texts["undoes"] and not texts["name"] and texts["mark"] not in Mark.values:
        raise BadPresses("A mark says nothing that a register knows.")
    numbers = {name: row.get(name) for name in ("ago", "place")}
    if not all(isinstance(value, int) and 0 <= value < 10**15 for value in numbers.values()):
        raise BadPresses("A mark does not say when it was made.")
    minutes = row.get("minutes")
    known = isinstance(minutes, int) and 0 <= minutes <= MOST_MINUTES
    return Kept(
        key=texts["key"],
        who=texts["who"],
        ago=timedelta(milliseconds=row["ago"]),
        device=texts["device"],
        place=row["place"],
        mark=texts["mark"],
        minutes=minutes if known else None,
        undoes=texts["undoes"],
        name=texts["name"][: NAME_LENGTH + 1],
    )


class WalkInForm(forms.Form):
    """Who came: a name, and where this hub knows such a name, which of them it is."""

    name = forms.CharField(
        label="Their name", max_length=NAME_LENGTH, help_text="As it should stand on a certificate."
    )
    under_18 = forms.BooleanField(label="They are under 18", required=False)
    born = forms.DateField(
        label="When were they born?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Choose the day they were born, or leave it empty."},
    )
    guardian_name = forms.CharField(
        label="Name of the parent or guardian", max_length=NAME_LENGTH, required=False
    )
    guardian_contact = forms.CharField(
        label="Their phone number or e-mail address",
        help_text="So that you can reach them today.",
        max_length=120,
        required=False,
    )
    guardian_sure = forms.BooleanField(
        label="They told me themselves that they agree, here or on the telephone", required=False
    )
    room = forms.BooleanField(label="Make room for one more", required=False)
    who = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["name"])
        except NotAName as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean_guardian_name(self) -> str:
        typed = self.cleaned_data["guardian_name"]
        try:
            return clean_name(typed) if typed.strip() else ""
        except NotAName as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if sent.get("guardian_name"):
            if not sent.get("guardian_contact", "").strip():
                self.add_error("guardian_contact", "Write how to reach the parent or guardian.")
            if not sent.get("guardian_sure"):
                self.add_error("guardian_sure", "Hear it from them, then tick the box.")
        return sent

    def ask_guardian(self) -> None:
        """Show the fields of whoever agrees as ones that are needed."""
        for name in ("guardian_name", "guardian_contact", "guardian_sure"):
            self.fields[name].required = True

    def under_age(self) -> UnderAge | None:
        """The cleaned answers for add_walk_in; None where nobody said that they are under 18."""
        sent = self.cleaned_data
        if not sent["under_18"]:
            return None
        return UnderAge(sent["born"], sent["guardian_name"], sent["guardian_contact"])

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        return key if KEY.fullmatch(key) else ""


class ReasonForm(forms.Form):
    """Why a signed register is changed."""

    reason = forms.CharField(
        label="Why is it changed?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as “Mo was here, I missed him”. It stays with the register.",
    )
