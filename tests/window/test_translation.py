"""The French translation is whole, and compiled from what is in the code."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from segdesk.gui.translation import Language, Translation
from segdesk.paths import resource

FRENCH = resource("i18n", "segdesk_fr.ts")
TOOLS = Path(sys.executable).parent
CODE = Path(__file__).parents[2] / "segdesk" / "gui"


def messages(path: Path) -> list[tuple[str, str, ET.Element]]:
    """Return context, text and translation of every message."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found.append((context.findtext("name") or "", message.findtext("source") or "", translation))
    return found


@pytest.fixture(scope="module")
def in_the_code(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Context and text of everything that the code would say."""
    path = tmp_path_factory.mktemp("words") / "code.ts"
    tool = [TOOLS / "pyside6-lupdate", "-extensions", "py", "-locations", "none", CODE, "-ts", path]
    subprocess.run(tool, check=True, capture_output=True, timeout=120)
    return {(context, source) for context, source, _ in messages(path)}


def test_every_text_of_the_code_is_in_the_translation(in_the_code: set[tuple[str, str]]) -> None:
    known = {(context, source) for context, source, _ in messages(FRENCH)}
    assert in_the_code - known == set(), "run `make words` and translate what is new"
    assert known - in_the_code == set(), "run `make words`: these are not in the code any more"


def test_every_text_has_a_class_or_a_name_to_belong_to(in_the_code: set[tuple[str, str]]) -> None:
    # An alias such as tr("context", "text") is read as text and comment, and never found at run time.
    assert not [source for context, source in in_the_code if context in ("", "QCoreApplication")]


def test_every_text_is_translated() -> None:
    unfinished = [
        source
        for _, source, translation in messages(FRENCH)
        if translation.get("type") or not translation.text
    ]
    assert unfinished == []


def test_a_translation_has_the_same_holes_and_mnemonics() -> None:
    wrong = [
        source
        for _, source, translation in messages(FRENCH)
        if sorted(re.findall(r"\{\w+\}", source)) != sorted(re.findall(r"\{\w+\}", translation.text or ""))
        or source.count("&") != (translation.text or "").count("&")
    ]
    assert wrong == []


def test_no_mnemonic_stands_twice_in_one_menu_bar() -> None:
    bar = [
        translation.text or ""
        for context, source, translation in messages(FRENCH)
        if context == "Menus" and source in ("&File", "&Edit", "&View", "&Run", "&Help")
    ]
    letters = [text[text.index("&") + 1].lower() for text in bar]
    assert len(set(letters)) == 5


def test_the_compiled_file_is_that_of_the_source(tmp_path: Path) -> None:
    copy = tmp_path / "segdesk_fr.ts"
    shutil.copy(FRENCH, copy)
    subprocess.run([TOOLS / "pyside6-lrelease", copy], check=True, capture_output=True, timeout=120)
    assert copy.with_suffix(".qm").read_bytes() == FRENCH.with_suffix(".qm").read_bytes(), "run `make words`"


def test_french_is_spoken_and_given_up_again(qapp: QApplication) -> None:
    translation = Translation(qapp, Language.FRENCH)
    assert QCoreApplication.translate("titles", "Features") == "Variables"
    translation.use(Language.ENGLISH)
    assert QCoreApplication.translate("titles", "Features") == "Features"
