"""What the floors below the window say, in French: nothing is forgotten, and numbers and names survive."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from segdesk.activation.violations import Rule, Violation
from segdesk.gui.phrase_book import Book
from segdesk.gui.sentences import said, told, word
from segdesk.paths import resource
from segdesk.project.settings import Mode, RecipeName
from segdesk.project.step import Step
from segdesk.tasks.messages import Failure
from segdesk.warehouse.recipes import built_in
from segdesk.writing.findings import Finding, Part, Problem
from segdesk.writing.languages import LANGUAGES
from tests.window.conftest import SECONDS, MakeContext
from tests.window.sentence_reader import sentences

_ELSEWHERE = frozenset(
    (
        " at its end",
        "at its end",
        "1234 Zq ago",
        "1234 Zqs ago",
        "Choose Zq",
        "Give each Zq once",
        "The SQL cannot",
        "Zq in 'Zq'",
        "Zq segments",
        "there is no Zq",
    )
)
"""Values, the same in French, or parts that other tests see whole."""

EXAMPLES = {
    "Clustering into 10 segments": "Répartition en 10 segments",
    "Emails: asking gemini-2.5-flash, attempt 2": "E-mails : questions à gemini-2.5-flash, essai 2",
    "Labels: counting tokens": "Noms : comptage des jetons",
    "Sweep: k = 3": "Balayage : k = 3",
    "Sweep: 10 trials of 2 to 22 segments": "Balayage : 10 essais de 2 à 22 segments",
    "k = 7 failed: BigQuery ML did not try 7 segments: it had 10 trials. Allow it more trials.": (
        "k = 7 a échoué : BigQuery ML n'a pas essayé 7 segments : il avait 10 essais. "
        "Accordez-lui plus d'essais."
    ),
    "Sweep: training": "Balayage : table d'entraînement",
    "Features: 1,000 of the customers": "Variables : 1 000 des clients",
    "Connect: remote model": "Connexion : modèle distant",
    "Emails: asking gemini-2.5-flash: billed for 10 MiB and up to 1,204 tokens, less than $0.01; "
    "$0.02 since the step began": (
        "E-mails : questions à gemini-2.5-flash : 10 Mio et jusqu'à 1 204 jetons facturés, moins de 0,01 $ ; "
        "0,02 $ depuis le début de l'étape"
    ),
    "Describing 12,345 customers": "Description de 12 345 clients",
    "4 segments have the highest silhouette, 0.412, of the 21 numbers tried.": (
        "4 segments ont la plus haute silhouette, 0,412, des 21 nombres essayés."
    ),
    "3 segments have the highest combined score, 0.908, of the 21 numbers tried "
    "(silhouette 0.436, Calinski-Harabasz 2,209, Davies-Bouldin 0.996).": (
        "3 segments ont le plus haut score combiné, 0,908, des 21 nombres essayés "
        "(silhouette 0,436, Calinski-Harabasz 2 209, Davies-Bouldin 0,996)."
    ),
    "22 is the largest number tried: a wider range might choose more. "
    "The choice depends on the range: from 2 to 12 it would be 4.": (
        "22 est le plus grand nombre essayé : une plage plus large pourrait en choisir davantage. "
        "Le choix dépend de la plage : de 2 à 12, ce serait 4."
    ),
    "age is missing for 62% of customers; what fills it in decides the rest.": (
        "age manque pour 62 % des clients ; ce qui la remplace décide du reste."
    ),
    "Orders 3.1×, Bags 1.4× the average; last order 12 days ago": (
        "Commandes × 3,1, Sacs × 1,4 par rapport à la moyenne ; dernière commande il y a 12 jours"
    ),
    "About average; last visit 1 month ago": "Dans la moyenne ; dernière visite il y a 1 mois",
    "Sweep has nothing to work on: Features is out of date in shop.segdesk. "
    "Run segdesk features first, or segdesk run for all that is needed.": (
        "L'étape Balayage n'a rien à traiter : l'étape Variables n'est plus à jour dans shop.segdesk. "
        "Lancez d'abord l'étape Variables, ou tout ce qui est nécessaire."
    ),
    "k = 7 failed: 7 segments cannot be made: there are only 5 different customers. "
    "Ask for fewer segments, or add features that tell customers apart.": (
        "k = 7 a échoué : 7 segments ne peuvent pas être formés : il n'y a que 5 clients différents. "
        "Demandez moins de segments, ou ajoutez des variables qui distinguent les clients."
    ),
    "The SQL cannot run: there is no column foo at line 1, column 7. Did you mean bar or baz?.": (
        "Le SQL ne peut pas être exécuté : il n'y a pas de colonne foo, ligne 1, colonne 7. "
        "Vouliez-vous dire bar ou baz ?"
    ),
    "There is no table order: it is named at line 1, column 8. There are events, orders.": (
        "Il n'y a pas de table order : elle est citée, ligne 1, colonne 8. Il y a events, orders."
    ),
    'Row 3, column 2 (ga:dimension1), value "a: b": the key stands in row 1 already. '
    "There are 1,203 others.": (
        "Ligne 3, colonne 2 (ga:dimension1), valeur « a: b » : la clé figure déjà à la ligne 1. "
        "Il y en a 1 203 autres."
    ),
    "Names that followed their segment: Ada (seg_1 before, seg_3 now), "
    "Bo, the best (seg_2 before, seg_1 now)": (
        "Noms qui ont suivi leur segment : Ada (seg_1 avant, seg_3 maintenant), "
        "Bo, the best (seg_2 avant, seg_1 maintenant)"
    ),
    "No language is known for no country (1,234), Atlantis (12) and 5 more; they get English": (
        "Aucune langue connue pour pays inconnu (1 234), Atlantis (12) et 5 autres ; "
        "ces clients reçoivent un texte en anglais"
    ),
    "labels.csv, line 3, column name: Ada is in line 2 already. Give each name once.": (
        "labels.csv, ligne 3, colonne name : Ada est déjà à la ligne 2. Donnez chaque nom une seule fois."
    ),
    "There is no sample for the recipe custom. Choose thelook or ga360.": (
        "Il n'y a pas d'exemple pour la recette « La vôtre ». Choisissez « Boutique » ou « Analytics »."
    ),
    "seg_3 cannot be called 'VIP'": "seg_3 ne peut pas s'appeler « VIP »",
    "/data/a.csv cannot be read: No such file or directory. Check the path.": (
        "/data/a.csv ne peut pas être lu : fichier ou dossier introuvable. Vérifiez le chemin."
    ),
    "The SQL cannot run: Conversion Error 7. Correct the SQL.": (
        "Le SQL ne peut pas être exécuté : Conversion Error 7. Corrigez le SQL."
    ),
    "Nobody has written this: 12,345 words.": "Nobody has written this: 12,345 words.",
}
"""Sentences to how they are said, here with plain spaces."""


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.read(resource("i18n", "sentences_fr.toml"))


@pytest.fixture
def _french() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("fr"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(scope="module")
def silent(book: Book) -> Book:
    """A book whose phrases say nothing: only values, and what the book does not know, are left of a text."""
    return Book(
        [replace(each, other="".join(f"{{{name}}}" for name, _ in each.holes)) for each in book.phrases],
        {kind: dict.fromkeys(words, "-") for kind, words in book.words.items()},
        book.signs,
    )


def test_every_sentence_of_the_floors_below_is_in_the_book(silent: Book) -> None:
    """Whoever writes a new sentence adds it to resources/i18n/sentences_fr.toml."""
    left = {text: silent.said(text).replace("Zq", "") for text in sentences() if text not in _ELSEWHERE}
    assert {text: words for text, words in left.items() if re.search(r"[A-Za-z]", words)} == {}
    assert len(left) > 500


def test_all_that_is_found_in_emails_and_import_files_is_in_the_book(silent: Book) -> None:
    findings = [Finding(problem, part) for problem in Problem for part in Part]
    findings += [replace(found, text="12") for found in findings if found.problem is not Problem.EMPTY]
    cells = [Violation(3, 2, "12", "12", rule, fatal=True, earlier=1) for rule in Rule]
    texts = [*map(str, findings), *(cell.message for cell in cells)]
    assert [left for text in texts if re.search(r"[A-Za-z]", left := silent.said(text))] == []


def test_both_sides_of_a_phrase_have_the_same_holes(book: Book) -> None:
    for phrase in book.phrases:
        holes = {name for name, _ in phrase.holes}
        assert set(re.findall(r"\{(\w+)\}", phrase.other)) == holes, phrase.english
        assert phrase.other.format(**dict.fromkeys(holes, "")) is not None
        assert {kind for _, kind in phrase.holes} <= {"", "number", *book.words}, phrase.english


def test_no_phrase_is_there_twice_or_ends_in_a_full_stop(book: Book) -> None:
    english = [phrase.english for phrase in book.phrases]
    assert len(english) == len(set(english))
    assert [text for text in english if text.endswith(".")] == []


def test_words_that_come_from_below_are_in_the_book(book: Book) -> None:
    recipes = [built_in(name, mode) for name in (RecipeName.THELOOK, RecipeName.GA360) for mode in Mode]
    features = [feature for recipe in recipes for feature in recipe.features]
    titles = {feature.title[:1].lower() + feature.title[1:] for feature in features}
    assert titles <= set(book.words["feature"])
    assert {feature.unit for feature in features} - {"", "USD"} <= set(book.words["unit"])
    assert set(book.words["step"]) == set(Step)
    assert set(book.words["language"]) == {language.name.lower() for language in LANGUAGES.values()}


@pytest.mark.usefixtures("_french")
@pytest.mark.parametrize(("english", "french"), EXAMPLES.items())
def test_sentences_are_said_in_french(english: str, french: str) -> None:
    assert _plain(said(english)) == french


@pytest.mark.usefixtures("_french")
def test_signs_have_the_spaces_of_french() -> None:
    assert said("ga360.csv was not written: there is no column age") == (
        "ga360.csv n'a pas été écrit\u00a0: il n'y a pas de colonne age"
    )
    assert said("Finding the neighbours of 12,345 customers") == (
        "Recherche des voisins de 12\u202f345 clients"
    )
    assert said("Did you mean bar?") == "Vouliez-vous dire bar\u202f?"
    assert said("'x' cannot be the key of the file") == "«\u00a0x\u00a0» ne peut pas être la clé du fichier"
    assert said("12% of its values are numbers, the others are text").startswith("12\u202f% de")


@pytest.mark.usefixtures("_french")
def test_names_of_tables_and_columns_are_not_translated() -> None:
    assert said("There is no column orders").endswith(" orders")
    assert said("The table items has no column days").endswith("items n'a pas de colonne days")


@pytest.mark.usefixtures("_french")
def test_titles_keep_their_capital_and_own_ones_their_words() -> None:
    assert word("feature", "Days since last order") == "Jours depuis la dernière commande"
    assert word("unit", "orders a month") == "commandes par mois"
    assert word("feature", "loyalty_points") == "loyalty_points"


@pytest.mark.usefixtures("_french")
def test_an_error_is_told_in_french_and_keeps_its_details() -> None:
    failure = told(Failure("No project is open", "the disk is full", "Free some space", "Traceback"))
    assert failure == Failure(
        "Aucun projet n'est ouvert", "le disque est plein", "Libérez de la place", "Traceback"
    )


@pytest.mark.usefixtures("_french")
def test_the_worker_is_understood_in_french(context_of: MakeContext, empty_file: Path, qtbot: QtBot) -> None:
    bridge = context_of(empty_file).bridge
    with qtbot.waitSignal(bridge.ended, timeout=SECONDS) as ended:
        bridge.run(Step.SWEEP)
    failure = ended.args[0].failure
    assert failure.what == "L'étape Balayage n'a rien à traiter"
    assert failure.why == "l'étape Connexion n'a pas été lancée dans new.segdesk"


@pytest.mark.usefixtures("_english")
def test_english_stays_as_it_is() -> None:
    for text in sentences():
        assert said(text) == text
    assert word("feature", "Orders") == "Orders"
    failure = Failure("No project is open")
    assert told(failure) == failure


@pytest.mark.timing
def test_a_long_list_takes_no_time_to_speak_of(book: Book) -> None:
    names = ", ".join(f"column_{number}" for number in range(400))
    begun = time.process_time()
    assert book.said(f"There is no column x: there are {names}. Check the name.").endswith("Vérifiez le nom.")
    assert time.process_time() - begun < 2
