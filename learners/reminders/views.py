"""What a person sees and decides about messages. Only the owner, signed in, changes anything by opening a page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling
from learners.reminders.choice_actions import (
    NoSuchAnswer,
    answer_message,
    mark_followed,
    mark_read,
    start_again,
    stop_kinds,
)
from learners.reminders.choice_queries import standing_of, together_with
from learners.reminders.inbox_queries import inbox_page, message_view, readable
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.policies import can_be_left, may_answer, may_read, may_start_again, may_stop
from learners.reminders.states import Purpose, Way

PLACE = "learners/reminders"
ONE_CLICK = [("List-Unsubscribe", ["One-Click"])]  # RFC 8058: what a mail program posts, and nothing else


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything we have sent you."""
    page = inbox_page(me(request), number=request.GET.get("page", 1))
    return render(request, f"{PLACE}/messages.html", {"page": page})


@login_required
@require_safe
def message(request: HttpRequest, token: str) -> HttpResponse:
    """One message, to its owner."""
    sent = get_object_or_404(readable(), token=token)
    if not (ruling := may_read(me(request), sent)):
        return _not_yours(request, ruling)
    now = clock.now()
    if request.method == "GET":
        mark_read(sent=sent, now=now)
    return render(request, f"{PLACE}/message.html", {"sent": sent, "message": message_view(sent, now=now)})


@login_required
@require_safe
def go(request: HttpRequest, token: str) -> HttpResponse:
    """The link in every message: whoever is signed out signs in and comes back here, then goes on."""
    sent = get_object_or_404(Sent, token=token)
    if not (ruling := may_read(me(request), sent)):
        return _not_yours(request, ruling)
    if request.method == "GET":
        mark_followed(sent=sent, now=clock.now())
    leads = sent.href.startswith("/") and url_has_allowed_host_and_scheme(sent.href, allowed_hosts=None)
    return redirect(sent.href) if leads else redirect("messages")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question of a message, for whoever has its link. Asks first; only a pressed button acts."""
    sent = _sent(token)
    if request.method != "POST":
        return _answer_page(request, sent)
    try:
        answer_message(token=token, key=request.POST.get("answer", ""), now=clock.now())
    except NoSuchAnswer:
        return _answer_page(request, sent, status=422)
    except Refused as refused:
        return _answer_page(request, sent, Ruling.no(refused.reason), status=403)
    return redirect("message-answer", token)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more of these. A mail program may say so in one press, without cookies; it is answered without a redirect."""
    if request.method == "POST" and list(request.POST.lists()) == ONE_CLICK and not request.FILES:
        sent = _sent(token)
        stop_kinds(token=token, now=clock.now())
        return _stop_page(request, sent)
    return _stop(request, token)


@csrf_protect
def _stop(request: HttpRequest, token: str) -> HttpResponse:
    sent = _sent(token)
    if request.method != "POST":
        return _stop_page(request, sent)
    if request.POST.get("again") == "yes":
        try:
            start_again(token=token, now=clock.now())
        except Refused:
            return redirect("message-choices")  # by way of signing in
    elif request.POST.get("stop") == "yes":
        stop_kinds(token=token, now=clock.now())
    return redirect("message-stop", token)


def _answer_page(
    request: HttpRequest, sent: Sent, ruling: Ruling | None = None, status: int = 200
) -> HttpResponse:
    ruling = may_answer(sent, now=clock.now()) if ruling is None else ruling  # a no is falsy
    reminder = REMINDERS.get(sent.kind)
    question = reminder.question if reminder else None
    asked = [one for one in question.answers if one.key != sent.answer] if question else []
    first = request.GET.get("a", "")
    words = {
        "sent": sent,
        "ruling": ruling,
        "question": question,
        "given": question.answer(sent.answer) if question else None,
        "answers": sorted(asked, key=lambda one: one.key != first),
        "first": first,
        "pressed_nothing": status == 422,
        "mine": request.user.is_authenticated and request.user.pk == sent.account_id,
    }
    return _unlisted(render(request, f"{PLACE}/answer.html", words, status=status))


def _stop_page(request: HttpRequest, sent: Sent) -> HttpResponse:
    together = together_with(sent)
    standing = standing_of([sent.account_id])[sent.account_id]
    known = {one.kind: REMINDERS.get(one.kind) for one in together if can_be_left(one)}
    left = [reminder for reminder in known.values() if reminder is not None]
    news = [one for one in left if one.purpose is Purpose.MARKETING]
    words = {
        "sent": sent,
        "ruling": may_stop(together),
        "titles": [one.title for one in left],
        "stopped": not any(standing.wants(one, Way.EMAIL) for one in left),
        "news": bool(news),
        "only_news": bool(news) and len(news) == len(left),
        "again": bool(may_start_again(together, now=clock.now())),
    }
    return _unlisted(render(request, f"{PLACE}/stop.html", words))


def _not_yours(request: HttpRequest, ruling: Ruling) -> HttpResponse:
    words = {"reason": ruling.reason, "here": request.path}
    return render(request, f"{PLACE}/not_yours.html", words, status=403)


def _sent(token: str) -> Sent:
    return get_object_or_404(Sent.objects.select_related("account"), token=token)


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
