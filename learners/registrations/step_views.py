"""One step with a registration: a page with a form, for the learner or for those who look after them.

The policy is asked before the form is shown, and again by the action. GET asks, and only a pressed button (POST) acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling
from learners.registrations import acceptance_actions, side_actions
from learners.registrations.acceptance_policies import (
    may_accept,
    may_choose_units,
    may_decline,
    may_enter_details,
    may_record_check,
    may_record_number,
)
from learners.registrations.actions import answer
from learners.registrations.forms import (
    AcceptForm,
    BreakForm,
    CheckForm,
    DetailsForm,
    MoveForm,
    NumberForm,
    UnitsForm,
    WhyForm,
    usual_check,
)
from learners.registrations.models import QualRegistration
from learners.registrations.notices import ULN_NOTICE
from learners.registrations.policies import may_see_registration
from learners.registrations.queries import units_taken
from learners.registrations.side_policies import may_break, may_move, may_withdraw
from learners.registrations.standing import standing_of
from learners.registrations.views import found
from learners.registrations.way_queries import hubs_that_deliver

HERE = "learners/registrations"
MakeForm = Callable[[HttpRequest, QualRegistration], forms.Form]
Act = Callable[[QualRegistration, dict[str, Any], Account], object]


@dataclass(frozen=True, slots=True)
class StepPage:
    """title and lead for staff and for the learner; said: after it is done; field: where a refusal belongs."""

    title: str
    lead: str
    button: str
    said: str
    form: MakeForm
    may: Callable[..., Ruling]
    act: Act
    field: str | None = None
    own_title: str = ""
    own_lead: str = ""
    risky: bool = False


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _ids(registration: QualRegistration, by: Account) -> dict[str, Any]:
    return {"registration_id": registration.pk, "by": by, "now": clock.now()}


def _check_form(request: HttpRequest, registration: QualRegistration) -> forms.Form:
    usual = usual_check(clock.today())
    if request.GET.get("what"):
        usual["what"] = request.GET["what"]
    return CheckForm(_data(request), initial=usual)


def _details_form(request: HttpRequest, registration: QualRegistration) -> forms.Form:
    newest = registration.details.order_by("-number").first()
    known: dict[str, Any] = {"legal_name": registration.account.full_name}
    if newest is not None:
        known = {name: getattr(newest, name) for name in ("legal_name", "birth_date", "uln")}
    elif registration.account.date_of_birth:
        known["birth_date"] = registration.account.date_of_birth
    return DetailsForm(_data(request), initial=known)


def _number_form(request: HttpRequest, registration: QualRegistration) -> forms.Form:
    on = registration.registered_on or clock.today()
    return NumberForm(_data(request), initial={"number": registration.ao_number, "registered_on": on})


def _decline_form(request: HttpRequest, registration: QualRegistration) -> forms.Form:
    label = "Why, and what would have to change?"
    return WhyForm(_data(request), label=label, help_text="The learner reads these words.")


def _move_form(request: HttpRequest, registration: QualRegistration) -> forms.Form:
    hubs = hubs_that_deliver(registration.version, on=clock.today())
    return MoveForm(_data(request), registration=registration, hubs=hubs)


PAGES: dict[str, StepPage] = {
    "check": StepPage(
        "Write down what was done",
        "Before somebody is accepted, somebody sees who they are, talks with them and shows them how it works.",
        "Write it down",
        "Written down.",
        _check_form,
        may_record_check,
        lambda one, data, by: acceptance_actions.record_check(**data, **_ids(one, by)),
        "done_on",
    ),
    "details": StepPage(
        "Name and date of birth",
        "The awarding organisation prints them. The learner reads and confirms them on their own page.",
        "Save these details",
        "Saved.",
        _details_form,
        may_enter_details,
        lambda one, data, by: acceptance_actions.enter_details(**data, **_ids(one, by)),
        "birth_date",
        own_title="Your name and date of birth",
        own_lead="They are printed on your qualification certificate, so have another look before you press.",
    ),
    "accept": StepPage(
        "Accept this learner",
        "Their portfolio opens at once, with every unit that all learners take.",
        "Accept them",
        "Accepted. Next, the centre administrator records the awarding organisation's number.",
        lambda request, one: AcceptForm(_data(request)),
        may_accept,
        lambda one, data, by: acceptance_actions.accept(**data, **_ids(one, by)),
        "target_end_on",
    ),
    "decline": StepPage(
        "Not accept this learner",
        "They can ask again later.",
        "Do not accept them",
        "The learner reads why on their own page.",
        _decline_form,
        may_decline,
        lambda one, data, by: acceptance_actions.decline(**data, **_ids(one, by)),
        "why",
        risky=True,
    ),
    "units": StepPage(
        "Choose units",
        "Beside those that everybody takes.",
        "Take these units",
        "Saved.",
        lambda request, one: UnitsForm(_data(request), registration=one),
        may_choose_units,
        lambda one, data, by: acceptance_actions.choose_units(
            units=[unit.pk for unit in data["units"]], **_ids(one, by)
        ),
        "units",
        own_title="Choose your units",
    ),
    "number": StepPage(
        "The awarding organisation's number",
        "From then on work can be judged. Registering late counts as a fault of the centre, and is written down.",
        "Record this number",
        "Recorded.",
        _number_form,
        may_record_number,
        lambda one, data, by: acceptance_actions.record_number(**data, **_ids(one, by)),
        "number",
    ),
    "break": StepPage(
        "Take a break",
        "Nothing is handed in or judged in the meantime, and nothing is lost.",
        "Begin the break",
        "The break has begun. All that was done is kept.",
        lambda request, one: BreakForm(_data(request)),
        may_break,
        lambda one, data, by: side_actions.take_break(**data, **_ids(one, by)),
        "back_on",
    ),
    "withdraw": StepPage(
        "Leave this qualification",
        "The portfolio stays the learner's own. They can ask again later.",
        "Leave it for good",
        "It has ended. The portfolio is kept.",
        lambda request, one: WhyForm(_data(request), label="Why, in a few words?"),
        may_withdraw,
        lambda one, data, by: side_actions.withdraw(**data, **_ids(one, by)),
        "why",
        own_lead="Your portfolio stays yours. You can ask again later. If you only need time, take a break instead.",
        risky=True,
    ),
    "move": StepPage(
        "Move to another hub or version",
        "Within the centre and version everything goes along. Otherwise a new registration takes its place: "
        "the portfolio and what was seen and confirmed go along, and the awarding organisation gives a number anew.",
        "Move this learner",
        "Moved. It goes on there.",
        _move_form,
        may_move,
        lambda one, data, by: side_actions.transfer(
            hub_id=data["hub"].pk, version_id=data["version"].pk, why=data["why"], **_ids(one, by)
        ),
        "hub",
    ),
}  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The page of one step. Whoever may not see the registration gets no further."""
    registration, by, now, page = found(token), me(request), clock.now(), PAGES[name]
    standing = standing_of(by, registration, on=clock.london_date(now))
    may_see_registration(by, registration, now=now, standing=standing).enforce()
    ruling = page.may(by, registration, now=now, standing=standing)
    form = page.form(request, registration)
    if ruling and form.is_valid():
        try:
            made = page.act(registration, form.cleaned_data, by)
        except Refused as refusal:
            form.add_error(page.field, refusal.reason)
        else:
            messages.success(request, page.said)
            return _after(made if isinstance(made, QualRegistration) else registration, by)
    words = {
        "registration": registration,
        "page": page,
        "own": standing.own,
        "form": form,
        "ruling": ruling,
        "name": name,
        "uln": ULN_NOTICE if name == "details" else None,
        "units": units_taken(registration) if name == "units" else (),
    }
    posted = request.method == "POST"
    status = 200 if not posted else REFUSED if ruling else 403
    return render(request, f"{HERE}/step.html", words, status=status)


