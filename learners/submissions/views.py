"""The learner's own pages: what they need to show, and putting together what they hand in."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.signed_in_how import may_sign, way_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.actions import Declared, hand_in
from learners.submissions.check_queries import Checked, check
from learners.submissions.declaration import CURRENT
from learners.submissions.draft_actions import choose, draft_of, keep_answers, write_words
from learners.submissions.forms import DeclareForm, WordsForm
from learners.submissions.models import Submission
from learners.submissions.policies import may_ask_look, may_hand_in, may_see_what_to_show
from learners.submissions.queries import open_looks
from learners.submissions.show_queries import ShownUnit, ready_links, ready_pieces, to_show
from learners.submissions.states import CriterionState

HERE = "learners/submissions"


@login_required
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Unit by unit: what I have, what is thin, what is missing, what was handed in."""
    registration, on = registration_at(token), clock.today()
    standing = standing_of(me(request), registration, on=on)
    may_see_what_to_show(me(request), registration, on=on, standing=standing).enforce()
    units = to_show(registration, on=on)
    words = {
        "registration": registration,
        "units": units,
        "states": CriterionState,
        "ready": ready_pieces(units),
        "may": may_hand_in(me(request), registration, on=on, standing=standing),
        "may_look": may_ask_look(me(request), registration, on=on, standing=standing),
        "draft": draft_of(registration),
        "looks": open_looks([registration.pk]),
    }
    return render(request, f"{HERE}/to_show.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def pick(request: HttpRequest, token: str) -> HttpResponse:
    """First step: choose what goes in."""
    registration, on = registration_at(token), clock.today()
    standing = standing_of(me(request), registration, on=on)
    may_see_what_to_show(me(request), registration, on=on, standing=standing).enforce()
    may = may_hand_in(me(request), registration, on=on, standing=standing)
    units = to_show(registration, on=on)
    draft = draft_of(registration)
    trouble = ""
    if request.method == "POST":
        ids = _ticked(request, units)
        try:
            made = choose(registration_id=registration.pk, links=ids, by=me(request), now=clock.now())
        except Refused as refusal:
            trouble = refusal.reason
        else:
            if made.chosen:
                return redirect("hand-in-check", token=token)
            trouble = "Nothing is chosen yet. Tick at least one piece."
    chosen = set(draft.chosen if draft else ())
    if request.GET.get("choose") == "ready":
        chosen = set(ready_links(units))
    words = {
        "registration": registration,
        "units": units,
        "chosen": chosen,
        "ready": len(ready_links(units)),
        "may": may,
        "trouble": trouble,
    }
    return render(request, f"{HERE}/pick.html", words, status=REFUSED if trouble else 200)


@login_required
@require_http_methods(["GET", "POST"])
def look_over(request: HttpRequest, token: str) -> HttpResponse:
    """Second step: what goes in, what stands in the way, what is thin; and words to the assessor."""
    registration, draft, checked = _put_together(request, token)
    if draft is None or not checked.units:
        return redirect("hand-in", token=token)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"words": draft.words})
    if form.is_valid():
        write_words(
            registration_id=registration.pk,
            words=form.cleaned_data["words"],
            by=me(request),
            now=clock.now(),
        )
        return redirect("hand-in-declare" if checked.fits else "hand-in-check", token=token)
    words = {"registration": registration, "draft": draft, "checked": checked, "form": form}
    return render(request, f"{HERE}/look_over.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, token: str) -> HttpResponse:
    """Last step: the declaration, in a session that is the learner's own, and off it goes."""
    registration, draft, checked = _put_together(request, token)
    sign = may_sign(request, now=clock.now())
    form = DeclareForm(request.POST if request.method == "POST" else None, initial=_answers(draft))
    if request.method == "POST":
        if not sign:
            return _first_confirm(request, registration, form)
        if form.is_valid() and (made := _handed_in(request, registration, form)):
            messages.success(request, "Handed in. Well done.")
            return redirect("submission", token=made.token)
    elif draft is None or not checked.fits:
        return redirect("hand-in-check", token=token)
    words = {
        "registration": registration,
        "draft": draft,
        "checked": checked,
        "form": form,
        "declaration": CURRENT,
        "sign": sign,
        "confirm": _confirm(request),
    }
    return render(request, f"{HERE}/declare.html", words, status=REFUSED if form.errors else 200)


def _handed_in(request: HttpRequest, registration: QualRegistration, form: DeclareForm) -> Submission | None:
    """None, with the reason in the form, where it cannot be."""
    try:
        return hand_in(
            registration_id=registration.pk,
            token=request.POST.get("draft", ""),
            declared=Declared(how=str(way_of(request)), **form.declared()),
            by=me(request),
            now=clock.now(),
        )
    except Submission.DoesNotExist:
        form.add_error(None, "What you were handing in has changed. Look at it once more.")
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    return None


def _first_confirm(request: HttpRequest, registration: QualRegistration, form: DeclareForm) -> HttpResponse:
    """Keep what was answered, and come back."""
    ai_used = {"yes": True, "no": False}.get(str(form["ai_used"].value()))
    words = str(form["help_words"].value() or "")[: form.fields["help_words"].max_length]  # type: ignore[attr-defined]
    keep_answers(
        registration_id=registration.pk, ai_used=ai_used, help_words=words, by=me(request), now=clock.now()
    )
    return redirect(_confirm(request))


def _answers(draft: Submission | None) -> dict[str, str]:
    """What was answered before."""
    if draft is None:
        return {}
    ai_used = {True: "yes", False: "no", None: ""}[draft.ai_used]
    return {"version": CURRENT.version, "ai_used": ai_used, "help_words": draft.help_words or ""}


def _confirm(request: HttpRequest) -> str:
    return f"{reverse('confirm-yourself')}?next={request.path}"


def registration_at(token: str) -> QualRegistration:
    """The registration of this address, or 404."""
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    return get_object_or_404(rows, token=token)


def _ticked(request: HttpRequest, units: Iterable[ShownUnit]) -> list[int]:
    """Of the links on the page."""
    sent = set(request.POST.getlist("link"))
    known = [piece.link for unit in units for one in unit.criteria if one.may for piece in one.pieces]
    return [one for one in known if str(one) in sent]


def _put_together(request: HttpRequest, token: str) -> tuple[QualRegistration, Submission | None, Checked]:
    registration, on = registration_at(token), clock.today()
    may_hand_in(me(request), registration, on=on).enforce()
    draft = draft_of(registration)
    return registration, draft, check(registration, draft.chosen if draft else (), on=on)
