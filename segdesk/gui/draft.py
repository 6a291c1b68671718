"""What a person has typed and not saved."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """Something typed on a page that the project does not hold yet.

    Attributes
    ----------
    what
        What it is, as a sentence.
    fault
        Why it cannot be saved as it is, empty if it can.
    content
        What the page needs to go on with it later.
    """

    what: str
    fault: str
    content: object
