"""Taking the content of one file away for good, for those who decide about data protection."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.signed_in_how import may_sign, way_of
from academy.accounts.views import REFUSED, me
from academy.keeping.forms import AddressForm, RemovalForm
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.portfolio.models import EvidenceFile
from learners.submissions.removal_actions import remove_content
from learners.submissions.removal_policies import may_remove_content
from learners.submissions.removal_queries import hand_ins_with, handed_at, same_content

HERE = "academy/keeping"


@login_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Which file: by the address of the hand-in that it is part of."""
    may_remove_content(me(request), on=clock.today()).enforce()
    form = AddressForm(request.GET if "address" in request.GET else None)
    found = handed_at(form.cleaned_data["address"]) if form.is_valid() else None
    return render(request, f"{HERE}/removal_find.html", {"form": form, "found": found})


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """What goes and what stays; with a reason and a press (POST) it goes."""
    file = get_object_or_404(EvidenceFile.objects.select_related("item__account"), token=token)
    may = may_remove_content(me(request), [file], on=clock.today())
    may.enforce()
    sign = may_sign(request, now=clock.now())
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not sign:
        form.add_error(None, sign.reason)
    elif form.is_valid():
        try:
            gone = remove_content(
                file_id=file.pk,
                reason=form.cleaned_data["reason"],
                how=way_of(request),
                by=me(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            places = "place" if gone == 1 else "places"
            messages.success(request, f"The content is gone, from {gone} {places}. The history says so.")
            return redirect("remove-content-of", token)
    words = {
        "file": file,
        "same": len(same_content(file)),
        "hand_ins": hand_ins_with(file),
        "form": form,
        "sign": sign,
        "confirm": f"{reverse('confirm-yourself')}?next={request.path}",
    }
    return render(request, f"{HERE}/removal.html", words, status=REFUSED if form.errors else 200)
