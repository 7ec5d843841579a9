"""How Django finds who is signed in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from academy.accounts.models import Account, RoleAssignment
from academy.shared import clock


class Backend(AuthenticationBackend):
    """allauth's own; the account of each request says in the same query whether it holds a role at all."""

    def get_user(self, user_id: int) -> Account | None:
        roles = RoleAssignment.objects.current(clock.today()).filter(account=OuterRef("pk"))
        account = Account.objects.annotate(holds_a_role=Exists(roles)).filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
