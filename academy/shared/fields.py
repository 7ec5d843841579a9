"""Fields of forms that people fill in their own way: days, times of day, whole numbers, tables."""

from typing import Any

from django import forms
from django.core.files import File

MB = 1024 * 1024  # bytes
ISO = "%Y-%m-%d"
DAY_FORMATS = (ISO, "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
HOUR_FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I:%M %p", "%I%p", "%I %p", "%H")


class DayField(forms.DateField):
    """A day: the phone's own calendar, or typed in the ways that people write one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format=ISO)
        wrong = {"required": "Choose the day.", "invalid": "Write the day like 31/3/2027."}
        super().__init__(
            widget=widget, input_formats=DAY_FORMATS, error_messages=wrong | kwargs.pop("wrong", {}), **kwargs
        )


class WordsField(forms.CharField):
    """A few sentences. A line break counts as one sign, as it does in the browser, which sends it as two."""

    def to_python(self, value: Any) -> str:
        return one_line_end(super().to_python(value) or "")


def one_line_end(words: str) -> str:
    """Lines that end as every part of the Academy ends them, whatever wrote them."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


class HourField(forms.TimeField):
    """A time of day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        wrong = {"required": "Write the time.", "invalid": "Write the time like 10:00."}
        super().__init__(widget=widget, input_formats=HOUR_FORMATS, error_messages=wrong, **kwargs)


def number(label: str, least: int, most: int, **more: Any) -> forms.IntegerField:
    """A whole number between two others."""
    said = f"Write a number from {least} to {most}."
    wrong = {"required": said, "invalid": said, "min_value": said, "max_value": said}
    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": str(len(str(most)) + 1)})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=wrong, widget=widget, **more
    )


class TableField(forms.FileField):
    """A spreadsheet that people upload. largest: in MB; only: what to save by itself when it has more."""

    def __init__(self, *, largest: int, only: str, **kwargs: Any) -> None:
        wrong = {
            "required": "Choose a file first.",
            "empty": "This file is empty. Choose another one.",
            "missing": "Choose a file first.",
        }
        widget = forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"})
        super().__init__(error_messages=wrong, widget=widget, **kwargs)
        self.largest, self.only = largest, only

    def clean(self, data: Any, initial: Any = None) -> File[Any]:
        file: File[Any] = super().clean(data, initial)
        if file.size > self.largest * MB:
            raise forms.ValidationError(
                f"This file has more than {self.largest} MB. Save only the sheet with the {self.only} as CSV."
            )
        return file
