"""Rules that say in words which segment a customer is in, as a GoogleSQL CASE."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlglot import exp

from segdesk.clustering.arrays import Flags, Floats, Indices, Labels
from segdesk.clustering.columns import MISSING, Described, categories, column, numbers
from segdesk.clustering.tables import Source
from segdesk.warehouse.recipes import Kind

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

TOP_CATEGORIES = 50
"""Rules only speak of so many categories a feature, the most common ones."""
TREE_ROWS = 400_000
"""The tree grows on so many customers at most, drawn at random; all are counted."""


@dataclass(frozen=True)
class Rule:
    """One WHEN of the CASE.

    Attributes
    ----------
    segment
        From 0.
    condition
        GoogleSQL.
    customers
        How many it applies to.
    correct
        How many of those are in the segment.
    """

    segment: int
    condition: str
    customers: int
    correct: int


@dataclass(frozen=True)
class RuleSet:
    """A shallow decision tree that stands in for the segments.

    Attributes
    ----------
    rules
        By segment, the one for most customers first. Every customer meets exactly one.
    sql
        A GoogleSQL CASE expression that gives the segment's name.
    fidelity
        Share of customers for whom the rules give their segment.
    recall
        By segment, the share of its customers whom the rules put there; NaN for an empty one.
    """

    rules: tuple[Rule, ...]
    sql: str
    fidelity: float
    recall: tuple[float, ...]


def find_rules(
    table: Source,
    labels: Labels,
    features: Sequence[Described],
    *,
    names: Sequence[str] | None = None,
    depth: int | None = None,
    min_customers: int | None = None,
) -> RuleSet:
    """Describe segments by a shallow decision tree on the features as they were before preparation.

    Parameters
    ----------
    table
        One row per customer.
    labels
        (n,) the segments, from 0.
    features
        Names and kinds of the columns that rules may use.
    names
        The segments' names in the SQL; ``seg_1`` and so on by default.
    depth
        The longest chain of conditions; by default one more than it takes to tell all segments apart.
    min_customers
        No rule for fewer customers among those that the tree grows on; by default a thousandth of them, and
        at least 5.

    Raises
    ------
    InputError
        Naming the feature, if one is missing or is not a number.
    """
    from sklearn.tree import DecisionTreeClassifier

    k = len(names) if names is not None else int(labels.max()) + 1
    titles = list(names) if names is not None else [f"seg_{i + 1}" for i in range(k)]
    questions = [question for feature in features for question in _questions(table, feature)]
    X = np.empty((len(labels), len(questions)), np.float32)
    for index, question in enumerate(questions):
        X[:, index] = question.values
    drawn = _drawn(len(labels))
    tree = DecisionTreeClassifier(
        max_depth=depth or max(4, (k - 1).bit_length() + 1),
        min_samples_leaf=min_customers or max(5, min(len(labels), TREE_ROWS) // 1_000),
        random_state=0,
    ).fit(X[drawn], labels[drawn])
    return _rule_set(tree, X, labels, questions, titles)


def _drawn(customers: int) -> Indices | slice:
    """Return which customers the tree grows on: all, or as many as are enough, the same every time."""
    if customers <= TREE_ROWS:
        return slice(None)
    random = np.random.default_rng(0)
    return np.sort(random.choice(customers, TREE_ROWS, replace=False, shuffle=False))


@dataclass(frozen=True, eq=False)
class _Question:
    """A column of the tree's input: a number, or whether a category is the one.

    Attributes
    ----------
    values
        (n,) float64, NaN where a number is missing; flags for a category.
    expression
        The column in SQL, NULL where missing.
    category
        None for a number; `MISSING` for the category of NULL.
    """

    values: Floats | Flags
    expression: exp.Expr
    category: str | None = None

    @property
    def has_missing(self) -> bool:
        """Whether any customer has no number here."""
        return self.category is None and bool(np.isnan(self.values).any())

    def threshold(self, split: float) -> float:
        """Return the shortest decimal number that cuts the customers as the tree's split does.

        The tree compares in float32. Rounding keeps the order, so the values left of the split all lie
        below those right of it in float64 as well, and any number from the gap between cuts the same.
        """
        left = self.values.astype(np.float32) <= split
        low = float(self.values[left].max())
        high = float(self.values[~left & ~np.isnan(self.values)].min())
        middle = low / 2 + high / 2
        rounded = (float(f"{middle:.{digits}g}") for digits in range(1, 18))
        return next((number for number in rounded if low <= number < high), low)


@dataclass(frozen=True, eq=False)
class _Step:
    """One turn on the way from the tree's root to a leaf."""

    question: int
    split: float
    left: bool
    takes_missing: bool


