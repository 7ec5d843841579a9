"""The holder's pages, and the page where anybody checks a number."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from academy.accounts.forms import CertificateNameForm
from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.limits import within_limit
from academy.shared.storage import range_response
from learners.certificates.actions import confirm_name, correct_name, hide_certificate
from learners.certificates.forms import SerialForm
from learners.certificates.models import Certificate
from learners.certificates.policies import may_correct_name
from learners.certificates.printing import when_words

log = logging.getLogger(__name__)


@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Which name shall we print? Asked once, before the first certificate."""
    assert isinstance(request.user, Account)
    form = CertificateNameForm(request.POST or None, initial={"name": _known_name(request.user)})
    if request.method == "POST" and form.is_valid():
        confirm_name(name=form.cleaned_data["name"], by=request.user, now=clock.now())
        messages.success(
            request, "Thank you. We are making your certificate and e-mail you when it is ready."
        )
        return redirect("my-learning")
    return render(request, "learners/certificates/name.html", {"form": form, "certificate": None})


@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The certificate's own page. Whoever has its address may see it, as with a paper that was handed on."""
    found = _certificate(token)
    mine = request.user.is_authenticated and found.enrolment.account.person_id == request.user.pk
    context = {
        "certificate": found,
        "certificate_time": when_words(found),
        "mine": mine,
        "replaced_by": getattr(found, "replaced_by", None),
    }
    return render(request, "learners/certificates/certificate.html", context)


@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The printed certificate."""
    found = _certificate(token)
    if found.pdf is None:
        return render(
            request,
            "learners/certificates/certificate.html",
            {"certificate": found, "certificate_time": when_words(found), "mine": False},
            status=404,
        )
    try:
        file = default_storage.open(found.pdf)
    except OSError as error:
        log.error("the file of certificate %s is missing: %s", found.pk, error)
        reason = "We cannot find the file of this certificate just now. Its number still verifies. We have been told."
        return render(request, "404.html", {"reason": reason}, status=404)
    response = range_response(
        request,
        file,
        size=file.size,
        content_type="application/pdf",
        etag=f'"{found.pdf_sha256}"',
        filename=f"certificate-{found.serial}.pdf",
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
def correct(request: HttpRequest, token: str) -> HttpResponse:
    """Is the name wrong? A new certificate, free; the old one says "replaced"."""
    assert isinstance(request.user, Account)
    found = _certificate(token)
    form = CertificateNameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        new = correct_name(
            certificate_id=found.pk, name=form.cleaned_data["name"], by=request.user, now=clock.now()
        )
        messages.success(request, "We have made your certificate again with the name you gave.")
        return redirect("certificate", new.token)
    may_correct_name(request.user.pk, found).enforce()
    return render(request, "learners/certificates/name.html", {"form": form, "certificate": found})


@login_required
def hide(request: HttpRequest, token: str) -> HttpResponse:
    """Close or open the public page. Whoever had to sign in first is led back to the button."""
    assert isinstance(request.user, Account)
    found = _certificate(token)
    if request.method == "POST":
        hidden = request.POST.get("hidden") == "yes"
        hide_certificate(certificate_id=found.pk, hidden=hidden, by=request.user, now=clock.now())
    return redirect("certificate", token)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Type a number; a good one leads to its page."""
    form = SerialForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("verify-certificate", form.cleaned_data["serial"])
    return render(
        request, "learners/certificates/verify.html", {"form": form}, status=400 if form.errors else 200
    )


@require_safe
def verified(request: HttpRequest, serial: str) -> HttpResponse:
    """What a number stands for: name as printed, course, date, state, and nothing else (INV-35)."""
    if not within_limit(request, "verify", times=60, seconds=3600):
        return render(request, "429.html", {"minutes": 60}, status=429)
    found = (
        Certificate.objects.select_related("replaced_by").filter(serial=serial.upper(), hidden=False).first()
    )
    response = render(
        request,
        "learners/certificates/verified.html",
        {"certificate": found, "serial": serial[:40]},
        status=200 if found else 404,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _certificate(token: str) -> Certificate:
    return get_object_or_404(
        Certificate.objects.select_related("enrolment__account", "replaced_by"), token=token
    )


def _known_name(account: Account) -> str:
    return account.name_for_certificate or account.full_name
