"""What was handed in: the learner's list of it, whether it was changed, and giving it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.registrations.standing import standing_of
from learners.submissions.actions import return_unassessed
from learners.submissions.forms import ReturnForm
from learners.submissions.models import Submission
from learners.submissions.policies import may_return, may_see, may_see_what_to_show
from learners.submissions.queries import handed_in_by
from learners.submissions.submission_queries import piece_choices
from learners.submissions.verify_queries import verify
from learners.submissions.views import registration_at

HERE = "learners/submissions"
ON_A_PAGE = 25


@login_required
@require_safe
def listed(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that I handed in, the newest first."""
    registration = registration_at(token)
    may_see_what_to_show(me(request), registration, on=clock.today()).enforce()
    page = Paginator(handed_in_by(registration), ON_A_PAGE).get_page(request.GET.get("page", "1"))
    looks = registration.looks.all()[:ON_A_PAGE]
    return render(
        request, f"{HERE}/handed_in.html", {"registration": registration, "page": page, "looks": looks}
    )


@login_required
@require_POST
def check_again(request: HttpRequest, token: str) -> HttpResponse:
    """Read every file and compare it with what was handed in."""
    made = submission_at(token)
    may_see(me(request), made, on=clock.today()).enforce()
    found = verify(made)
    if found.whole:
        messages.success(request, "Nothing has changed since it was handed in. Every file was read.")
    else:
        messages.error(request, found.difference)
    return redirect("submission", token=token)


@login_required
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Without a judgement, with the reason."""
    now, made = clock.now(), submission_at(token)
    on = clock.london_date(now)
    standing = standing_of(me(request), made.registration, on=on)
    may_return(me(request), made, on=on, standing=standing).enforce()
    pieces = piece_choices(made, units=standing.assesses)
    form = ReturnForm(request.POST if request.method == "POST" else None, pieces=pieces)
    if form.is_valid():
        try:
            return_unassessed(
                submission_id=made.pk,
                reason=form.cleaned_data["reason"],
                words=form.cleaned_data["words"],
                numbers=[int(one) for one in form.cleaned_data["pieces"]],
                by=me(request),
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Given back. {made.registration.account.full_name} is told why.")
            return redirect("submission", token=token)
    words = {"form": form, "made": made, "registration": made.registration}
    return render(request, f"{HERE}/give_back.html", words, status=REFUSED if form.errors else 200)


def submission_at(token: str) -> Submission:
    """What was handed in under this address, or 404."""
    rows = Submission.objects.select_related("registration__account", "registration__version__qualification")
    return get_object_or_404(rows, token=token)
