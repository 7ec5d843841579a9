"""Who may be registered, and when it was late. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from academy.accounts.rules import age_on
from learners.registrations.states import Check

ULN_DIGITS = 10
YOUNGEST_WITH_ULN = 14


@dataclass(frozen=True, slots=True)
class AcceptanceFacts:
    """What is known of somebody who has asked. agreed: they said yes themselves; birth_date: of the details that they
    confirmed, None while there are none.
    """

    agreed: bool
    done: Collection[str]  # of Check
    entered: bool
    birth_date: date | None
    least_age: int


def missing_for_acceptance(facts: AcceptanceFacts, on: date) -> tuple[str, ...]:
    """What has to happen before somebody can be accepted, each as a sentence; empty: nothing."""
    missing = []
    if not facts.agreed:
        missing.append("The learner has not said yes yet. They do it on their own page.")
    needed = {
        Check.IDENTITY: "Look at something that proves who they are, and write down what it was.",
        Check.TALK: "Talk through access needs and earlier learning, and write down when.",
        Check.INDUCTION: "Give the induction, and write down when.",
    }
    missing += [words for check, words in needed.items() if check not in facts.done]
    if facts.birth_date is None:
        missing.append(
            "The learner has to read their details and confirm them."
            if facts.entered
            else "The name, as it is to be printed, and the birth date are missing."
        )
    elif too_young := fault_of_age(facts.birth_date, facts.least_age, on):
        missing.append(too_young)
    return tuple(missing)


def fault_of_age(born: date, least_age: int, on: date) -> str:
    """Why somebody born then is too young on this day; empty: they are old enough."""
    age = age_on(born, on)
    if age >= least_age:
        return ""
    return f"This qualification is for people of {least_age} or over, and on this day the age is {age}."


def fault_of_uln(typed: str) -> str:
    """Why these are not a unique learner number; empty: they are one, or nothing was typed.

    Ten digits. The first nine are weighed by 10, 9 … 2; what is left of their sum by 11 and the last digit are 10
    together. With nothing left there is no number.
    """
    if not typed:
        return ""
    if len(typed) != ULN_DIGITS or not (typed.isascii() and typed.isdecimal()):
        return "A unique learner number has ten digits. Check it, or leave it empty."
    rest = sum(int(digit) * weight for digit, weight in zip(typed[:9], range(10, 1, -1), strict=True)) % 11
    if typed[0] == "0" or int(typed[9]) != 10 - rest:
        return "These ten digits are not a unique learner number: one of them is wrong. Check it, or leave it empty."
    return ""


def why_late(accepted_on: date, registered_on: date, began_on: date | None, within: int) -> str:
    """Why this registration counts as late (INV-18); empty: it is in time. within: days after being accepted."""
    if began_on is not None and began_on < registered_on:
        return "Work began before the awarding organisation had the learner."
    days = (registered_on - accepted_on).days
    if days > within:
        return f"Registered {days} days after acceptance. The Academy's own limit is {within}."
    return ""
