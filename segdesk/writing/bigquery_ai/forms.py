"""What a language model is asked for, and the tables in which it is asked and answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tables:
    """Where prompts and replies are, by their logical names."""

    prompts: str
    replies: str


@dataclass(frozen=True)
class Form:
    """Two texts that are asked for with every prompt.

    Attributes
    ----------
    step
        The step that asks: ``labels`` or ``emails``.
    thing
        What one reply is.
    fields
        Names of the two texts, in the order of the reply.
    """

    step: str
    thing: str
    fields: tuple[str, str]

    @property
    def title(self) -> str:
        """How the step is called in front of what it does."""
        return self.step.capitalize()

    @property
    def schema(self) -> str:
        """The columns of a reply, as BigQuery's ``output_schema`` takes them."""
        return ", ".join(f"{name} STRING" for name in self.fields)

    def tables(self, *, again: bool = False) -> Tables:
        """Return the tables of the first attempt, or those of every other one."""
        suffix = "_again" if again else ""
        return Tables(f"{self.thing}_prompts{suffix}", f"{self.thing}_replies{suffix}")


LABELS = Form("labels", "label", ("name", "designation"))
EMAILS = Form("emails", "email", ("subject", "body"))