def _after(registration: QualRegistration, by: Account) -> HttpResponse:
    """Back to it; whoever moved a learner to another hub may not see them there, and gets their list."""
    standing = standing_of(by, registration, on=clock.today())
    if not may_see_registration(by, registration, now=clock.now(), standing=standing):
        return redirect("registrations")
    return redirect("registration" if standing.own else "registration-look-after", registration.token)


@login_required
@require_POST
def press(request: HttpRequest, token: str) -> HttpResponse:
    """Steps that are one button: yes, no, these details are right, back from a break, passed on."""
    registration, by = found(token), me(request)
    ids = _ids(registration, by)
    match request.POST.get("do"):
        case "yes" | "no" as said:
            answer(yes=said == "yes", **ids)
            messages.success(
                request, "Good. Here is what comes next." if said == "yes" else "All right. It has ended."
            )
        case "confirm":
            seen = request.POST.get("details", "")
            acceptance_actions.confirm_details(details_id=int(seen) if seen.isdecimal() else 0, **ids)
            messages.success(request, "Thank you. These details are printed as they stand here.")
        case "back":
            side_actions.come_back(**ids)
            messages.success(request, "Welcome back. It goes on where it was.")
        case "told":
            acceptance_actions.say_told(**ids)
            messages.success(request, "Written down.")
        case _:
            messages.error(request, "Please press one of the buttons. Nothing has changed.")
    return _after(registration, by)
