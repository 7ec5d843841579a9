"""Giving another try, where the rule of the qualification allows none."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling
from courses.qualifications.models import Criterion
from learners.registrations.standing import standing_of
from learners.submissions.attempt_actions import give_attempt
from learners.submissions.attempt_queries import used_up
from learners.submissions.forms import text
from learners.submissions.policies import may_give_attempt
from learners.submissions.views import registration_at


class AttemptForm(forms.Form):
    """Another try for one criterion."""

    criterion = forms.TypedChoiceField(
        label="What is it for?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the try is for."},
    )
    until = forms.DateField(
        label="The last day to hand it in",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as year, month and day, such as 2026-12-31."},
    )
    why = text(
        "Why is another try given?",
        300,
        rows=3,
        help_text="It stays on record with your name.",
        error_messages={"required": "Write why another try is given."},
    )

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.pk, f"Unit {one.outcome.unit.number}, {one.outcome.number}.{one.number} {one.text}")
            for one in criteria
        ]


@login_required
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, token: str) -> HttpResponse:
    """For somebody who may give one in at least one unit of this learner."""
    registration, on = registration_at(token), clock.today()
    standing = standing_of(me(request), registration, on=on)
    rulings: dict[int, Ruling] = {
        unit: may_give_attempt(me(request), registration, unit, on=on, standing=standing)
        for unit in registration.units.values_list("unit", flat=True)
    }
    if not any(rulings.values()):
        next(iter(rulings.values()), Ruling.no("This learner takes no unit yet.")).enforce()
    found = [one for one in used_up(registration, on=on) if rulings.get(one.outcome.unit_id)]
    form = AttemptForm(request.POST if request.method == "POST" else None, criteria=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            give_attempt(
                registration_id=registration.pk,
                criterion_id=data["criterion"],
                until=data["until"],
                why=data["why"],
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Given. {registration.account.full_name} is told.")
            return redirect("give-attempt", token=token)
    words = {"registration": registration, "standing": standing, "form": form, "found": found}
    return render(
        request, "learners/submissions/give_attempt.html", words, status=REFUSED if form.errors else 200
    )
