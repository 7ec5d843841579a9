"""The certificates of one cohort: to look through, and all of them at once to print."""

import tempfile
import zipfile

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from courses.delivery.models import Cohort
from courses.delivery.policies import may_see_cohort
from learners.certificates.cohort_queries import held_page, printed


@login_required
@require_safe
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds a certificate of these dates, and who gets theirs on paper."""
    cohort = _cohort(request, pk)
    page = held_page(cohort, request.GET.get("page", "1"))
    words = {"cohort": cohort, "page": page, "any_ready": any(row.href for row in page.object_list)}
    return render(request, "learners/certificates/cohort.html", words)


@login_required
@require_safe
def everything(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All files of these dates in one, for the printer."""
    cohort = _cohort(request, pk)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it when it is sent
    with zipfile.ZipFile(file, "w") as bundle:
        for certificate in printed(cohort):
            name = get_valid_filename(f"{certificate.name} {certificate.serial}.pdf")
            with default_storage.open(str(certificate.pdf)) as pdf:
                bundle.writestr(name, pdf.read())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"certificates-{cohort.pk}.zip")


def _cohort(request: HttpRequest, pk: int) -> Cohort:
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_see_cohort(me(request), cohort, now=clock.now()).enforce()
    return cohort
