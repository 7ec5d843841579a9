"""A page with several small forms: which was pressed, and what came of it. Pages of this slice alone use it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from academy.shared.rulings import Refused, Ruling
from learners.adjustments.policies import OWN


@dataclass(frozen=True, slots=True)
class StepOn:
    """One form on a page. act: takes what was typed; done: what is said then; may: whether they may take it."""

    form: forms.Form
    may: Ruling
    act: Callable[[Mapping[str, Any]], object]
    done: str
    title: str = ""
    button: str = ""
    kind: str = ""  # of the button
    fold: bool = False  # shown closed

    @property
    def shown(self) -> bool:
        """A form that was sent stays, so that nothing typed is lost."""
        return bool(self.may) or self.form.is_bound


@dataclass(frozen=True, slots=True)
class Steps:
    """The forms of one page by the name of their button."""

    by_name: Mapping[str, StepOn] = field(default_factory=dict)

    @property
    def wrong(self) -> forms.Form | None:
        """The form that was sent and could not be taken."""
        return next((one.form for one in self.by_name.values() if one.form.is_bound), None)

    @property
    def reasons(self) -> list[str]:
        """Why some cannot be taken, each once. Learners are not told what others do; the page says who is next."""
        reasons = (one.may.reason for one in self.by_name.values() if not one.shown)
        return [one for one in dict.fromkeys(reasons) if one != OWN]


def data_for(request: HttpRequest, name: str) -> Any:
    """What was sent to this form; None: nothing."""
    return request.POST if request.method == "POST" and request.POST.get("do") == name else None


def taken(request: HttpRequest, steps: Steps) -> bool:
    """Take the step that was pressed; a refusal stands at the top of its form."""
    one = steps.by_name.get(request.POST.get("do", ""))
    if one is None or not one.form.is_valid():
        return False
    try:
        one.act(one.form.cleaned_data)
    except Refused as refusal:
        one.form.add_error(None, refusal.reason)
        return False
    messages.success(request, one.done)
    return True
