"""One template, several learners: a proposal of their own for each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from learners.planning.actions import propose_to_group
from learners.planning.forms import GroupForm
from learners.planning.policies import may_see_learners
from learners.planning.template_queries import group_choices


@login_required
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest) -> HttpResponse:
    """Choose a template and learners; what could not be proposed is said, and the others have theirs."""
    now = clock.now()
    may_see_learners(me(request), now=now).enforce()
    templates, learners = group_choices(me(request), today=clock.london_date(now))
    names = dict(learners)
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        templates=templates,
        learners=learners,
        today=clock.london_date(now),
    )
    refused: dict[int, str] = {}
    if form.is_valid():
        data = form.cleaned_data
        made, refused = propose_to_group(
            template_id=data["template"],
            registration_ids=data["learners"],
            starts_on=data["starts_on"],
            words=data["words"],
            by=me(request),
            now=now,
        )
        if made:
            who = ", ".join(names[pk] for pk in made)
            messages.success(request, f"A plan was proposed to {who}. Each of them answers their own.")
        if not refused:
            return redirect("my-learners")
    words = {
        "form": form,
        "templates": templates,
        "learners": learners,
        "refused": [(names[pk], why) for pk, why in refused.items()],
    }
    status = REFUSED if form.errors or refused else 200
    return render(request, "learners/planning/group.html", words, status=status)
