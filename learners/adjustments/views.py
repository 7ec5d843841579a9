"""What makes somebody's way another one: the learner's page, and the page of those who assess or look after them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from learners.adjustments.claim_actions import ask_prior
from learners.adjustments.claim_policies import may_ask_prior
from learners.adjustments.forms import HelpForm, HoldForm, PriorForm
from learners.adjustments.hold_actions import place_hold
from learners.adjustments.hold_policies import may_place_hold
from learners.adjustments.reading_actions import open_ways
from learners.adjustments.request_actions import ask_help, propose_help
from learners.adjustments.request_policies import may_ask_help, may_propose_help
from learners.adjustments.steps import StepOn, Steps, data_for, taken
from learners.adjustments.ways_queries import unit_choices, ways_of
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing

HERE = "learners/adjustments"


def registration_of(token: str) -> QualRegistration:
    """With what its pages name."""
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    return get_object_or_404(rows, token=token)


@login_required
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The learner's: what helps them, what they can do already, and asking for either."""
    registration, now = registration_of(token), clock.now()
    standing = open_ways(registration=registration, by=me(request), now=now)
    if not standing.own:
        return redirect("registration-adjustments", token)
    return _page(request, registration, standing, _asking(request, registration, standing), "adjustments")


@login_required
@require_http_methods(["GET", "POST"])
def for_staff(request: HttpRequest, token: str) -> HttpResponse:
    """The same for staff, who write down what helps, and place holds."""
    registration, now = registration_of(token), clock.now()
    standing = open_ways(registration=registration, by=me(request), now=now)
    if standing.own:
        return redirect("adjustments", token)
    steps = _placing(request, registration, standing)
    return _page(request, registration, standing, steps, "registration-adjustments")


def _page(
    request: HttpRequest, registration: QualRegistration, standing: Standing, steps: Steps, name: str
) -> HttpResponse:
    if taken(request, steps):
        return redirect(name, registration.token)
    now = clock.now()
    words = {
        "registration": registration,
        "own": standing.own,
        "standing": standing,
        "ways": ways_of(registration, own=standing.own, today=clock.london_date(now)),
        "steps": steps,
    }
    page = "own.html" if standing.own else "staff.html"
    return render(request, f"{HERE}/{page}", words, status=REFUSED if steps.wrong else 200)


def _asking(request: HttpRequest, registration: QualRegistration, standing: Standing) -> Steps:
    now, by, units = clock.now(), me(request), unit_choices(registration)

    def prior(data: Mapping[str, Any]) -> object:
        return ask_prior(
            registration_id=registration.pk,
            unit_id=data["unit"],
            learned_what=data["learned_what"],
            learned_where=data["learned_where"],
            learned_until=data["learned_until"],
            by=by,
            now=now,
        )

    help_form = HelpForm(data_for(request, "help"), units=units, own=True, prefix="help")
    return Steps(
        {
            "help": StepOn(
                help_form,
                may_ask_help(by, registration, now=now, standing=standing),
                lambda data: ask_help(
                    registration_id=registration.pk, what=help_form.need_words(), by=by, now=now
                ),
                "You have asked. Your centre decides, and we write to you.",
                title="Ask for something that helps",
                button="Ask for it",
            ),
            "prior": StepOn(
                PriorForm(data_for(request, "prior"), units=units, prefix="prior"),
                may_ask_prior(by, registration, now=now, standing=standing),
                prior,
                "You have asked. Your assessor talks with you about how you can show it.",
                title="Say what you can do already",
                button="Send it to my assessor",
            ),
        }
    )


def _placing(request: HttpRequest, registration: QualRegistration, standing: Standing) -> Steps:
    now, by, units = clock.now(), me(request), unit_choices(registration)
    help_form = HelpForm(data_for(request, "help"), units=units, own=False, prefix="help")
    return Steps(
        {
            "help": StepOn(
                help_form,
                may_propose_help(by, registration, now=now, standing=standing),
                lambda data: propose_help(
                    registration_id=registration.pk, what=help_form.need_words(), by=by, now=now
                ),
                f"It is written down. {registration.account.short_name} says yes or no to it first.",
                title="Write down what would help",
                button="Put it before the learner",
                fold=True,
            ),
            "hold": StepOn(
                HoldForm(data_for(request, "hold"), units=units, prefix="hold"),
                may_place_hold(by, registration, now=now, standing=standing),
                lambda data: place_hold(
                    registration_id=registration.pk,
                    unit_id=data["unit"],
                    reason=data["reason"],
                    review_on=data["review_on"],
                    by=by,
                    now=now,
                ),
                "The hold stands. Nothing of it is signed off until it is lifted.",
                title="Place a hold",
                button="Place the hold",
                kind="plain",
                fold=True,
            ),
        }
    )
