"""Where the mail provider reports what became of messages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from academy.shared import clock
from learners.reminders.provider import events_in, is_configured
from learners.reminders.provider_actions import take_event


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def mail_events(request: HttpRequest) -> HttpResponse:
    """Take what the configured provider says (POST), and be there when it looks whether we are (HEAD)."""
    if not is_configured():
        raise Http404("No mail provider reports here.")
    if request.method == "POST":
        for event in events_in(request):
            take_event(event, now=clock.now())
    return HttpResponse()
