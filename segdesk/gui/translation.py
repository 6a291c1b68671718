"""The language of the window."""

from enum import StrEnum

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from segdesk.paths import resource


class Language(StrEnum):
    """The languages that the window speaks; ``system`` is what the desktop speaks, if it is one of them."""

    SYSTEM = "system"
    ENGLISH = "en"
    FRENCH = "fr"


class Translation:
    """Keeps the application's translators for the chosen language."""

    def __init__(self, app: QApplication, language: Language) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = language
        self.use(language)

    def use(self, language: Language) -> None:
        """Speak another language; what is on screen already has to be made anew."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        code = spoken(language)
        QLocale.setDefault(QLocale(code))
        if code == Language.ENGLISH:
            return
        own = QTranslator(self._app)
        if own.load(str(resource("i18n", f"segdesk_{code}.qm"))):
            self._installed.append(own)
        qt = QTranslator(self._app)
        if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._installed.append(qt)
        for translator in self._installed:
            self._app.installTranslator(translator)


def spoken(language: Language) -> Language:
    """Return English or French."""
    if language is not Language.SYSTEM:
        return language
    return Language.FRENCH if QLocale.system().language() == QLocale.Language.French else Language.ENGLISH
