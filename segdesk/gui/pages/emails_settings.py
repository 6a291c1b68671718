"""The settings of the emails: how many, to whom, in which languages, and who writes them."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.pages import emails_words as words
from segdesk.gui.pages.emails_about import EmailsAbout
from segdesk.gui.pages.model_fields import ModelFields
from segdesk.gui.sentences import word
from segdesk.gui.theme import GAP
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.choice_row import Option
from segdesk.gui.widgets.form import Form, Names
from segdesk.gui.widgets.path_field import PathField, PathKind
from segdesk.gui.widgets.tick_list import Tick, TickList
from segdesk.project.settings import EmailsSettings, ModelSettings, Settings
from segdesk.review import emails as review

_MOST = 10_000_000


class EmailsSettingsPanel(QScrollArea):
    """The left side of the Emails page; every change goes to the project at once, and can be undone.

    Attributes
    ----------
    countries_wanted
        The person wants to see the languages by country.
    obstacle_changed
        `obstacle` may be another.
    """

    countries_wanted = Signal()
    obstacle_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._theme = context.theme
        self._about = EmailsAbout()
        self._form = Form(self._theme, names=Names.ABOVE)
        self._add_count()
        self._add_audience()
        self._add_languages()
        self._add_writer()
        card = Card(self._theme, self.tr("What to write"))
        card.body.addWidget(self._form)
        card.body.addStretch()
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP, 0)
        column.addWidget(card)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        """Return a size that cuts off nothing at the right."""
        width = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())

    # -- what it shows

    def show_settings(self, all_settings: Settings, about: EmailsAbout) -> None:
        """Show the settings, and what is known of those who get an email."""
        self._about, settings = about, all_settings.emails
        says = self.tr("Templates work offline, in nine languages, and cost nothing.")
        self.model.show_settings(all_settings, settings.writer, settings.model, here_says=says)
        if settings.count != self.count.value():
            blocked = self.count.blockSignals(True)
            self.count.setValue(settings.count)
            self.count.blockSignals(blocked)
        self._show_ticks(self.segments, _segment_ticks(about), settings.segments)
        self._show_ticks(self.languages, _language_ticks(about), settings.languages)
        if (self.file.path and str(self.file.path)) != settings.languages_file:
            self.file.set_path(settings.languages_file)
        self._form.set_help(self.countries, words.lacking_text(about.countries))
        self._show_faults(settings)

    def finish_typing(self) -> None:
        """Take what is being typed."""
        self.count.interpretText()
        self.file.commit()
        self.model.commit()

    @property
    def obstacle(self) -> str:
        """Why these settings cannot be run, nothing if they can."""
        if _is_open(self.segments):
            return self.tr("Tick at least one segment")
        return self.tr("Tick at least one language") if _is_open(self.languages) else ""

    def _show_ticks(self, field: TickList, ticks: Sequence[Tick], chosen: Collection[str]) -> None:
        """Show what is ticked; nothing named means everything, and nothing ticked waits for a tick."""
        values = {tick.value for tick in ticks}
        if not _is_open(field) or values != set(field.values) or chosen:
            field.show_ticks(ticks, chosen or values)

    def _show_faults(self, settings: EmailsSettings) -> None:
        self._form.set_error(self.file, self._about.file_fault)
        gone = bool(settings.segments) and not set(settings.segments) <= set(self.segments.values)
        fault = self._about.fault if not self._about.file_fault else ""
        self._form.set_error(self.count, "" if gone else fault)
        self._form.set_error(self.segments, self._open_text(self.segments) or (fault if gone else ""))
        self._form.set_error(self.languages, self._open_text(self.languages))
        audience = self._about.audience
        known = audience is not None and bool(self.segments.values)
        self._form.set_help(self.count, words.audience_text(audience) if audience and known else "")
        if fault and not gone:
            self._form.set_error(self.count, fault)

    def _open_text(self, field: TickList) -> str:
        return self.tr("Tick at least one.") if _is_open(field) else ""

    # -- fields

    def _add_count(self) -> None:
        self.count = QSpinBox(minimum=0, maximum=_MOST, singleStep=100)
        self.count.setGroupSeparatorShown(True)
        self.count.setKeyboardTracking(False)
        self._form.add_row(self.tr("Number of emails"), self.count)
        self.count.valueChanged.connect(self._on_count_changed)

    def _add_audience(self) -> None:
        self.segments = TickList(self._theme, self.tr("Segments"))
        self._form.add_row(self.tr("Segments"), self.segments)
        self.segments.picked.connect(self._on_segments_picked)
        self.languages = TickList(self._theme, self.tr("Languages"))
        self._form.add_row(self.tr("Languages"), self.languages)
        self.languages.picked.connect(self._on_languages_picked)

    def _add_languages(self) -> None:
        self.countries = QPushButton(self.tr("Languages by country…"))
        self._theme.dress(self.countries, "table")
        self.countries.clicked.connect(self.countries_wanted)
        self._form.add_row(self.tr("Which country reads what"), self.countries)
        self.countries.setAccessibleName(self.tr("Languages by country"))
        name = self.tr("Your own language list")
        self.file = PathField(self._theme, PathKind.FILE, name, self.tr("CSV files (*.csv *.txt *.tsv)"))
        self._form.add_row(
            name,
            self.file,
            self.tr("A CSV file with the columns country and language. It goes before the built-in list."),
        )
        self.file.set_placeholder(self.tr("None"))
        self.file.changed.connect(self._on_file_changed)

    def _add_writer(self) -> None:
        here = Option("templates", self.tr("Templates"))
        self.model = ModelFields(self._theme, self._form, here, self.tr("Written by"))
        self.writer = self.model.writer
        self.model.writer_picked.connect(self._on_writer_picked)
        self.model.model_picked.connect(self._on_model_picked)

    # -- changes

    def _change(self, text: str, **values: object) -> None:
        held = self._bridge.held
        if held is not None:
            emails = held.settings.emails.model_copy(update=values)
            self._bridge.change_settings(held.settings.model_copy(update={"emails": emails}), text)

    def _named(self, field: TickList, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the settings name: nothing where everything is ticked."""
        return () if chosen == field.values else chosen

    @Slot(int)
    def _on_count_changed(self, count: int) -> None:
        self._change(self.tr("Number of emails"), count=count)

    @Slot(tuple)
    def _on_segments_picked(self, chosen: tuple[str, ...]) -> None:
        self._take(self.segments, chosen, self.tr("Segments that get emails"), "segments")

    @Slot(tuple)
    def _on_languages_picked(self, chosen: tuple[str, ...]) -> None:
        self._take(self.languages, chosen, self.tr("Languages of the emails"), "languages")

    def _take(self, field: TickList, chosen: tuple[str, ...], text: str, name: str) -> None:
        """Store what is ticked; nothing ticked is on the way to something and stays here."""
        self._form.set_error(field, self._open_text(field))
        if chosen:
            self._change(text, **{name: self._named(field, chosen)})
        self.obstacle_changed.emit()

    @Slot(str)
    def _on_writer_picked(self, writer: str) -> None:
        self._change(self.tr("Who writes the emails"), writer=writer)

    @Slot(str, object)
    def _on_model_picked(self, text: str, model: ModelSettings) -> None:
        self._change(text, model=model)

    @Slot(str)
    def _on_file_changed(self, path: str) -> None:
        self._change(self.tr("Your own language list"), languages_file=path or None)


def _is_open(field: TickList) -> bool:
    """Whether there are lines, and none is ticked."""
    return bool(field.values) and not field.chosen


def _segment_ticks(about: EmailsAbout) -> tuple[Tick, ...]:
    return tuple(Tick(row.segment, row.name or row.segment, row.size, row.segment) for row in about.segments)


def _language_ticks(about: EmailsAbout) -> tuple[Tick, ...]:
    readers: dict[str, int] = {}
    for row in about.countries:
        readers[row.written] = readers.get(row.written, 0) + row.customers
    known = about.countries or about.file_fault
    return tuple(
        Tick(each.code, word("language", each.name), readers.get(each.code, 0) if known and readers else None)
        for each in review.languages()
        if each.has_templates
    )
