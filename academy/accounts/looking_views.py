"""Beginning to look at a learner's pages, and stopping."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from academy.accounts.looking import KEY
from academy.accounts.looking import stop as stop_looking
from academy.accounts.looking_actions import begin_look
from academy.accounts.looking_policies import may_look
from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused


class LookForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why do you look?",
        help_text="The person reads this in their profile. One line will do.",
        max_length=300,
        error_messages={"required": "Say why you look. The person reads it."},
    )


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """What looking means, and why one looks."""
    account = get_object_or_404(Account, pk=pk)
    may_look(me(request), account, on=clock.today()).enforce()
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            looking = begin_look(
                account_id=account.pk, reason=form.cleaned_data["reason"], by=me(request), now=clock.now()
            )
        except Refused as refusal:
            form.add_error("reason", refusal.reason)
        else:
            request.session[KEY] = looking.pk
            return redirect("my-learning")
    words = {"form": form, "person": account}
    return render(request, "academy/accounts/look.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """No more."""
    return stop_looking(request, me(request))
