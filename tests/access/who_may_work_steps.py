"""Steps of who_may.py that are about plans, pieces and what is handed in."""

from collections.abc import Callable

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from learners.dashboards import work_policies as work
from learners.planning import policies as planning
from learners.portfolio import file_policies as files
from learners.portfolio import policies as portfolio
from learners.portfolio import witness_policies as witnesses
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import Others
from learners.submissions import policies as submissions
from learners.submissions import removal_policies as removal
from tests.access.who_may_steps import of_registration, step
from tests.access.who_may_world import Case, S
from tests.learners.qualifying import NOON, TODAY

of_registration("write a plan", planning.may_plan, S.IN_PROGRESS)
of_registration("read plan and notes", planning.may_read_plan, S.IN_PROGRESS)
of_registration("write a note", planning.may_write_note, S.IN_PROGRESS)
of_registration("see the page of the work", work.may_see_work, S.IN_PROGRESS)


@step("agree to the plan", planning.may_answer_plan)
def _answer_plan(by: Account, case: Case) -> Ruling:
    return planning.may_answer_plan(by, case.proposed, now=NOON)


@step("mark a task done", planning.may_mark_done)
def _done(by: Account, case: Case) -> Ruling:
    return planning.may_mark_done(by, case.task, now=NOON)


@step("open “My learners”", planning.may_see_learners)
def _my_learners(by: Account, case: Case) -> Ruling:
    return planning.may_see_learners(by, now=NOON)


@step("see templates", planning.may_see_templates)
def _templates(by: Account, case: Case) -> Ruling:
    return planning.may_see_templates(by, now=NOON)


@step("keep templates of the hub", planning.may_keep_template)
def _keep_template(by: Account, case: Case) -> Ruling:
    return planning.may_keep_template(by, case.registration.version, case.registration.hub, now=NOON)


@step("begin the plan with a template", planning.may_use_template)
def _use_template(by: Account, case: Case) -> Ruling:
    return planning.may_use_template(by, case.template, case.at(S.IN_PROGRESS), now=NOON)


@step("see what is still to show", submissions.may_see_what_to_show)
def _to_show(by: Account, case: Case) -> Ruling:
    return submissions.may_see_what_to_show(by, case.registration, on=TODAY)


@step("hand in", submissions.may_hand_in)
def _hand_in(by: Account, case: Case) -> Ruling:
    return submissions.may_hand_in(by, case.registration, on=TODAY)


@step("see what was handed in", submissions.may_see)
def _see(by: Account, case: Case) -> Ruling:
    return submissions.may_see(by, case.submission, on=TODAY)


@step("give it back", submissions.may_return)
def _return(by: Account, case: Case) -> Ruling:
    return submissions.may_return(by, case.submission, on=TODAY)


@step("ask for a look", submissions.may_ask_look)
def _ask_look(by: Account, case: Case) -> Ruling:
    return submissions.may_ask_look(by, case.registration, on=TODAY)


@step("see the draft", submissions.may_see_look)
def _see_look(by: Account, case: Case) -> Ruling:
    return submissions.may_see_look(by, case.look, on=TODAY)


@step("answer the look", submissions.may_answer_look)
def _answer_look(by: Account, case: Case) -> Ruling:
    return submissions.may_answer_look(by, case.look, on=TODAY)


def not_handed_in(case: Case) -> EvidenceItem:
    return EvidenceItem.objects.get(account=case.learner, title="Not handed in")


@step("add a piece of evidence", portfolio.may_add_evidence)
def _add_piece(by: Account, case: Case) -> Ruling:
    return portfolio.may_add_evidence(by)


@step("see a piece", portfolio.may_see_evidence)
def _see_piece(by: Account, case: Case) -> Ruling:
    return portfolio.may_see_evidence(by, case.item, on=TODAY)


@step("see one that shows a neighbour", portfolio.may_see_evidence)
def _see_neighbour(by: Account, case: Case) -> Ruling:
    item = EvidenceItem.objects.get(pk=case.item.pk)
    item.others = Others.SOMEBODY
    return portfolio.may_see_evidence(by, item, on=TODAY)


@step("change a piece", portfolio.may_change_evidence)
def _change_piece(by: Account, case: Case) -> Ruling:
    return portfolio.may_change_evidence(by, case.item)


@step("delete a piece", portfolio.may_delete_evidence)
def _delete_piece(by: Account, case: Case) -> Ruling:
    return portfolio.may_delete_evidence(by, not_handed_in(case))


@step("take a piece out", portfolio.may_withdraw_evidence)
def _take_out(by: Account, case: Case) -> Ruling:
    return portfolio.may_withdraw_evidence(by, case.item)


@step("bring a piece back", portfolio.may_bring_back_evidence)
def _bring_back(by: Account, case: Case) -> Ruling:
    item = not_handed_in(case)
    item.withdrawn_at = NOON
    return portfolio.may_bring_back_evidence(by, item)


@step("say what a piece shows", portfolio.may_link_evidence)
def _link(by: Account, case: Case) -> Ruling:
    return portfolio.may_link_evidence(by, case.item, case.registration)


@step("open a file", files.may_open)
def _open(by: Account, case: Case) -> Ruling:
    return files.may_open(by, case.file, on=TODAY)


@step("add a file", files.may_add_file)
def _add_file(by: Account, case: Case) -> Ruling:
    return files.may_add_file(by, case.item)


@step("take a file away", files.may_take_away)
def _take_away(by: Account, case: Case) -> Ruling:
    return files.may_take_away(by, case.file)


@step("ask a witness", witnesses.may_ask_witness)
def _ask_witness(by: Account, case: Case) -> Ruling:
    return witnesses.may_ask_witness(by, case.registration, on=TODAY)


@step("see what a witness says", witnesses.may_see_statement)
def _see_statement(by: Account, case: Case) -> Ruling:
    return witnesses.may_see_statement(by, case.witness)


@step("ask the witness again", witnesses.may_ask_again)
def _ask_again(by: Account, case: Case) -> Ruling:
    return witnesses.may_ask_again(by, case.witness, now=NOON)


@step("ask no more", witnesses.may_take_back)
def _take_back(by: Account, case: Case) -> Ruling:
    return witnesses.may_take_back(by, case.witness)


@step("answer with the witness's link", witnesses.may_answer)
def _answer_as_witness(by: Account, case: Case) -> Ruling:
    return witnesses.may_answer(by, case.witness, now=NOON)


@step("write up what the witness said", witnesses.may_write_up)
def _write_up(by: Account, case: Case) -> Ruling:
    return witnesses.may_write_up(by, case.witness, now=NOON)


@step("take the content of a file away", removal.may_remove_content)
def _remove_content(by: Account, case: Case) -> Ruling:
    return removal.may_remove_content(by, [case.file], on=TODAY)


# Policies about things and days, whoever asks.
OF_WORK: tuple[Callable[..., object], ...] = (submissions.may_declare, removal.may_decide)
