"""What is said after something was deleted in BigQuery."""

from PySide6.QtCore import QCoreApplication

from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.gui.widgets.kind import Kind
from segdesk.warehouse.bigquery.found import Deleted


def deleted_text(deleted: Deleted) -> tuple[Kind, str, str]:
    """Return the kind of message, what happened, and what is still there and why."""
    translate = QCoreApplication.translate
    gone, left = len(deleted.gone), deleted.left
    if gone == 1:
        what = translate("Deleted", "1 thing was deleted in BigQuery")
    else:
        what = translate("Deleted", "{count} things were deleted in BigQuery").format(count=number(gone))
    why = "\n".join(f"{each.found.path}: {said(each.reason)}" for each in left)
    if left and not gone:
        what = translate("Deleted", "Nothing was deleted in BigQuery")
    return (Kind.WARNING if left else Kind.GOOD), what, why
