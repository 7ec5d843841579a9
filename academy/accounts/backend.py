"""How Django finds who is signed in."""

from allauth.account.auth_backends import AuthenticationBackend

from academy.accounts.models import Account
from academy.shared import clock

# Every request of somebody who is signed in asks this. It is written out because building it costs more than asking it.
# The days are those of RoleAssignmentQuerySet.current; a test holds the two together.
WHO = """
SELECT account.*, EXISTS (
  SELECT 1 FROM academy_roleassignment AS role
  WHERE role.account_id = account.id AND role.starts_on <= %s AND (role.ends_on IS NULL OR role.ends_on > %s)
) AS holds_a_role
FROM academy_account AS account WHERE account.id = %s
"""


class Backend(AuthenticationBackend):
    """allauth's own; the account of each request says in the same query whether it holds a role at all."""

    def get_user(self, user_id: int) -> Account | None:
        today = clock.today()
        found = next(iter(Account.objects.raw(WHO, [today, today, user_id])), None)
        return found if found is not None and self.user_can_authenticate(found) else None
