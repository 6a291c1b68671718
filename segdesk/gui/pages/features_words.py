"""What the Features page says."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication

from segdesk.gui.sentences import said, word
from segdesk.gui.titles import recipe_title
from segdesk.project.settings import FeaturesSettings, Impute, Mode, RecipeName, Scale, Transform
from segdesk.review.connect import Missing
from segdesk.review.features import Features
from segdesk.review.recipe import ColumnKind
from segdesk.warehouse.recipe_parameters import RecipeParameter


def recipe_word(recipe: RecipeName) -> str:
    """Return a recipe in a word, where its full name has no room."""
    return {
        RecipeName.THELOOK: QCoreApplication.translate("FeaturesPage", "Shop"),
        RecipeName.GA360: QCoreApplication.translate("FeaturesPage", "Analytics"),
        RecipeName.CUSTOM: QCoreApplication.translate("FeaturesPage", "Your own"),
    }[recipe]


def recipe_sentence(recipe: RecipeName) -> str:
    """Return what a recipe makes its customers from."""
    return {
        RecipeName.THELOOK: QCoreApplication.translate(
            "FeaturesPage",
            "One row per customer, from a shop's users, orders, products and events "
            "as in Google's data set thelook.",
        ),
        RecipeName.GA360: QCoreApplication.translate(
            "FeaturesPage", "One row per visitor, from the daily sessions of Google Analytics 360."
        ),
        RecipeName.CUSTOM: QCoreApplication.translate(
            "FeaturesPage", "Any table or query with one row per customer. You say which column is what."
        ),
    }[recipe]


def mode_word(mode: Mode) -> str:
    """Return a mode in a word."""
    return {
        Mode.CAREFUL: QCoreApplication.translate("FeaturesPage", "Careful"),
        Mode.NOTEBOOK: QCoreApplication.translate("FeaturesPage", "As the notebook"),
    }[mode]


def mode_sentence(recipe: RecipeName, mode: Mode) -> str:
    """Return what is different in a mode; nothing where a recipe has one only."""
    return {
        (RecipeName.THELOOK, Mode.CAREFUL): QCoreApplication.translate(
            "FeaturesPage",
            "Leaves out what was cancelled or returned, counts an order once, and sets customers "
            "who never bought aside.",
        ),
        (RecipeName.THELOOK, Mode.NOTEBOOK): QCoreApplication.translate(
            "FeaturesPage",
            "Does exactly what the notebook does: every item counts as an order, cancelled ones too, "
            "and months are counted from today.",
        ),
        (RecipeName.GA360, Mode.CAREFUL): QCoreApplication.translate(
            "FeaturesPage",
            "Counts completed purchases with their quantities, and sets visitors who never bought aside.",
        ),
        (RecipeName.GA360, Mode.NOTEBOOK): QCoreApplication.translate(
            "FeaturesPage",
            "Does exactly what the tutorial does: a click on a product counts like a purchase, prices are "
            "added up without quantities, and made-up gender and income are clustered on.",
        ),
    }.get((recipe, mode), "")


def misfit(recipe: RecipeName, missing: Missing) -> str:
    """Return why a recipe does not fit the tables."""
    if missing.column is None:
        said = QCoreApplication.translate(
            "FeaturesPage", "{recipe} needs a table {table}, which is not there."
        )
    else:
        said = QCoreApplication.translate(
            "FeaturesPage", "{recipe} needs a column {column} in {table}, which is not there."
        )
    return said.format(recipe=recipe_title(recipe), table=missing.table, column=missing.column)


# -- parameters


def parameter_title(name: str) -> str:
    """Return what a parameter of a recipe is called."""
    return {
        "as_of": QCoreApplication.translate("FeaturesPage", "As of"),
        "date_from": QCoreApplication.translate("FeaturesPage", "Sessions from"),
        "date_to": QCoreApplication.translate("FeaturesPage", "Sessions to"),
        "country": QCoreApplication.translate("FeaturesPage", "Country"),
        "purchase": QCoreApplication.translate("FeaturesPage", "What counts as a purchase"),
        "crm": QCoreApplication.translate("FeaturesPage", "CRM file"),
        "key": QCoreApplication.translate("FeaturesPage", "What names a visitor"),
    }[name]


def parameter_help(name: str, features: FeaturesSettings) -> str:
    """Return what a parameter does."""
    if name == "crm":
        return _crm_help(features)
    return {
        "as_of": QCoreApplication.translate(
            "FeaturesPage", "Customers are described as they were at the end of this day."
        ),
        "date_from": "",
        "date_to": QCoreApplication.translate("FeaturesPage", "Both days are included."),
        "country": QCoreApplication.translate(
            "FeaturesPage", "Only visitors from there, spelled as in the sessions."
        ),
        "purchase": QCoreApplication.translate("FeaturesPage", "A condition on a hit, in GoogleSQL."),
        "key": QCoreApplication.translate(
            "FeaturesPage", "Or dimension1, dimension2 … for a custom dimension of the session."
        ),
    }[name]


def _crm_help(features: FeaturesSettings) -> str:
    if features.recipe is RecipeName.CUSTOM:
        said = QCoreApplication.translate("FeaturesPage", "Adds its columns. It needs a column {key}.")
        unknown = QCoreApplication.translate("FeaturesPage", "with the key")
        return said.format(key=features.key or unknown)
    said = QCoreApplication.translate(
        "FeaturesPage", "Takes the place of the made-up gender and income. It needs a column {key}."
    )
    default = "fullVisitorId" if features.mode is Mode.CAREFUL else "fullVisitorID"
    return said.format(key=features.key or default)


def own_value(parameter: RecipeParameter, as_of: date | None) -> str:
    """Return what holds where a parameter is left to the recipe."""
    if parameter.name == "as_of" and not parameter.from_data:
        today = QCoreApplication.translate("FeaturesPage", "{day}, today")
        return today.format(day=parameter.default)
    if parameter.name == "as_of" and as_of is not None:
        last = QCoreApplication.translate("FeaturesPage", "{day}, the last day")
        return last.format(day=as_of.isoformat())
    return parameter.default or {
        "as_of": QCoreApplication.translate("FeaturesPage", "Last day in the data"),
        "date_from": QCoreApplication.translate("FeaturesPage", "First day in the data"),
        "date_to": QCoreApplication.translate("FeaturesPage", "Last day in the data"),
        "country": QCoreApplication.translate("FeaturesPage", "All countries"),
        "crm": QCoreApplication.translate("FeaturesPage", "None"),
    }.get(parameter.name, "")


# -- features


def translated(found: Features) -> Features:
    """Return features with their titles, units and warnings in the window's language."""
    features = (
        replace(
            feature,
            title=word("feature", feature.title),
            unit=word("unit", feature.unit),
            warnings=tuple(map(said, feature.warnings)),
        )
        for feature in found.features
    )
    return replace(found, features=tuple(features))


