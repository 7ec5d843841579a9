"""A record as the learner reads it, confirms it, or says that it was different; and as others read it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.signed_in_how import may_sign, way_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling
from learners.assessment.record_actions import confirm_record, query_record
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_policies import (
    may_answer_record,
    may_judge_from,
    may_share_record,
    may_take_back_record,
)
from learners.assessment.record_queries import files_of
from learners.assessment.record_reading import open_record
from learners.assessment.seen import moment_sent
from learners.assessment.states import RecordState
from learners.portfolio.file_queries import addresses_of
from learners.registrations.standing import standing_of

HERE = "learners/assessment"
KEPT = "record-words:"  # in the session, while somebody shows that it is them


class RecordAnswerForm(forms.Form):
    words = forms.CharField(
        label="Your words",
        help_text="You can leave this empty if all of it is right. If something was different, say what.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "This is too long. Use 2000 characters or fewer."},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, token: str) -> HttpResponse:
    """What was seen, heard or asked; the learner's answer below."""
    now = clock.now()
    on = clock.london_date(now)
    try:
        record = open_record(token=token, by=me(request), now=now)
    except AssessorRecord.DoesNotExist:
        raise Http404("There is no such record.") from None
    except Refused as refusal:
        if typed := request.POST.get("words", "").strip():
            return _shut(request, refusal.reason, typed)
        raise
    standing = standing_of(me(request), record.registration, on=on)
    may = may_answer_record(me(request), record, on=on, standing=standing)
    sign = may_sign(request, now=now)
    kept = request.session.get(KEPT + token, "")
    form = RecordAnswerForm(request.POST or None, initial={"words": kept})
    if request.method == "POST":
        if request.POST.get("do") == "confirm" and may and not sign:
            request.session[KEPT + token] = request.POST.get("words", "")[:2000]
            return redirect(f"{reverse('confirm-yourself')}?next={request.path}")
        if form.is_valid() and _answered(request, record, form):
            request.session.pop(KEPT + token, None)
            return redirect("record-read", token=token)
        record = open_record(token=token, by=me(request), now=now)  # as it is now
        may = may_answer_record(me(request), record, on=on, standing=standing)
    words = {
        "record": record,
        "registration": record.registration,
        "own": standing.own,
        "form": form,
        "may": may,
        "sign": sign,
        "states": RecordState,
        "files": [(one, addresses_of(one, me(request))) for one in files_of(record)],
        "judges": may_judge_from(me(request), record, on=on, standing=standing),
        "may_share": may_share_record(me(request), record, on=on, standing=standing),
        "may_take_back": may_take_back_record(me(request), record, on=on, standing=standing),
    }
    return render(request, f"{HERE}/record_read.html", words, status=REFUSED if form.errors else 200)


def _shut(request: HttpRequest, reason: str, typed: str) -> HttpResponse:
    """It was taken back, or is not theirs to read any more; what they typed goes back to them."""
    words = {
        "may": Ruling.no(reason),
        "typed": [("Your words", typed)],
        "back": (reverse("my-learning"), "Back to my learning"),
        "staff": False,
    }
    return render(request, f"{HERE}/record_closed.html", words, status=403)


def _answered(request: HttpRequest, record: AssessorRecord, form: RecordAnswerForm) -> bool:
    """False, with the reason in the form, where it could not be."""
    words, seen = form.cleaned_data["words"], moment_sent(request.POST.get("seen", ""))
    try:
        if request.POST.get("do") == "different":
            query_record(record_id=record.pk, words=words, by=me(request), now=clock.now(), seen=seen)
            messages.success(request, f"Sent. {record.assessor.full_name} reads it and answers.")
        else:
            how = str(way_of(request))
            confirm_record(
                record_id=record.pk, words=words, how=how, by=me(request), now=clock.now(), seen=seen
            )
            messages.success(request, "Confirmed. Your assessor can use it from now on.")
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True
