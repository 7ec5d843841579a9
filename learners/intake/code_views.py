"""What brings people to some dates: link, code, poster, seat codes; and using a seat code on one's own phone."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from academy.accounts.views import REFUSED, me
from academy.shared import clock, pdf
from academy.shared.limits import within_limit
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import PUBLIC
from courses.delivery.words import when_words, where_words
from learners.enrolments.cohort_queries import counted, counts_of
from learners.enrolments.date_page import date_view
from learners.enrolments.my_queries import moment_words
from learners.enrolments.states import PlaceState
from learners.intake.code_actions import invite, send_again, use, withdraw
from learners.intake.code_forms import InviteForm, SeatCodeForm, typed_again
from learners.intake.code_policies import may_invite, may_use
from learners.intake.code_queries import codes_of, find_code, ways_to
from learners.intake.models import SeatCode
from learners.intake.policies import may_bring_in
from learners.intake.poster import print_poster

HERE = "learners/intake"
TRIES, HOUR = 60, 60 * 60  # a whole group may sit behind one address
TOO_OFTEN = "Too many codes were tried from here. Wait an hour, or ask your hub to book for you."
ASKS_GUARDIAN = "We keep your place. A parent or guardian has to agree before it is booked."
UNKNOWN = "We know no seat with this code. Look at the message once more, or ask the hub that sent it."


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that brings people to these dates."""
    cohort, now = _cohort(request, pk), clock.now()
    form = InviteForm(request.POST if request.method == "POST" else None)
    refused: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            people = form.cleaned_data["people"]
            made, refused = invite(cohort_id=pk, people=people, by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            if made:
                count = "A seat is kept" if len(made) == 1 else f"{len(made)} seats are kept"
                messages.success(request, f"{count}, and the code is on its way.")
            if not refused:
                return redirect("cohort-bring", pk)
            form = InviteForm(initial={"people": typed_again(refused)})
            cohort = _cohort(request, pk)
    first = cohort.live[0] if cohort.live else None
    words = {
        "cohort": cohort,
        "counts": counts_of(cohort),
        "form": form,
        "refused": refused,
        "ruling": may_invite(me(request), cohort, now=now),
        "page": codes_of(cohort, number=request.GET.get("page", 1), now=now),
        "public": cohort.state in PUBLIC,
        "ways": ways_to(
            cohort, when=when_words(first) if first else "", where=where_words(first) if first else ""
        ),
    }
    words["qr"] = Markup(pdf.qr_svg(words["ways"].short))  # made by us
    return render(request, f"{HERE}/bring.html", words, status=REFUSED if form.errors or refused else 200)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a code once more."""
    code = _code(request, pk)
    try:
        send_again(code_id=pk, by=me(request), now=clock.now())
        messages.success(request, f"The code for {code.full_name} is on its way again.")
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("cohort-bring", code.cohort_id)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of a seat that was kept."""
    code = _code(request, pk)
    try:
        withdraw(code_id=pk, by=me(request), now=clock.now())
        messages.success(request, f"The code for {code.full_name} works no more. Its seat is free.")
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("cohort-bring", code.cohort_id)


@login_required
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A page to print and hang up."""
    cohort = _cohort(request, pk)
    first = cohort.live[0] if cohort.live else None
    when, where = (when_words(first), where_words(first)) if first else ("", "")
    ways = ways_to(cohort, when=when, where=where)
    content = print_poster(cohort, ways, when=when, where=where, now=clock.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="poster-{cohort.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def type_code(request: HttpRequest) -> HttpResponse:
    """Where a seat code is typed."""
    if "code" not in request.GET:
        return render(request, f"{HERE}/seat_type.html", {"form": SeatCodeForm()})
    form = SeatCodeForm(request.GET)
    if form.is_valid():
        return redirect("seat", form.cleaned_data["code"])
    return render(request, f"{HERE}/seat_type.html", {"form": form}, status=REFUSED)


@never_cache
@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """What the message opens: the dates, and taking the seat. Signing up in between leads back here."""
    form = SeatCodeForm({"code": code})
    if not within_limit(request, "seat", times=TRIES, seconds=HOUR):
        return _no_seat(request, form, TOO_OFTEN, 429)
    found = find_code(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        return _no_seat(request, form, UNKNOWN, 404)
    ruling = may_use(found, now=clock.now())
    who: Any = request.user if request.user.is_authenticated else None
    mine = who is not None and found.place is not None and found.place.account_id == who.pk
    if mine:
        return redirect("date-page", found.cohort.token)
    if request.method == "POST" and who is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    if request.method == "POST" and ruling:
        try:
            place = use(code_id=found.pk, by=me(request), now=clock.now())
        except Refused as refusal:
            return _seat_page(request, found, refusal.reason, 403)
        asks = place.state == PlaceState.REQUESTED
        messages.success(
            request, ASKS_GUARDIAN if asks else "Your place is booked. The seat was kept for you."
        )
        return redirect("date-page", found.cohort.token)
    return _seat_page(request, found, ruling.reason, 200 if request.method == "GET" else 403)


def _seat_page(request: HttpRequest, found: SeatCode, refusal: str, status: int) -> HttpResponse:
    query = urlencode({"next": reverse("seat", args=[found.code])})
    who: Any = request.user if request.user.is_authenticated else None
    words = {
        "seat": found,
        "first_name": found.full_name.split(" ")[0],
        "date": date_view(found.cohort, who, now=clock.now()),
        "refusal": refusal,
        "until": moment_words(found.expires_at),
        "sign_in": f"{reverse('account_login')}?{query}",
        "sign_up": f"{reverse('account_signup')}?{query}",
        "signed_in": who is not None,
    }
    return render(request, f"{HERE}/seat.html", words, status=status)


def _no_seat(request: HttpRequest, form: SeatCodeForm, why: str, status: int) -> HttpResponse:
    form.is_valid()
    form.errors.clear()
    form.add_error("code", why)
    return render(request, f"{HERE}/seat_type.html", {"form": form}, status=status)


def _cohort(request: HttpRequest, pk: int) -> Any:
    cohort = get_object_or_404(counted(Cohort.objects.select_related("course", "hub")), pk=pk)
    may_bring_in(me(request), cohort, now=clock.now()).enforce()
    return cohort


def _code(request: HttpRequest, pk: int) -> SeatCode:
    code = get_object_or_404(SeatCode.objects.select_related("cohort__hub"), pk=pk)
    may_bring_in(me(request), code.cohort, now=clock.now()).enforce()
    return code