def kind_word(kind: str) -> str:
    """Return what a feature or a column is."""
    return {
        "number": QCoreApplication.translate("FeaturesPage", "Number"),
        "category": QCoreApplication.translate("FeaturesPage", "Category"),
        ColumnKind.TEXT: QCoreApplication.translate("FeaturesPage", "Text"),
        ColumnKind.DATE: QCoreApplication.translate("FeaturesPage", "Date"),
        ColumnKind.NESTED: QCoreApplication.translate("FeaturesPage", "List or struct"),
    }[kind]


def impute_word(value: object) -> str:
    """Return what takes the place of a missing number."""
    return {
        Impute.MEAN.value: QCoreApplication.translate("FeaturesPage", "Mean"),
        Impute.MEDIAN.value: QCoreApplication.translate("FeaturesPage", "Median"),
        Impute.ZERO.value: QCoreApplication.translate("FeaturesPage", "Zero"),
        Impute.REFUSE.value: QCoreApplication.translate("FeaturesPage", "Not allowed"),
    }.get(str(value), "")


def transform_word(value: object) -> str:
    """Return what is done to a number before it is scaled."""
    return {
        Transform.NONE.value: QCoreApplication.translate("FeaturesPage", "None", "transformation"),
        Transform.LOG1P.value: QCoreApplication.translate("FeaturesPage", "Logarithm"),
        Transform.WINSORISE.value: QCoreApplication.translate("FeaturesPage", "Winsorise"),
    }.get(str(value), "")


def scale_word(value: object) -> str:
    """Return how a feature is made comparable."""
    return {
        Scale.Z_SCORE.value: QCoreApplication.translate("FeaturesPage", "z-score"),
        Scale.Z_SCORE_SAMPLE.value: QCoreApplication.translate("FeaturesPage", "z-score (sample)"),
        Scale.ROBUST.value: QCoreApplication.translate("FeaturesPage", "Robust"),
        Scale.NONE.value: QCoreApplication.translate("FeaturesPage", "None", "scale"),
    }.get(str(value), "")


def prepared_unit(scale: Scale, unit: str, transform: Transform) -> str:
    """Return what a prepared feature is measured in."""
    if scale in (Scale.Z_SCORE, Scale.Z_SCORE_SAMPLE):
        return QCoreApplication.translate("FeaturesPage", "standard deviations")
    if scale is Scale.ROBUST:
        return QCoreApplication.translate("FeaturesPage", "interquartile ranges")
    if transform is Transform.LOG1P:
        return QCoreApplication.translate("FeaturesPage", "log(1 + x)")
    return unit


def pair_sentence(first: str, second: str, pearson: float, shown: str, *, both_used: bool) -> str:
    """Return that two features say nearly the same, and what that means for the clustering."""
    if pearson > 0:
        said = QCoreApplication.translate(
            "FeaturesPage", "{first} and {second} say nearly the same (correlation {pearson})"
        )
    else:
        said = QCoreApplication.translate(
            "FeaturesPage", "{first} and {second} say nearly the opposite (correlation {pearson})"
        )
    if both_used:
        end = QCoreApplication.translate("FeaturesPage", "which counts almost twice, as both are used.")
    else:
        end = QCoreApplication.translate("FeaturesPage", "but only one of them is used.")
    return f"{said.format(first=first, second=second, pearson=shown)}, {end}"
