"""Two rows for one person: the slip that makes a day theirs, joining what was entered twice, and undoing it.

The pointer itself is `Account.joined_to` (academy.accounts). This slice stands above places, registers and
certificates, because joining brings all of them together; nobody below knows of it.
"""
