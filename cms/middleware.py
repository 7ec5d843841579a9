"""What holds for every one of the editors' screens, Wagtail's and ours."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from academy.shared.rulings import Refused
from cms.csp import POLICY
from cms.pages.publishing import CannotPublish

EDITORS = "/editors/"
NOT_YOURS = (
    "These screens are for people who write pages and lessons. If that is you, ask the Academy's manager to make you "
    "a content editor."
)


class EditorsScreens:
    """Their own content policy; a plain no instead of a second sign-in; and reasons where publishing is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(EDITORS):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    def process_view(self, request: HttpRequest, *args: object) -> None:
        """Wagtail would send somebody who is signed in to sign in, for ever."""
        if not request.path.startswith(EDITORS) or getattr(request, "is_dummy", False):
            return
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise Refused(NOT_YOURS)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say why, where Wagtail would answer 500: a page may not be published, a thing that is in use may not go."""
        if not request.path.startswith(EDITORS):
            return None
        if isinstance(error, ProtectedError):
            names = ", ".join(f"“{user}”" for user in sorted(map(str, error.protected_objects))[:3])
            messages.error(
                request, f"This was not deleted, because it is in use: {names}. Take it out there first."
            )
            return redirect(request.get_full_path())
        if not isinstance(error, CannotPublish):
            return None
        messages.error(request, f"“{error.page_title}” was not published. {' '.join(error.messages)}")
        if error.page_id is not None:
            return redirect("wagtailadmin_pages:edit", error.page_id)
        return redirect(reverse("wagtailadmin_home"))
