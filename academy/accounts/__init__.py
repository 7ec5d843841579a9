"""People, how they sign in, and what they are trusted with.

Tables: Account (one table for a person and their way in; an e-mail address is optional), RoleAssignment (a role, its
scope and its dates), Invitation, HandedCode (a sign-in code that a hub hands over), NoticeShown, ConsentRecord.

Sentences that always hold:
- An e-mail address belongs to one account, whatever its capitals.
- A role is given, used and ended by RoleAssignment alone; the Wagtail group follows it in the same action.
- Nobody gives themselves a role, and nobody gives a role wider than their own.
- What was not asked at sign-up may never be sent: news needs a ConsentRecord.
"""
