"""GoogleSQL in the theme's colours."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.sql_words import Open, Part, parts

_LOOKS: dict[Part, tuple[Colour, QFont.Weight, bool]] = {
    Part.KEYWORD: (Colour.LINK, QFont.Weight.DemiBold, False),
    Part.FUNCTION: (Colour.INFO, QFont.Weight.Normal, False),
    Part.STRING: (Colour.GOOD, QFont.Weight.Normal, False),
    Part.NUMBER: (Colour.WARNING, QFont.Weight.Normal, False),
    Part.COMMENT: (Colour.MUTED, QFont.Weight.Normal, True),
    Part.QUOTED: (Colour.TEXT, QFont.Weight.DemiBold, False),
    Part.PARAMETER: (Colour.WARNING, QFont.Weight.DemiBold, False),
}
"""Colour, weight, and whether it is slanted."""


class SqlHighlighter(QSyntaxHighlighter):
    """Colours a document as it is typed."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._formats = self._made()
        theme.changed.connect(self._on_theme_changed)

    def _made(self) -> dict[Part, QTextCharFormat]:
        formats = {}
        for part, (colour, weight, slanted) in _LOOKS.items():
            look = QTextCharFormat()
            look.setForeground(self._theme.colour(colour))
            look.setFontWeight(weight)
            look.setFontItalic(slanted)
            formats[part] = look
        return formats

    @Slot()
    def _on_theme_changed(self) -> None:
        self._formats = self._made()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        found, left = parts(text, Open(max(0, self.previousBlockState())))
        for start, stop, part in found:
            self.setFormat(start, stop - start, self._formats[part])
        self.setCurrentBlockState(left)
