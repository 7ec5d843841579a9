"""Adding a piece and changing it: one page for each kind, which keeps itself as somebody types."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.browser_rules import may_record
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from learners.portfolio.actions import add_evidence, change_evidence
from learners.portfolio.attaching import Sent, attach
from learners.portfolio.file_queries import used_by
from learners.portfolio.forms import ADDED, BEGIN, EvidenceForm
from learners.portfolio.models import EvidenceItem
from learners.portfolio.policies import may_add_evidence, may_change_evidence
from learners.portfolio.rules import HOLDS_FILES
from learners.portfolio.states import EvidenceKind
from learners.portfolio.views import PAGES, own

ACCEPT = {EvidenceKind.PHOTO: "image/*,.heic,.heif", EvidenceKind.RECORDING: "audio/*,video/*"}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A new piece."""
    if kind not in ADDED:
        raise Http404("There is no such kind of evidence.")
    if not (may := may_add_evidence(me(request))):
        return render(request, f"{PAGES}/not_open.html", {"reason": may.reason}, status=403)
    return _answer(request, EvidenceKind(kind), None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same page, of a piece that is there."""
    item = own(request, token)
    may_change_evidence(me(request), item).enforce()
    return _answer(request, EvidenceKind(item.kind), item)


def _answer(request: HttpRequest, kind: EvidenceKind, item: EvidenceItem | None) -> HttpResponseBase:
    """Where something is recorded, the browser may use its microphone."""
    view = may_record(_form) if kind == EvidenceKind.RECORDING else _form
    return view(request, kind, item)


def _form(request: HttpRequest, kind: EvidenceKind, item: EvidenceItem | None) -> HttpResponseBase:
    if request.method == "POST":
        return _keep(request, EvidenceForm(request.POST, kind=kind), item)
    initial = EvidenceForm.of(item) if item else {"key": new_token()}
    return _page(request, EvidenceForm(kind=kind, initial=initial), item)


def _page(
    request: HttpRequest,
    form: EvidenceForm,
    item: EvidenceItem | None,
    *,
    sent: Sent | None = None,
    wrong: str = "",
) -> HttpResponse:
    """`sent`: files that are to come back with a form that has something to put right; `wrong` with them."""
    holds = form.kind in HOLDS_FILES
    words: dict[str, Any] = {
        "form": form,
        "kind": form.kind,
        "item": item,
        "holds_files": holds,
        "accept": ACCEPT.get(form.kind, ""),
        "used": used_by(me(request)) if holds else 0,
        "most": settings.PORTFOLIO_BYTES,
        "sent": sent or Sent(),
        "file_wrong": wrong,
        "there": item.files.filter(removed_at=None).count() if item and holds else 0,
    }
    return render(request, f"{PAGES}/add.html", words, status=REFUSED if form.errors else 200)


def _keep(request: HttpRequest, form: EvidenceForm, item: EvidenceItem | None) -> HttpResponse:
    """Keep what can be kept, also where something has to be put right; tell a script or a person."""
    script = request.headers.get("Accept", "").startswith("application/json")
    form.is_valid()
    if item is None and "key" in form.errors:
        raise Refused("This page was changed on its way to us. Open it again, please.")
    sent = Sent() if script or form.kind not in HOLDS_FILES else Sent.of(request.POST, request.FILES)
    if item is not None or form.says_something() or sent:
        item = _write(request, form, item)
        wrong = attach(item=item, sent=sent, by=me(request), now=clock.now())
    else:
        form.add_error(None, BEGIN)
        wrong = []
    if script:
        return JsonResponse(_told(form, item), status=200 if item else REFUSED)
    for words in wrong:
        form.add_error(None, words)
    if item is None or form.errors:
        return _page(request, form, item, wrong=" ".join(wrong))
    messages.success(request, "It is in your portfolio.")
    return redirect(f"{reverse('evidence', args=[item.token])}#kept")  # controllers/kept.js


def _write(request: HttpRequest, form: EvidenceForm, item: EvidenceItem | None) -> EvidenceItem:
    if item is not None:
        return change_evidence(item_id=item.pk, words=form.words(), by=me(request), now=clock.now())
    key = form.cleaned_data["key"]
    return add_evidence(kind=form.kind, words=form.words(), token=key, by=me(request), now=clock.now())


def _told(form: EvidenceForm, item: EvidenceItem | None) -> dict[str, Any]:
    """What a script hears: when it was kept, where it is now, and what could not be kept."""
    wrong = [str(error) for found in form.errors.values() for error in found]
    return {
        "saved_at": item.changed_at.isoformat() if item else None,
        "href": reverse("evidence-change", args=[item.token]) if item else None,
        "error": " ".join(wrong),
    }
