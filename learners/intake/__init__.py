"""Bringing people in: seat codes for people by name, and lists of people that a hub has in a spreadsheet.

Tables: SeatCode (mailed to one person, with a seat held for them), PeopleImport (one uploaded list and how far it is),
ImportRow (each row of it, and what became of it).

- A seat code holds its seat until it is used, taken back or runs out; then the seat goes to the next person (INV-33).
- It books one person once. Whoever has it may use it, also with another address than that to which it was mailed.

- A list is looked through before anything is written; a row that cannot be taken says why, and stops no other.
- Nobody is changed or removed by a list: it only adds (somebody who is there already stays as they are).
- Each row ends with its own result in the transaction that did it, so that a list can be begun again anywhere.
- The file and its rows are forgotten after 30 days; how many came by it, when and by whom stays.
"""
