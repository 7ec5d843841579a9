"""What an assessor writes down, on a phone or at a desk: begun, gone on with, shared."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.browser_rules import may_record
from academy.shared.rulings import Refused, Ruling
from learners.assessment import record_forms as forms
from learners.assessment.record_actions import (
    KINDS,
    Changed,
    begin_record,
    leave_record,
    share_record,
    take_back_record,
    write_record,
)
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_policies import (
    may_leave_record,
    may_list_records,
    may_read_record,
    may_share_record,
    may_take_back_record,
    may_write_record,
    may_write_records,
)
from learners.assessment.record_queries import (
    criteria_to_choose,
    files_of,
    planned_for,
    record_at,
    records_of,
    words_of,
)
from learners.assessment.record_rules import RecordWords
from learners.assessment.seen import moment_sent
from learners.assessment.states import RECORD_OWNERS, RECORD_WRITTEN, RecordState
from learners.portfolio.attaching import Sent, attach
from learners.portfolio.file_actions import remove_file
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.views import registration_at

HERE = "learners/assessment"
ON_A_PAGE = 25


@login_required
@require_safe
def listed(request: HttpRequest, token: str) -> HttpResponse:
    """Those of one learner, for the learner and for those who assess or check them."""
    registration, on = registration_at(token), clock.today()
    standing = standing_of(me(request), registration, on=on)
    may_list_records(me(request), registration, on=on, standing=standing).enforce()
    rows = records_of(registration, me(request), own=standing.own)
    words = {
        "registration": registration,
        "own": standing.own,
        "standing": standing,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "may": may_write_records(me(request), registration, on=on, standing=standing),
        "kinds": KINDS,
        "owners": RECORD_OWNERS,
        "states": RecordState,
        "me": me(request),
    }
    return render(request, f"{HERE}/records.html", words)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may_record
def begin(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A new one. The page opens without a signal too, once it was opened with one."""
    if kind not in [one.value for one in KINDS]:
        raise Http404("There is no such record.")
    registration, sort = registration_at(token), EvidenceKind(kind)
    if not (may := may_write_records(me(request), registration, on=clock.today())):
        if request.method == "POST":
            return _shut(request, sort, may, (reverse("records", args=[token]), "See the records"))
        may.enforce()
    task = request.GET.get("task", "")
    start = {
        "key": uuid4(),
        "page": uuid4(),
        "happened_on": clock.today(),
        "task": int(task) if task.isascii() and task.isdigit() and len(task) < 18 else None,
    }
    form = forms.RecordForm(request.POST or None, kind=sort, initial=start)
    if request.method != "POST":
        return _page(request, registration, sort, form, [])
    return _keep(request, registration, sort, form, None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may_record
def record(request: HttpRequest, token: str) -> HttpResponse:
    """Go on with it. Whoever does not write it reads it."""
    found = _found(token)
    kind = EvidenceKind(found.item.kind)
    do = request.POST.get("do", "")
    if do in ("take-back", "leave", "again"):
        return _moved(request, found, do)
    if not (may := may_write_record(me(request), found, on=clock.today())):
        if request.method == "POST":
            return _shut(
                request, kind, may, (reverse("record-read", args=[token]), "See the record as it is now")
            )
        may_read_record(me(request), found, on=clock.today()).enforce()
        return redirect("record-read", token=token)
    words = words_of(found)
    start = forms.start_of(words, key=found.key, seen=found.changed_at.isoformat())
    form = forms.RecordForm(request.POST or None, kind=kind, initial=start)
    if request.method != "POST":
        return _page(request, found.registration, kind, form, forms.rows_of(words), found)
    if wrong := _taken_out(request, found):
        form.add_error(None, wrong)
    return _keep(request, found.registration, kind, form, found)


def _keep(
    request: HttpRequest,
    registration: QualRegistration,
    kind: EvidenceKind,
    form: forms.RecordForm,
    found: AssessorRecord | None,
) -> HttpResponse:
    """Keep it, and where that was pressed, share it; nothing that was typed is lost."""
    script = _by_script(request)
    rows, newer = forms.rows_sent(request.POST), None
    if form.is_valid() and not any(row.error for row in rows):
        try:
            found = _written(request, registration, kind, form, rows, found)
        except Changed as refusal:
            form.add_error(None, refusal.reason)
            found = newer = refusal.record
            form.data = {**request.POST.dict(), "seen": newer.changed_at.isoformat()}  # they see it now
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            sent = Sent() if script else Sent.of(request.POST, request.FILES)
            if sent:
                _written_again(request, found)
            for wrong in attach(item=found.item, sent=sent, by=me(request), now=clock.now()):
                form.add_error(None, wrong)
    if script:
        return _told(form, rows, found)
    if not form.errors and not any(row.error for row in rows) and found is not None:
        if request.POST.get("do") != "share":
            if not request.POST.get("remove"):
                messages.success(request, "Kept. The learner does not see it yet.")
            return redirect(f"{reverse('record', args=[found.token])}#kept")
        try:
            share_record(record_id=found.pk, by=me(request), now=clock.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Shared. {registration.account.full_name} is asked to confirm it.")
            return redirect(f"{reverse('record-read', args=[found.token])}#kept")
    return _page(request, registration, kind, form, rows, found, newer)


def _written(
    request: HttpRequest,
    registration: QualRegistration,
    kind: EvidenceKind,
    form: forms.RecordForm,
    rows: list[forms.Row],
    found: AssessorRecord | None,
) -> AssessorRecord:
    words: RecordWords = form.words(rows)
    said = form.cleaned_data
    seen = moment_sent(said["seen"]) if found or said["seen"] else None
    if found is None:
        return begin_record(
            key=said["key"] or uuid4(),
            registration_id=registration.pk,
            kind=kind,
            words=words,
            task_id=said["task"],
            page=said["page"],
            seen=seen,
            by=me(request),
            now=clock.now(),
        )
    return write_record(
        record_id=found.pk, words=words, seen=seen, page=said["page"], by=me(request), now=clock.now()
    )


def _moved(request: HttpRequest, found: AssessorRecord, do: str) -> HttpResponse:
    """Taken back to be changed, thrown away, or shared once more as it is."""
    if do == "again":
        share_record(record_id=found.pk, by=me(request), now=clock.now())
        messages.success(request, f"Shared. {found.registration.account.full_name} is asked to answer it.")
        return redirect("record-read", token=found.token)
    if do == "take-back":
        take_back_record(record_id=found.pk, by=me(request), now=clock.now())
        messages.success(request, "Taken back. Change it, then share it again.")
        return redirect("record", token=found.token)
    leave_record(record_id=found.pk, by=me(request), now=clock.now())
    messages.success(request, "Thrown away. The learner never saw it.")
    return redirect("records", token=found.registration.token)


def _taken_out(request: HttpRequest, found: AssessorRecord) -> str:
    """The file whose button was pressed; why not, where it stays."""
    file = found.item.files.filter(token=request.POST.get("remove", "")).first()
    if file is None:
        return ""
    try:
        _written_again(request, found)
        remove_file(file_id=file.pk, by=me(request), now=clock.now(), why="Taken out by the assessor")
    except Refused as refusal:
        return refusal.reason
    return ""


def _written_again(request: HttpRequest, found: AssessorRecord) -> None:
    """One that the learner sees differently is a draft from the first change on, of its files too."""
    if AssessorRecord.objects.filter(pk=found.pk, state=RecordState.QUERIED).exists():
        take_back_record(record_id=found.pk, by=me(request), now=clock.now())


def _shut(request: HttpRequest, kind: EvidenceKind, may: Ruling, back: tuple[str, str]) -> HttpResponse:
    """They may write it no more; what they typed goes back to them. back: (address, words) of where
    they see how it stands."""
    if _by_script(request):
        return JsonResponse({"saved_at": None, "error": may.reason}, status=403)
    words = {"may": may, "typed": forms.typed_of(request.POST, kind), "back": back, "staff": True}
    return render(request, f"{HERE}/record_closed.html", words, status=403)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _page(
    request: HttpRequest,
    registration: QualRegistration,
    kind: EvidenceKind,
    form: forms.RecordForm,
    rows: list[forms.Row],
    found: AssessorRecord | None = None,
    newer: AssessorRecord | None = None,
) -> HttpResponse:
    on = clock.today()
    standing = standing_of(me(request), registration, on=on)
    wrong = bool(form.errors) or any(row.error for row in rows)
    words = {
        "registration": registration,
        "kind": kind,
        "form": form,
        "rows": forms.with_spare(rows),
        "units": criteria_to_choose(registration, standing.assesses),
        "planned": planned_for(registration),
        "record": found,
        "newer": newer,
        "files": files_of(found) if found else [],
        "may_share": may_share_record(me(request), found, on=on, standing=standing) if found else None,
        "may_leave": may_leave_record(me(request), found, on=on, standing=standing) if found else None,
        "may_take_back": may_take_back_record(me(request), found, on=on, standing=standing)
        if found
        else None,
        "rows_wrong": any(row.error for row in rows),
    }
    return render(request, f"{HERE}/record.html", words, status=REFUSED if wrong else 200)


def _told(form: forms.RecordForm, rows: list[forms.Row], found: AssessorRecord | None) -> JsonResponse:
    """What a script hears: when it was kept, where it is now, what could not be kept; and whether it was sent on, so
    that nothing more is written into it."""
    wrong = [str(error) for errors in form.errors.values() for error in errors]
    wrong += [row.error for row in rows if row.error]
    kept = found is not None and not wrong
    return JsonResponse(
        {
            "saved_at": found.changed_at.isoformat() if kept and found else None,
            "seen": found.changed_at.isoformat() if kept and found else None,
            "href": reverse("record", args=[found.token]) if kept and found else None,
            "error": " ".join(wrong),
            "done": bool(kept and found and found.state not in RECORD_WRITTEN),
        },
        status=200 if kept else REFUSED,
    )


def _found(token: str) -> AssessorRecord:
    try:
        return record_at(token)
    except AssessorRecord.DoesNotExist:
        raise Http404("There is no such record.") from None
