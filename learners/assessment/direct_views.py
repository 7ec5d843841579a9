"""Beginning to judge without a hand-in: by records that count, or once more what was judged before."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.assessment.actions import claim_records, judge_again
from learners.assessment.direct_queries import Direct, direct_of
from learners.assessment.models import Judgement
from learners.assessment.policies import may_choose_to_judge
from learners.assessment.signoff_facts import with_units
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.views import registration_at

AGAIN = "again"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def to_judge(request: HttpRequest, token: str) -> HttpResponse:
    """What records let them judge, and what was judged before; ticked, it is taken and its page opens."""
    registration, now = with_units(registration_at(token)), clock.now()
    standing = standing_of(me(request), registration, on=clock.london_date(now))
    may_choose_to_judge(me(request), registration, on=clock.london_date(now), standing=standing).enforce()
    trouble = ""
    if request.method == "POST":
        try:
            return redirect("judge", _begun(request, registration).token)
        except Refused as refusal:
            trouble = refusal.reason
    found = direct_of(me(request), registration, standing, now=now)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    words = {
        "registration": registration,
        "standing": standing,
        "direct": found,
        "sent": sent,
        "on_records": _of_record(request, found) if not sent else _ticked(request) if sent != AGAIN else (),
        "on_again": _ticked(request) if sent == AGAIN else (_id(request.GET.get("criterion", "")),),
        "why": request.POST.get("why", ""),
        "work": request.POST.get("work", ""),
        "trouble": trouble,
    }
    return render(request, "learners/assessment/to_judge.html", words, status=REFUSED if trouble else 200)


def _begun(request: HttpRequest, registration: QualRegistration) -> Judgement:
    ids = _ticked(request)
    if request.POST.get("do") != AGAIN:
        return claim_records(registration_id=registration.pk, criteria=ids, by=me(request), now=clock.now())
    if not ids:
        raise Refused("Choose what you want to look at again.")
    why = request.POST.get("why", "")
    return judge_again(
        registration_id=registration.pk, criteria=ids, why=why, by=me(request), now=clock.now()
    )


def _ticked(request: HttpRequest) -> frozenset[int]:
    return frozenset(pk for one in request.POST.getlist("criterion") if (pk := _id(one)))


def _of_record(request: HttpRequest, found: Direct) -> list[int]:
    """Ticked already: what the record is about that a link led here from, or everything."""
    record = request.GET.get("record", "")
    return [one.pk for one in found.by_records if not record or record in one.records]


def _id(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
