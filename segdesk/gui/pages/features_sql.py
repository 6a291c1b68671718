"""The recipe's SQL to read, and the custom recipe's query to write."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.views.sql_editor import SqlEditor
from segdesk.project.settings import FeaturesSettings
from segdesk.review.recipe import RecipeStatement, SqlColumns, SqlFault, check_sql, recipe_sql
from segdesk.tasks.messages import Failure

_FILE_NAME: Final = 16
"""Characters that there is always room for."""


class RecipeSql(QWidget):
    """The statements of a built-in recipe, to be read and copied."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._statements: tuple[RecipeStatement, ...] = ()
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Statement"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.which.setMinimumContentsLength(_FILE_NAME)
        self.which.currentIndexChanged.connect(self._on_picked)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setAccessibleDescription(self.tr("Copies the statement shown"))
        self.copy.clicked.connect(self._on_copy_clicked)
        context.theme.dress(self.copy, "copy")
        self.editor = SqlEditor(context.theme, self)
        self.editor.set_read_only(True)
        note = QLabel(self.tr("Runs as it stands on BigQuery, once its parameters are given."))
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setSpacing(GAP)
        bar.addWidget(self.which)
        bar.addWidget(note, 1)
        bar.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(bar)
        column.addWidget(self.editor, 1)

    def show_settings(self, features: FeaturesSettings) -> None:
        """Show the statements of the recipe that is set; what is shown stays until they come."""
        self._bridge.ask(self, recipe_sql, features, then=self._on_statements)

    def _on_statements(self, statements: tuple[RecipeStatement, ...]) -> None:
        if statements == self._statements:
            return
        names, kept = [each.file for each in statements], self.which.currentText()
        same = names == [each.file for each in self._statements]
        self._statements = statements
        if not same:
            blocked = self.which.blockSignals(True)
            self.which.clear()
            self.which.addItems(names)
            # The last statement makes the customers; the others prepare what it reads.
            self.which.setCurrentIndex(names.index(kept) if kept in names else len(names) - 1)
            self.which.blockSignals(blocked)
            self.which.setVisible(len(names) > 1)
        self._on_picked()

    @Slot()
    def _on_picked(self) -> None:
        if 0 <= self.which.currentIndex() < len(self._statements):
            self.editor.set_text(self._statements[self.which.currentIndex()].sql)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.editor.text)


class OwnSql(QWidget):
    """The query of the custom recipe, checked while it is typed.

    What is typed is a draft until it is used: by the button, by Ctrl+Enter, or with the next run.

    Attributes
    ----------
    checked
        What the draft gives (`SqlColumns`), or what is wrong with it (`SqlFault`).
    use_wanted
        The person wants the draft to be the query.
    """

    checked = Signal(object)
    use_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._used = ""
        self._found: SqlColumns | SqlFault | None = None
        self._found_for: str | None = None
        self._use_when_checked = False
        self.editor = SqlEditor(context.theme, self)
        self.editor.text_settled.connect(self._on_text_settled)
        self.editor.run_wanted.connect(self._on_use_clicked)
        self.editor.editor.textChanged.connect(self._show_standing)
        self.use = QPushButton(self.tr("Use this query"))
        self.use.setToolTip(self.tr("Ctrl+Enter"))
        self.use.clicked.connect(self._on_use_clicked)
        context.theme.dress(self.use, "check")
        self.discard = QPushButton(self.tr("Discard changes"))
        self.discard.clicked.connect(self.give_up)
        self._standing = QLabel()
        self._standing.setProperty("role", "muted")
        self._standing.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.editor, 1)
        column.addLayout(self._bar())

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(GAP)
        bar.addWidget(self._standing, 1)
        bar.addWidget(self.discard)
        bar.addWidget(self.use)
        return bar

    # -- the draft

    @property
    def draft(self) -> str:
        """What is typed."""
        return self.editor.text

    @property
    def is_changed(self) -> bool:
        """Whether what is typed is not the query yet."""
        return self.draft.strip() != self._used.strip()

    @property
    def columns(self) -> SqlColumns | None:
        """What the draft gives, None where that is not known or it is wrong."""
        known = self._found_for == self.draft and isinstance(self._found, SqlColumns)
        return self._found if known and isinstance(self._found, SqlColumns) else None

    @property
    def fault(self) -> SqlFault | None:
        """What is wrong with the draft, as far as that is known."""
        return self._found if self._found_for == self.draft and isinstance(self._found, SqlFault) else None

    def show_query(self, query: str) -> None:
        """Show the query in use. A draft stays, unless another query came into use."""
        if query != self._used or not self.is_changed:
            self._used = query
            self.editor.set_text(query)
        if self._found_for != self.draft:
            self._check()
        self._show_standing()

    @property
    def used(self) -> str:
        """The query in use, which the draft is compared with."""
        return self._used

    def resume(self, used: str, draft: str) -> None:
        """Go on with a draft that was begun when another query was in use."""
        self._used = used
        self.editor.set_text(draft)
        self._show_standing()

    @Slot()
    def give_up(self) -> None:
        """Show the query in use again, without the draft."""
        self.editor.set_text(self._used)
        self._check()

    def check_again(self) -> None:
        """Check the draft again, as the tables may be others."""
        self._found_for = None
        self._check()

    def focus_query(self) -> None:
        """Put the cursor into the query."""
        self.editor.setFocus()

    def _check(self) -> None:
        text = self.draft
        if not text.strip():
            self._take(text, None)
            return
        self._bridge.ask(
            self,
            check_sql,
            text,
            then=lambda found: self._take(text, found),
            failed=self._on_check_failed,
        )

    def _take(self, text: str, found: SqlColumns | SqlFault | None) -> None:
        if text != self.draft:
            return
        self._found, self._found_for = found, text
        if isinstance(found, SqlFault):
            self.editor.set_error(found.line, found.column, fault_text(found))
        else:
            self.editor.clear_error()
        self._show_standing()
        self.checked.emit(found)
        if self._use_when_checked:
            self._use_when_checked = False
            self._on_use_clicked()

    # -- what happens

    @Slot()
    def _show_standing(self) -> None:
        """Say what the draft gives, and offer what can be done with it."""
        columns = self.columns
        self.use.setEnabled(self.is_changed and self.fault is None and bool(self.draft.strip()))
        self.discard.setEnabled(self.is_changed)
        if columns is None:
            self._standing.setText("")
            return
        count = number(len(columns.columns))
        if self.is_changed:
            said = self.tr("Gives {count} columns. Not in use yet.")
        else:
            said = self.tr("In use. Gives {count} columns.")
        self._standing.setText(said.format(count=count))

    @Slot(str)
    def _on_text_settled(self, _text: str) -> None:
        self._check()

    @Slot()
    def _on_use_clicked(self) -> None:
        if not self.is_changed or self.fault is not None:
            return
        if self.columns is None:
            self._use_when_checked = True
            self._check()
        else:
            self.use_wanted.emit()

    def _on_check_failed(self, failure: Failure) -> None:
        self._use_when_checked = False
        self._standing.setText(failure.what)


def fault_text(fault: SqlFault) -> str:
    """Return what is wrong, and what to do about it."""
    return ". ".join(part.rstrip(".") for part in map(said, (fault.message, fault.todo)) if part)


class SqlTab(QStackedWidget):
    """The SQL of the recipe that is set.

    Attributes
    ----------
    built_in, own
        To be read, to be written.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.built_in = RecipeSql(context, self)
        self.own = OwnSql(context, self)
        self.addWidget(self.built_in)
        self.addWidget(self.own)
        self.setContentsMargins(0, PAD, 0, 0)
