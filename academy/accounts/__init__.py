"""People, how they sign in, and what they are trusted with.

Tables: Account (one table for a person and their way in; an e-mail address is optional), RoleAssignment (a role, its
scope and its dates), Invitation, HandedCode (a sign-in code that a hub hands over), NoticeShown, ConsentRecord.

Besides the usual files: signin_* is signing in (allauth asks through adapter, mfa_adapter and settings.ACCOUNT_FORMS),
role_*, invitation_* and code_* are one subject each, people_* are the screens of those who look after others.

Sentences that always hold:
- An e-mail address belongs to one account, whatever its capitals.
- A role is given, used and ended by RoleAssignment alone; the Wagtail group follows it in the same action.
- Nobody gives themselves a role, nobody gives a role wider than their own, and the Academy's last manager stays.
- What was not asked at sign-up may never be sent: news needs a ConsentRecord, and nobody under 18 gets any.
- Nobody learns from a page whether an address has an account.
- A passkey is one more way in; only codes by app ask for a second step.
"""
