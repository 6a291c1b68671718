"""The table in which segments are named."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QItemSelectionModel, QModelIndex, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from segdesk.gui.pages.labels_delegate import LabelsDelegate
from segdesk.gui.pages.labels_model import EDITABLE, Field, LabelsModel
from segdesk.gui.pages.labels_standing import StandingCell
from segdesk.gui.theme import Theme
from segdesk.gui.views import copying
from segdesk.review.labels import LabelRow

_CUSTOMERS: Final = 124
_PARTS: Final = {Field.PROFILE: 28, Field.NAME: 20, Field.DESIGNATION: 52}
"""How the room that is left above the narrowest widths is shared, in percent."""
_NARROWEST: Final = 110
_KEY: Final = "layout/labels/columns"


class LabelsTable(QTableView):
    """Segments as rows that are as high as their words.

    Attributes
    ----------
    accept_wanted, suggest_wanted
        Segments whose names are to be kept, or to be suggested again.
    """

    accept_wanted = Signal(tuple)
    suggest_wanted = Signal(tuple)

    def __init__(self, theme: Theme, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self._fitted = True
        self._fitting = False
        self.rows = LabelsModel()
        self.rows.setParent(self)
        self.fields = LabelsDelegate(theme, self)
        self.cells = self.fields.cells
        self.setAccessibleName(self.tr("Segments and their names"))
        self.setAccessibleDescription(self.tr("Enter or F2 changes a name or designation"))
        self._standings: list[StandingCell] = []
        # Measured once things have settled: a new width alone changes every height.
        self._measuring = QTimer(self, singleShot=True, interval=0)
        self._measuring.timeout.connect(self._on_time_to_measure)
        self._calm_down()
        self.setItemDelegate(self.fields)
        self.setModel(self.rows)
        self._prepare_header()
        self.fields.left.connect(self._on_field_left)
        self.rows.modelReset.connect(self._on_reset)
        self.rows.dataChanged.connect(self._on_data_changed)
        self.rows.layoutChanged.connect(self._measuring.start)
        theme.changed.connect(self._on_theme_changed)

    def show_rows(self, rows: tuple[LabelRow, ...]) -> None:
        """Show the segments as they are now."""
        self.rows.set_rows(rows)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected segments, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.rows.row(place).segment for place in places)

    def standing(self, place: int) -> StandingCell:
        """Return the last cell of a row."""
        cell = self.indexWidget(self.rows.index(place, Field.STANDING))
        assert isinstance(cell, StandingCell)
        return cell

    # -- looks

    def _calm_down(self) -> None:
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setProperty("bare", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )

    def _prepare_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._on_theme_changed()
        kept = self._store.value(_KEY)
        if isinstance(kept, QByteArray) and header.restoreState(kept):
            self._fitted = False
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionResized.connect(self._on_section_resized)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.cells.refresh()
        self.horizontalHeader().setMinimumSectionSize(self._theme.size(56))
        self.verticalHeader().setMinimumSectionSize(self._theme.size(40))
        self.verticalScrollBar().setSingleStep(self._theme.size(24))
        for cell in self._standings:
            cell.refresh()
        self._measuring.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _on_time_to_measure(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Share the room among the columns, until a person has set a width, and measure the rows."""
        if self._fitted and self.rows.rowCount():
            self._fitting = True
            for field, width in self._wanted_widths().items():
                self.setColumnWidth(field, width)
            self._fitting = False
        for place in range(self.rows.rowCount()):
            self.setRowHeight(place, self._wanted_height(place))

    def _wanted_widths(self) -> dict[Field, int]:
        segments = [self.cells.segment_width(row.segment) for row in self.rows.rows]
        heading = self.horizontalHeader().sectionSizeHint(Field.SEGMENT)
        widths = {
            Field.SEGMENT: max(*segments, heading),
            Field.CUSTOMERS: self._theme.size(_CUSTOMERS),
            Field.STANDING: max(cell.sizeHint().width() for cell in self._standings),
        }
        narrowest = self._theme.size(_NARROWEST)
        room = max(0, self.viewport().width() - sum(widths.values()) - len(_PARTS) * narrowest)
        for field, part in _PARTS.items():
            widths[field] = narrowest + room * part // 100
        # What rounding leaves over.
        widths[Field.DESIGNATION] += max(0, self.viewport().width() - sum(widths.values()))
        return widths

    def _wanted_height(self, place: int) -> int:
        heights = [
            self.cells.height(self.rows.index(place, field), self.columnWidth(field)) for field in Field
        ]
        return max(*heights, self.standing(place).sizeHint().height())

    @Slot(int)
    def _on_section_resized(self, _section: int) -> None:
        if not self._fitting and self.isVisible():
            self._fitted = False
            self._store.setValue(_KEY, self.horizontalHeader().saveState())
            self._measuring.start()

    # -- rows

    @Slot()
    def _on_reset(self) -> None:
        """Give every row its last cell; those of before went with their rows."""
        self._standings = []
        for place, row in enumerate(self.rows.rows):
            cell = StandingCell(self._theme, row)
            cell.accept_wanted.connect(self._on_accept_wanted)
            cell.suggest_wanted.connect(self._on_suggest_wanted)
            self.setIndexWidget(self.rows.index(place, Field.STANDING), cell)
            self._standings.append(cell)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._fit()

    @Slot()
    def _on_data_changed(self) -> None:
        for place in range(self.rows.rowCount()):
            self.standing(place).show_row(self.rows.row(place))
        self._measuring.start()

    @Slot(str)
    def _on_accept_wanted(self, segment: str) -> None:
        self.setFocus()
        self.accept_wanted.emit((segment,))

    @Slot(str)
    def _on_suggest_wanted(self, segment: str) -> None:
        self.setFocus()
        self.suggest_wanted.emit((segment,))

    # -- keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first name."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self._go_to(self.rows.index(0, Field.NAME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change a cell, press the button of one, take back what was typed, or copy rows."""
        index = self.currentIndex()
        editing = self.state() == QAbstractItemView.State.EditingState
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif editing or not index.isValid():
            super().keyPressEvent(event)
        elif enter and index.column() in EDITABLE:
            self.edit(index)
        elif (enter or event.key() == Qt.Key.Key_Space) and index.column() == Field.STANDING:
            self.standing(index.row()).press()
        elif event.key() != Qt.Key.Key_Escape or not self.rows.restore(index):
            super().keyPressEvent(event)

    @Slot(int)
    def _on_field_left(self, way: int) -> None:
        """Go on to the next cell that can be changed."""
        index = self.currentIndex()
        cells = [(place, field) for place in range(self.rows.rowCount()) for field in EDITABLE]
        at = cells.index((index.row(), Field(index.column()))) + way
        if 0 <= at < len(cells):
            place, field = cells[at]
            self._go_to(self.rows.index(place, field))
            self.edit(self.currentIndex())

    def _go_to(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    # -- copying, and the menu

    @Slot()
    def copy(self) -> None:
        """Copy the selected rows as a table."""
        headers = [self.tr("Segment"), self.tr("Customers"), self.tr("Share"), self.tr("Figures")]
        headers += [self.tr("Name"), self.tr("Designation")]
        chosen = set(self.chosen)
        rows = [row for row in map(self.rows.row, range(self.rows.rowCount())) if row.segment in chosen]
        cells = [[r.segment, r.size, r.share, r.profile, r.name, r.designation] for r in rows]
        if cells:
            copying.to_clipboard(headers, cells)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the selected segments."""
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.rows.rowCount():
            self.menu().popup(place)

    def menu(self) -> QMenu:
        """Return the menu for the selected segments; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index, chosen = self.currentIndex(), self.chosen
        name = index.siblingAtColumn(Field.NAME)
        sentence = index.siblingAtColumn(Field.DESIGNATION)
        entries: Sequence[tuple[str, str, Callable[[], object]]] = (
            ("edit", self.tr("Change the name"), lambda: self._edit_at(name)),
            ("edit", self.tr("Change the designation"), lambda: self._edit_at(sentence)),
            ("check", self.tr("Accept"), lambda: self.accept_wanted.emit(chosen)),
            ("refresh", self.tr("Suggest again"), lambda: self.suggest_wanted.emit(chosen)),
            ("copy", self.tr("Copy rows"), self.copy),
        )
        for icon, text, do in entries:
            action = QAction(text, menu)
            self._theme.dress(action, icon)
            action.setEnabled(bool(chosen) and index.isValid())
            action.triggered.connect(lambda _checked=False, chosen_do=do: chosen_do())
            menu.addAction(action)
        return menu

    def _edit_at(self, index: QModelIndex) -> None:
        self._go_to(index)
        self.edit(index)
