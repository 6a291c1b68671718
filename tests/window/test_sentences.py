"""What the floors below the window say, in French: nothing is forgotten, and numbers and names survive."""

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

import segdesk
from segdesk.activation.violations import Rule, Violation
from segdesk.gui.phrase_book import Book
from segdesk.gui.sentences import said, told, word
from segdesk.paths import resource
from segdesk.project.settings import Mode, RecipeName
from segdesk.project.step import Step
from segdesk.tasks.messages import Failure
from segdesk.warehouse.recipes import built_in
from segdesk.writing.findings import Finding, Part, Problem

_FLOORS = ("steps", "clustering", "warehouse", "writing", "activation", "project", "tasks", "review")
_ROOT = Path(segdesk.__file__).parent
_NARROW = "\u202f"

_SPEAKERS = re.compile(
    r"(Segdesk|Usage|Input|Project|Warehouse|Activation)Error|Failure|UnknownTable|refused"
)
"""What is called with ``what``, ``why`` and ``todo``."""
_SAYING = re.compile(
    r".*(warning|note|sentence|reason|portrait|misfit|unknown_code|left_out|without_match|trait\b|fault\b|ago\b).*"
    r"|_pair|_count|_about|why_not"
)
"""Functions that return sentences."""
_NO_SENTENCE = re.compile(r"SELECT|CREATE|INSERT|UPDATE |DELETE|ORDER BY|[a-z]_[a-z]+ = |^seg_|IS NULL|^\W*$")
_STANDS_FOR = {
    "at": "line 2, column 3",
    "where": "line 2, column 3",
    "begin": "line 2, column 3",
    "step.value.capitalize()": "Sweep",
    "before.value.capitalize()": "Connect",
    "before.value": "connect",
    "settings.recipe": "thelook",
    "recipe": "thelook",
    "last.value": "visit",
    "verb": "written",
    "found[0]": "12",
    "row_of(self.path, found[0])": "12",
}
"""Expressions whose values matter."""
_ELSEWHERE = frozenset(
    (
        " at its end",
        "at its end",
        "1234 Zq ago",
        "1234 Zqs ago",
        "Give each Zq once",
        "The SQL cannot",
        "Zq in 'Zq'",
        "Zq segments",
        "there is no Zq",
    )
)
"""Values, the same in French, or parts that other tests see whole."""