def _questions(table: Source, feature: Described) -> Iterator[_Question]:
    source: exp.Expr = exp.column(exp.to_identifier(feature.name))
    if feature.kind is Kind.NUMBER:
        values = numbers(table, feature.name)
        missing = int(np.isnan(values).sum())
        if missing and missing > column(table, feature.name).null_count:
            # A NaN counts as missing here, but in SQL it is neither NULL nor comparable.
            source = exp.If(this=exp.IsNan(this=source.copy()), true=exp.Null(), false=source)
        yield _Question(values, source)
        return
    if not pa.types.is_string(column(table, feature.name).type):
        source = exp.cast(source, "text")
    texts = categories(table, feature.name)
    counts = sorted(pc.value_counts(texts).to_pylist(), key=lambda c: (-c["counts"], c["values"]))
    for category in [count["values"] for count in counts[:TOP_CATEGORIES]]:
        yield _Question(pc.equal(texts, category).to_numpy().astype(np.bool_), source, category)


def _rule_set(
    tree: "DecisionTreeClassifier",
    X: NDArray[np.float32],
    labels: Labels,
    questions: Sequence[_Question],
    titles: Sequence[str],
) -> RuleSet:
    leaves = tree.apply(X)
    # A table of all shares by customer, as tree.predict makes it, would be larger than X.
    predicted = tree.classes_[tree.tree_.value[:, 0, :].argmax(axis=1)][leaves]
    correct = predicted == labels
    rules = []
    for leaf, steps in _paths(tree):
        here = leaves == leaf
        segment = int(predicted[here][0])
        condition = _condition(steps, questions)
        rules.append(
            (
                Rule(segment, _sql(condition, pretty=False), int(here.sum()), int(correct[here].sum())),
                condition,
            )
        )
    rules.sort(key=lambda pair: (pair[0].segment, -pair[0].customers, pair[0].condition))
    case = exp.Case()
    for rule, condition in rules:
        case = case.when(condition, exp.Literal.string(titles[rule.segment]))
    # Only reached by a customer whose value is missing where none was when the rules were made.
    case = case.else_(exp.Literal.string(titles[int(np.bincount(labels).argmax())]))
    sizes = np.bincount(labels, minlength=len(titles))
    hits = np.bincount(labels[correct], minlength=len(titles))
    return RuleSet(
        rules=tuple(rule for rule, _ in rules),
        sql=_sql(case),
        fidelity=float(correct.mean()),
        recall=tuple(np.where(sizes > 0, hits / np.maximum(sizes, 1), np.nan).tolist()),
    )


def _paths(
    classifier: "DecisionTreeClassifier", node: int = 0, steps: tuple[_Step, ...] = ()
) -> Iterator[tuple[int, tuple[_Step, ...]]]:
    """Yield each leaf with the turns that lead to it."""
    tree = classifier.tree_
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left < 0:
        yield node, steps
        return
    question, split = int(tree.feature[node]), float(tree.threshold[node])
    missing_left = bool(tree.missing_go_to_left[node])
    yield from _paths(classifier, left, (*steps, _Step(question, split, True, missing_left)))
    yield from _paths(classifier, right, (*steps, _Step(question, split, False, not missing_left)))


def _condition(steps: Sequence[_Step], questions: Sequence[_Question]) -> exp.Expr:
    """Turn a path into one condition, with at most two bounds a number."""
    if not steps:
        return exp.true()
    parts = []
    for index in dict.fromkeys(step.question for step in steps):
        mine = [step for step in steps if step.question == index]
        question = questions[index]
        parts.append(_bounds(question, mine) if question.category is None else _membership(question, mine[0]))
    return exp.and_(*parts)


def _bounds(question: _Question, steps: Sequence[_Step]) -> exp.Expr:
    # An infinite split sends the missing values to the right and all numbers to the left.
    if any(np.isinf(step.split) and not step.left for step in steps):
        return _is_null(question)
    finite = [step for step in steps if np.isfinite(step.split)]
    if not finite:
        return exp.not_(_is_null(question))
    lower = [question.threshold(step.split) for step in finite if not step.left]
    upper = [question.threshold(step.split) for step in finite if step.left]
    parts: list[exp.Expr] = []
    if lower:
        parts.append(exp.GT(this=question.expression.copy(), expression=_number(max(lower))))
    if upper:
        parts.append(exp.LTE(this=question.expression.copy(), expression=_number(min(upper))))
    within = exp.and_(*parts)
    if question.has_missing and all(step.takes_missing for step in steps):
        return exp.or_(within, _is_null(question))
    return within


def _membership(question: _Question, step: _Step) -> exp.Expr:
    if question.category == MISSING:
        return exp.not_(_is_null(question)) if step.left else _is_null(question)
    kind = exp.NullSafeNEQ if step.left else exp.EQ
    return kind(this=question.expression.copy(), expression=exp.Literal.string(question.category))


def _is_null(question: _Question) -> exp.Expr:
    return exp.Is(this=question.expression.copy(), expression=exp.Null())


def _number(value: float) -> exp.Expr:
    literal = exp.Literal.number(repr(abs(value)))
    return exp.Neg(this=literal) if value < 0 else literal


def _sql(expression: exp.Expr, *, pretty: bool = True) -> str:
    return expression.sql(dialect="bigquery", pretty=pretty)
