"""/dev/mail/: the letter box of the demo. Routed only where settings.DEMO is true."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from academy.demo.messages import Mail, read_mails

# A mail's HTML brings its own styles and must be able to do nothing else; its links open outside of the frame.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


@never_cache
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first; with ?html=<key> the HTML body of one, locked in."""
    mails = read_mails(Path(getattr(settings, "EMAIL_FILE_PATH", settings.DATA_DIR / "mail")))
    wanted = request.GET.get("html")
    if wanted is not None:
        return _letter(mails, wanted)
    return render(request, "demo/mail.html", {"mails": mails})


def _letter(mails: list[Mail], key: str) -> HttpResponse:
    for mail in mails:
        if mail.key == key and mail.html:
            return HttpResponse(mail.html, headers={"Content-Security-Policy": LETTER_POLICY})
    raise Http404("There is no such mail, or it has no HTML.")
