"""What can be wrong with an email."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with an email."""

    EMPTY = "empty"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    LANGUAGE = "other language"
    LEFTOVER = "leftover"
    LINK = "link"
    EMAIL_ADDRESS = "email address"
    PHONE = "phone number"
    PRICE = "price"
    DISCOUNT = "discount"
    DEADLINE = "deadline"
    OTHER_CUSTOMER = "other customer"
    GREETING = "greeting"
    HIDDEN = "hidden character"


class Part(StrEnum):
    """Where in an email."""

    SUBJECT = "subject"
    BODY = "body"


_SENTENCES = {
    Problem.EMPTY: "is empty",
    Problem.TOO_SHORT: "is too short",
    Problem.TOO_LONG: "is too long",
    Problem.LANGUAGE: "is not in the customer's language",
    Problem.LEFTOVER: "holds a placeholder or a mark that was left over",
    Problem.LINK: "holds a link",
    Problem.EMAIL_ADDRESS: "holds an email address",
    Problem.PHONE: "holds a phone number",
    Problem.PRICE: "names an amount of money that is not in the customer's facts",
    Problem.DISCOUNT: "promises a discount or a present",
    Problem.DEADLINE: "sets a deadline",
    Problem.OTHER_CUSTOMER: "names another customer",
    Problem.GREETING: "begins with a greeting, which is added later",
    Problem.HIDDEN: "holds invisible characters",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with an email.

    Attributes
    ----------
    text
        The passage or figure that shows it.
    """

    problem: Problem
    part: Part
    text: str = ""

    def __str__(self) -> str:
        """Return the finding as a sentence."""
        shown = f" ({self.text!r})" if self.text else ""
        return f"The {self.part} {_SENTENCES[self.problem]}{shown}."
