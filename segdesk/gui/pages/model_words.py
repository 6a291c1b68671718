"""How the window says what became of a request to a language model."""

from PySide6.QtCore import QCoreApplication

from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.project.settings import Generation
from segdesk.review.replies import ModelReply


def function_text(function: Generation | None) -> str:
    """Return what a function is called, with what it gives; None is the usual one."""
    if function is None:
        return QCoreApplication.translate("ModelWords", "As the mode has it")
    return function.value


def reply_text(reply: ModelReply | None) -> str:
    """Return what became of a request, in a few words: the finish reason as the model says it."""
    if reply is None:
        return ""
    translate = QCoreApplication.translate
    word = {
        "done": translate("ModelWords", "Answered"),
        "retryable": translate("ModelWords", "Model too busy"),
        "failed": translate("ModelWords", "No text"),
        "refused": translate("ModelWords", "Refused"),
    }.get(reply.status, reply.status)
    return f"{word} ({reply.finish_reason})" if reply.finish_reason else word


def reply_tip(reply: ModelReply | None) -> str:
    """Return why there is no text, and what was used up."""
    if reply is None:
        return ""
    translate = QCoreApplication.translate
    parts = [said(reply.reason)] if reply.reason else []
    if reply.prompt_tokens is not None and reply.reply_tokens is not None:
        text = translate("ModelWords", "{asked} tokens asked, {answered} answered")
        parts.append(text.format(asked=number(reply.prompt_tokens), answered=number(reply.reply_tokens)))
    if not reply.attempts:
        parts.append(translate("ModelWords", "kept from a run before"))
    elif reply.attempts > 1:
        parts.append(translate("ModelWords", "asked {count} times").format(count=reply.attempts))
    return "\n".join(parts)
