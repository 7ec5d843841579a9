"""What an assessor writes down of something that they saw, heard or asked."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from academy.shared import clock
from academy.shared.fields import DayField, WordsField, number, one_line_end
from learners.assessment.record_rules import MOST_PASSAGES, Passage, RecordWords, clock_words, seconds_in
from learners.portfolio.states import EvidenceKind, Others

COMMENTS = "A word to the learner"
FEWEST_ROWS, SPARE_ROWS = 4, 2
MOST_TEXT, MOST_QUESTION = 4000, 1000
WHO = [
    (Others.NOBODY.value, "Nobody but the learner"),
    (Others.ANONYMISED.value, "Others, but nobody can tell who they are"),
    (Others.AGREED.value, "Others, and they agreed"),
]
WRONG_TIME = "Write the time in the recording like 0:42."
ACTIVITY = {
    EvidenceKind.OBSERVATION: (
        "What happened",
        "What you saw, in enough detail for somebody else to judge it.",
    ),
    EvidenceKind.DISCUSSION: (
        "What you talked about",
        "A summary, in enough detail for somebody else to judge it.",
    ),
    EvidenceKind.QUESTIONS: (
        "What the questions were about",
        "Where and why you asked, in one or two sentences.",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One passage on the page, as it was typed. at: words such as 0:42; error: empty where it is well."""

    number: int
    text: str = ""
    question: str = ""
    at: str = ""
    criteria: frozenset[int] = frozenset()
    error: str = ""

    @property
    def at_wrong(self) -> bool:
        return self.error == WRONG_TIME

    @property
    def empty(self) -> bool:
        return not (self.text or self.question or self.at or self.criteria)


def _words(most: int, rows: int) -> WordsField:
    return WordsField(
        max_length=most,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"This is too long. Use {most} characters or fewer."},
    )


class RecordForm(forms.Form):
    """Its passages come beside it (`rows`). `seen`: when the record was last changed as the page was opened;
    `page`: the name that the page gave itself."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    page = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)
    happened_on = DayField(label="When was it?")
    minutes = number("How long, in minutes?", 1, 999, required=False)
    place = forms.CharField(label="Where was it?", max_length=160, required=False)
    activity = _words(5000, 5)
    comments = _words(3000, 3)
    others = forms.ChoiceField(
        label="Who else can be recognised in it?",
        help_text="In what you write, and in recordings and photos. Take out what shows somebody who has not agreed.",
        choices=WHO,
        required=False,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label="A name for it",
        help_text="If you leave this empty, it is called after what it is and its day.",
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, kind: EvidenceKind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["activity"].label, self.fields["activity"].help_text = ACTIVITY[kind]
        self.fields["comments"].label = COMMENTS

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise forms.ValidationError("This day is still to come. Choose the day on which it happened.")
        return day

    def words(self, rows: Collection[Row]) -> RecordWords:
        """Of a form that is valid."""
        said = self.cleaned_data
        return RecordWords(
            happened_on=said["happened_on"],
            title=said["title"],
            minutes=said["minutes"],
            place=said["place"],
            activity=said["activity"],
            comments=said["comments"],
            others=said["others"],
            passages=tuple(
                Passage(
                    one.text,
                    one.question,
                    seconds_in(one.at) if one.at and not one.error else None,
                    tuple(sorted(one.criteria)),
                )
                for one in rows
                if not one.empty
            ),
        )


def rows_sent(said: QueryDict) -> list[Row]:
    """The passages of a form, those that are empty left out."""
    found: list[Row] = []
    for place in range(MOST_PASSAGES):
        if f"p{place}-text" not in said:
            break
        at = said.get(f"p{place}-at", "").strip()[:12]
        row = Row(
            number=len(found) + 1,
            text=one_line_end(said.get(f"p{place}-text", "")).strip(),
            question=one_line_end(said.get(f"p{place}-question", "")).strip(),
            at=at,
            criteria=frozenset(_ids(said, f"p{place}-c")),
        )
        row = replace(row, error=_wrong(row))
        if not row.empty:
            found.append(row)
    return found


def typed_of(said: QueryDict, kind: EvidenceKind) -> list[tuple[str, str]]:
    """What was typed, with what it was called, where there is no form for it any more."""
    found = [(ACTIVITY[kind][0], said.get("activity", ""))]
    for row in rows_sent(said):
        found += [(f"Number {row.number}: the question", row.question), (f"Number {row.number}", row.text)]
    found.append((COMMENTS, said.get("comments", "")))
    return [(label, words) for label, words in found if words.strip()]


def rows_of(words: RecordWords) -> list[Row]:
    """As a page shows them to begin with."""
    return [
        Row(
            number,
            one.text,
            one.question,
            clock_words(one.at) if one.at is not None else "",
            frozenset(one.criteria),
        )
        for number, one in enumerate(words.passages, start=1)
    ]


def with_spare(rows: list[Row]) -> list[Row]:
    """And some that are empty, so that a page without scripts and without a signal has room."""
    wanted = min(MOST_PASSAGES, max(FEWEST_ROWS, len(rows) + SPARE_ROWS))
    return rows + [Row(number) for number in range(len(rows) + 1, wanted + 1)]


def start_of(words: RecordWords, *, key: UUID, seen: str) -> dict[str, Any]:
    return {
        "key": key,
        "seen": seen,
        "page": uuid4(),
        "happened_on": words.happened_on,
        "minutes": words.minutes,
        "place": words.place,
        "activity": words.activity,
        "comments": words.comments,
        "others": words.others,
        "title": words.title,
    }


def _ids(said: QueryDict, start: str) -> list[int]:
    ends = [name[len(start) :] for name in said if name.startswith(start)]
    return [int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 18]


def _wrong(row: Row) -> str:
    """What has to be mended in it; empty: nothing."""
    if not _fits(row.at):
        return WRONG_TIME
    for words, most in ((row.question, MOST_QUESTION), (row.text, MOST_TEXT)):
        if len(words) > most:
            return f"This is too long by {len(words) - most}. Use {most} characters or fewer."
    return ""


def _fits(at: str) -> bool:
    if not at:
        return True
    try:
        seconds_in(at)
    except ValueError:
        return False
    return True