class _Reader(ast.NodeVisitor):
    """Collects what a module can say, with sample values for what differs each time."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._functions: list[ast.FunctionDef] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node)
        if _SAYING.fullmatch(node.name):
            self._take_all(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func).split(".")[-1]
        if _SPEAKERS.fullmatch(name) or ast.unparse(node.func) == "error":
            self._take(*node.args[1:] if name == "refused" else node.args, *(k.value for k in node.keywords))
        elif name in ("progress", "report") and len(node.args) == 3:
            self._take(node.args[2])
        elif ast.unparse(node.func) == "super().__init__":
            self._take(*node.args)
        self.generic_visit(node)

    def _take(self, *nodes: ast.expr) -> None:
        for node in nodes:
            self.found |= {text for text in self._texts(node) if _is_sentence(text)}

    def _take_all(self, function: ast.FunctionDef) -> None:
        """Take every text of a function, but for its docstring and for what is only a part of another text."""
        skipped = {id(function.body[0].value)} if isinstance(function.body[0], ast.Expr) else set()
        texts = [node for node in ast.walk(function) if isinstance(node, ast.JoinedStr)]
        inner = [node for text in texts for node in ast.walk(text) if node is not text]
        names = {node.id for node in inner if isinstance(node, ast.Name)}
        skipped |= {id(node) for node in inner}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(ast.unparse(to) in names for to in node.targets):
                skipped |= {id(part) for part in ast.walk(node.value)}
        for node in ast.walk(function):
            if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in skipped:
                self._take(node)

    def _texts(self, node: ast.expr) -> Iterator[str]:
        """Yield what an expression can be; nothing where it comes from elsewhere."""
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr():
                parts = [[*self._part(part)] for part in node.values]
                yield from ("".join(chosen) for chosen in product(*parts))
            case ast.IfExp():
                yield from self._texts(node.body)
                yield from self._texts(node.orelse)
            case ast.BinOp(op=ast.Add()):
                pairs = product([*self._texts(node.left)], [*self._texts(node.right)])
                yield from (left + right for left, right in pairs)
            case ast.BoolOp(op=ast.And()):
                yield from self._texts(node.values[-1])
            case ast.Name():
                for value in self._assigned(node.id):
                    yield from self._texts(value)

    def _part(self, part: ast.expr) -> Iterator[str]:
        if not isinstance(part, ast.FormattedValue):
            yield from self._texts(part)
            return
        shape = ast.unparse(part.format_spec) if part.format_spec else ""
        known = [*self._texts(part.value)]
        if ast.unparse(part.value).startswith("place_of"):
            yield "line 2, column 3"
        elif ast.unparse(part.value) in _STANDS_FOR:
            yield _STANDS_FOR[ast.unparse(part.value)]
        elif known:
            yield from known
        elif shape:
            yield "12%" if "%" in shape else "1,234" if "," in shape or "d" in shape else "1.5"
        else:
            yield "'Zq'" if part.conversion == ord("r") else "1234" if _counts(part.value) else "Zq"

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        for node in ast.walk(self._functions[-1]) if self._functions else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    yield value
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                    yield from (
                        value
                        for target, value in zip(names, values, strict=True)
                        if isinstance(target, ast.Name) and target.id == name
                    )


def _counts(node: ast.expr) -> bool:
    return ast.unparse(node).startswith(("len(", "round(")) or ast.unparse(node) in (
        "number",
        "count",
        "line",
    )


def _is_sentence(text: str) -> bool:
    return " " in text and re.search(r"[a-z]{2}", text) is not None and not _NO_SENTENCE.search(text)


@cache
def _sentences() -> tuple[str, ...]:
    """Return all that the floors below the window can say, as far as it stands in one place."""
    found: set[str] = set()
    for floor in _FLOORS:
        for path in sorted((_ROOT / floor).rglob("*.py")):
            if path.name == "prompts.py":  # speaks to a language model
                continue
            reader = _Reader()
            reader.visit(ast.parse(path.read_text(encoding="utf-8")))
            found |= reader.found
    return tuple(sorted(found))


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
    said = {text: silent.said(text).replace("Zq", "") for text in _sentences() if text not in _ELSEWHERE}
    missing = {text: left for text, left in said.items() if re.search(r"[A-Za-z]", left)}
    assert not missing
    assert len(said) > 500


def test_all_that_is_found_in_emails_and_import_files_is_in_the_book(silent: Book) -> None:
    findings = [Finding(problem, part, text) for problem in Problem for part in Part for text in ("", "12")]
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


def test_titles_and_units_of_the_recipes_are_in_the_book(book: Book) -> None:
    recipes = [built_in(name, mode) for name in (RecipeName.THELOOK, RecipeName.GA360) for mode in Mode]
    features = [feature for recipe in recipes for feature in recipe.features]
    titles = {feature.title[:1].lower() + feature.title[1:] for feature in features}
    assert titles <= set(book.words["feature"])
    assert {feature.unit for feature in features} - {"", "USD"} <= set(book.words["unit"])
    assert set(book.words["step"]) == set(Step)


@pytest.mark.usefixtures("_french")
@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Clustering into 10 segments", "Répartition en 10 segments"),
        ("Describing 12,345 customers", f"Description de 12{_NARROW}345 clients"),
        (
            "4 segments have the highest silhouette, 0.412, of the 21 numbers tried.",
            "4 segments ont la silhouette la plus élevée, 0,412, des 21 nombres essayés.",
        ),
        (
            "22 is the largest number tried: a wider range might choose more. "
            "The choice depends on the range: from 2 to 12 it would be 4.",
            "22 est le plus grand nombre essayé\u00a0: une plage plus large en retiendrait peut-être davantage. "
            "Le choix dépend de la plage\u00a0: de 2 à 12, ce serait 4.",
        ),
        (
            "age is missing for 62% of customers; what fills it in decides the rest.",
            f"age manque pour 62{_NARROW}% des clients{_NARROW}; ce qui la remplace décide du reste.",
        ),
        (
            "Orders 3.1×, Bags 1.4× the average; last order 12 days ago",
            "Commandes × 3,1, sacs × 1,4 par rapport à la moyenne\u202f; dernière commande il y a 12 jours",
        ),
        ("About average; last visit 1 month ago", f"Dans la moyenne{_NARROW}; dernière visite il y a 1 mois"),
        (
            "Sweep has nothing to work on: Features is out of date in shop.segdesk. "
            "Run segdesk features first, or segdesk run for all that is needed.",
            "L'étape Balayage n'a rien à traiter\u00a0: l'étape Variables n'est plus à jour dans shop.segdesk. "
            "Lancez d'abord l'étape Variables, ou tout ce qui est nécessaire.",
        ),
        (
            "k = 7 failed: 7 segments cannot be made: there are only 5 different customers. "
            "Ask for fewer segments, or add features that tell customers apart.",
            "k = 7 a échoué\u00a0: 7 segments ne peuvent pas être formés\u00a0: il n'y a que 5 clients différents. "
            "Demandez moins de segments, ou ajoutez des variables qui distinguent les clients.",
        ),
        (
            "The SQL cannot run: there is no column foo at line 1, column 7. Did you mean bar or baz?.",
            "Le SQL ne peut pas être exécuté\u00a0: il n'y a pas de colonne foo, ligne 1, colonne 7. "
            "Vouliez-vous dire bar ou baz\u202f?",
        ),
        (
            "There is no table order: it is named at line 1, column 8. There are events, orders.",
            "Il n'y a pas de table order\u00a0: elle est citée, ligne 1, colonne 8. Il y a events, orders.",
        ),
        (
            'Row 3, column 2 (ga:dimension1), value "a: b": the key stands in row 1 already. '
            "There are 1,203 others.",
            "Ligne 3, colonne 2 (ga:dimension1), valeur «\u00a0a: b\u00a0»\u00a0: "
            f"la clé figure déjà à la ligne 1. Il y en a 1{_NARROW}203 autres.",
        ),
        (
            "Names that followed their segment: Ada (seg_1 before, seg_3 now), Bo, the best (seg_2 before, seg_1 now)",
            "Noms qui ont suivi leur segment\u00a0: Ada (seg_1 avant, seg_3 maintenant), "
            "Bo, the best (seg_2 avant, seg_1 maintenant)",
        ),
        (
            "No language is known for no country (1,234), Atlantis (12) and 5 more; they get English",
            f"Aucune langue connue pour pays inconnu (1{_NARROW}234), Atlantis (12) et 5 autres{_NARROW}; "
            "ces clients reçoivent un texte en anglais",
        ),
        ("seg_3 cannot be called 'VIP'", "seg_3 ne peut pas s'appeler «\u00a0VIP\u00a0»"),
        (
            "/data/a.csv cannot be read: No such file or directory. Check the path.",
            "/data/a.csv ne peut pas être lu\u00a0: fichier ou dossier introuvable. Vérifiez le chemin.",
        ),
        (
            "The SQL cannot run: Conversion Error 7. Correct the SQL.",
            "Le SQL ne peut pas être exécuté\u00a0: Conversion Error 7. Corrigez le SQL.",
        ),
        ("Nobody has written this: 12,345 words.", "Nobody has written this: 12,345 words."),
    ],
)
def test_sentences_are_said_in_french(english: str, french: str) -> None:
    assert said(english) == french


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


@pytest.mark.usefixtures("_english")
def test_english_stays_as_it_is() -> None:
    for text in _sentences():
        assert said(text) == text
    assert word("feature", "Orders") == "Orders"
    failure = Failure("No project is open")
    assert told(failure) == failure


def test_a_long_list_takes_no_time_to_speak_of(book: Book) -> None:
    names = ", ".join(f"column_{number}" for number in range(400))
    begun = time.process_time()
    assert book.said(f"There is no column x: there are {names}. Check the name.").endswith("Vérifiez le nom.")
    assert time.process_time() - begun < 2
