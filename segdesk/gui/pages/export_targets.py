"""Where the files go, and which programs get a file of their own."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD, Theme
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.gui.widgets.form import Form
from segdesk.gui.widgets.path_field import Ask, PathField, PathKind, ask_for_path
from segdesk.project.settings import ExportSettings
from segdesk.review.mapping import MappingFault, MappingPreview


class Targets(Card):
    """The folder and the formats.

    Attributes
    ----------
    folder_changed
        Another folder, empty for the one beside the project.
    ga360_ticked
        Whether the import file of Analytics is wanted.
    set_up_wanted
        The person wants to say what is in it.
    """

    folder_changed = Signal(str)
    ga360_ticked = Signal(bool)
    set_up_wanted = Signal()

    def __init__(self, theme: Theme, *, ask: Ask = ask_for_path, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        title = self.tr("Folder for the files")
        self.folder = PathField(theme, PathKind.FOLDER, title, ask=ask)
        self.folder.changed.connect(self.folder_changed)
        self.ga360 = QCheckBox(self.tr("Google Analytics 360 (ga360.csv)"))
        self.ga360.clicked.connect(self.ga360_ticked)
        self.set_up = QPushButton(self.tr("Set up the GA360 file…"))
        self.set_up.setToolTip(self.tr("Say which column goes under which ga: name"))
        theme.dress(self.set_up, "settings")
        self.set_up.clicked.connect(self.set_up_wanted)
        self.headers = ElidedLabel(theme)
        self.headers.setProperty("role", "muted")
        self._form = Form(theme)
        self._form.add_row(self.tr("Folder"), self.folder)
        self._form.add_row(self.tr("Import files"), self._formats(), self._later())
        self.body.addWidget(self._form)

    def show_settings(self, export: ExportSettings, default_folder: str) -> None:
        """Show what the settings say, and leave alone what a person is typing."""
        self.folder.set_placeholder(default_folder)
        shown = str(self.folder.path or "")
        if shown != (export.folder or ""):
            self.folder.set_path(export.folder)
        wanted = export.formats != ()
        self.ga360.setChecked(wanted)
        self.set_up.setEnabled(wanted)
        self.headers.setVisible(wanted)

    def show_mapping(self, found: MappingPreview | MappingFault | None) -> None:
        """Show which columns the import file has, or why it cannot have them."""
        wrong = said(found.what) if isinstance(found, MappingFault) else ""
        todo = self.tr("Set up the file anew.")
        self._form.set_error(self._row, f"{wrong}. {todo}" if wrong else "")
        if isinstance(found, MappingPreview):
            pairs = zip(found.headers, found.columns, strict=True)
            self.headers.setText("  ·  ".join(f"{header} ← {column}" for header, column in pairs))
        else:
            self.headers.setText("")

    def _formats(self) -> QWidget:
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.ga360)
        row.addSpacing(PAD - GAP)
        row.addWidget(self.headers, 1)
        row.addWidget(self.set_up)
        return self._row

    def _later(self) -> str:
        return self.tr("Files for GA4, Google Ads, Meta and mail tools come in a later version.")

    @Slot()
    def focus_folder(self) -> None:
        """Put the cursor into the folder's field."""
        self.folder.setFocus()
