"""The pipeline from one row per customer to the matrix that is clustered."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from segdesk.clustering.arrays import Floats, Matrix, blocks
from segdesk.clustering.columns import CategoryColumn, NumberColumn, PreparedColumn, only_column
from segdesk.clustering.projection import Axes, principal_axes
from segdesk.clustering.tables import Source, in_blocks
from segdesk.errors import InputError
from segdesk.project.settings import Document, Impute, Preparation, Scale, Transform
from segdesk.warehouse.recipes import Kind


@dataclass(frozen=True)
class FeaturePlan:
    """How one feature goes into the matrix; the last three only matter for a number."""

    name: str
    kind: Kind = Kind.NUMBER
    impute: Impute = Impute.MEAN
    transform: Transform = Transform.NONE
    scale: Scale = Scale.Z_SCORE


class Pipeline:
    """Impute > transform > scale > one-hot > optional PCA: fitted once, used by sweep, fit and prediction.

    Nothing here is random. All statistics are float64; the matrix is filled block by block, so that no
    second copy of it is ever made.

    Parameters
    ----------
    plans
        One a feature, in the order of the matrix's columns.
    pca
        Number of principal components to keep, at most as many as there are columns; 0 means no PCA.
    double
        Give float64 instead of float32.
    cosine
        Put every row on a sphere, as `on_sphere` does, so that distances are cosine distances.

    Attributes
    ----------
    columns_
        Names of the matrix's columns.
    fitted_
        What was learned of each feature.
    axes_
        The principal axes, None without PCA.
    """

    columns_: tuple[str, ...]
    fitted_: tuple[NumberColumn | CategoryColumn, ...]
    axes_: Axes | None

    def __init__(
        self, plans: Sequence[FeaturePlan], *, pca: int = 0, double: bool = False, cosine: bool = False
    ) -> None:
        self.plans = tuple(plans)
        self.pca = pca
        self.double = double
        self.cosine = cosine

    def fit(self, table: Source) -> Self:
        """Learn everything from a table with one row per customer, a column at a time.

        Raises
        ------
        InputError
            Naming the feature, if one cannot be used; without customers or features; if all are constant.
        """
        self._check(table)
        fitted = tuple(_fit(plan, table) for plan in self.plans)
        if all(column.constant for column in fitted):
            raise InputError(
                "All features are the same for every customer",
                "there is nothing to tell customers apart by",
                "Choose other features",
            )
        axes = principal_axes(lambda: _parts(table, fitted), self.pca) if self.pca else None
        self._remember(fitted, axes)
        return self

    def transform(self, table: Source) -> Matrix:
        """Return the matrix (n, d), C-contiguous, by what `fit` learned, reading a block of rows at a time.

        Raises
        ------
        InputError
            Naming the feature, if it is not there or holds values that its preparation refuses.
        """
        X = np.empty((table.num_rows, len(self.columns_)), np.float64 if self.double else np.float32)
        for rows, part in zip(blocks(table.num_rows), _parts(table, self.fitted_), strict=True):
            projected = part if self.axes_ is None else self.axes_.project(part)
            X[rows] = on_sphere(projected) if self.cosine else projected
        return X

    def fit_transform(self, table: Source) -> Matrix:
        """Return the matrix (n, d) of the table that everything was learned from."""
        return self.fit(table).transform(table)

    def to_json(self) -> str:
        """Return all that was learned, as JSON that `from_json` reads back without losing a digit."""
        axes = None if self.axes_ is None else _AxesDocument.of(self.axes_)
        document = _Document(
            pca=self.pca, double=self.double, columns=self.fitted_, axes=axes, cosine=self.cosine
        )
        # Pipelines of files of before have no such field, and are compared as text.
        return document.model_dump_json(exclude=None if self.cosine else {"cosine"})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the fitted pipeline that `to_json` wrote."""
        document = _Document.model_validate_json(text)
        plans = [_plan(column) for column in document.columns]
        pipeline = cls(plans, pca=document.pca, double=document.double, cosine=document.cosine)
        pipeline._remember(document.columns, None if document.axes is None else document.axes.axes())
        return pipeline

    def relearned(self, fitted: Sequence[NumberColumn | CategoryColumn]) -> Self:
        """Return the same pipeline, without PCA, with what was learned of its features elsewhere."""
        pipeline = type(self)(self.plans, double=self.double, cosine=self.cosine)
        pipeline._remember(tuple(fitted), None)
        return pipeline

    def _check(self, table: Source) -> None:
        names = [plan.name for plan in self.plans]
        if not names:
            raise InputError(
                "There is no feature to cluster on", todo="Choose at least one on the Features tab"
            )
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise InputError(f"The feature {twice[0]} is chosen twice", todo="Choose it once")
        if not table.num_rows:
            raise InputError(
                "There are no customers to cluster", "the table is empty", "Check the dates and filters"
            )

    def _remember(self, fitted: tuple[NumberColumn | CategoryColumn, ...], axes: Axes | None) -> None:
        self.fitted_ = fitted
        self.axes_ = axes
        if axes is None:
            self.columns_ = tuple(itertools.chain.from_iterable(column.names for column in fitted))
        else:
            self.columns_ = tuple(f"PC{i + 1}" for i in range(len(axes.components)))


def on_sphere(rows: Floats) -> Floats:
    """Return rows (n, d) on a sphere around 0 with radius √½; a row of zeros stays what it is.

    There the Euclidean distance of two rows is BigQuery ML's cosine distance of them, √(1 - cos).
    """
    lengths = np.sqrt(2 * np.einsum("ij,ij->i", rows, rows))
    return rows / np.where(lengths > 0, lengths, 1.0)[:, None]


class _AxesDocument(Document):
    mean: tuple[float, ...]
    components: tuple[tuple[float, ...], ...]
    explained: tuple[float, ...]

    @classmethod
    def of(cls, axes: Axes) -> Self:
        """Return the axes as plain numbers."""
        return cls(
            mean=tuple(axes.mean.tolist()),
            components=tuple(map(tuple, axes.components.tolist())),
            explained=tuple(axes.explained.tolist()),
        )

    def axes(self) -> Axes:
        """Return the axes as arrays."""
        return Axes(np.array(self.mean), np.array(self.components), np.array(self.explained))


class _Document(Document):
    version: Literal[1] = 1
    pca: int
    double: bool
    columns: tuple[PreparedColumn, ...]
    axes: _AxesDocument | None
    cosine: bool = False


def _fit(plan: FeaturePlan, table: Source) -> NumberColumn | CategoryColumn:
    if plan.kind is Kind.CATEGORY:
        return CategoryColumn.fit(plan.name, table)
    preparation = Preparation(impute=plan.impute, transform=plan.transform, scale=plan.scale)
    return NumberColumn.fit(plan.name, preparation, table)


def _plan(column: NumberColumn | CategoryColumn) -> FeaturePlan:
    if isinstance(column, CategoryColumn):
        return FeaturePlan(column.name, Kind.CATEGORY)
    how = column.preparation
    return FeaturePlan(column.name, Kind.NUMBER, how.impute, how.transform, how.scale)


def _parts(table: Source, fitted: Sequence[NumberColumn | CategoryColumn]) -> Iterator[Floats]:
    """Yield the prepared columns of a table, a block of rows at a time, in float64."""
    width = sum(len(column.names) for column in fitted)
    _refuse_missing(table, fitted)
    for block in in_blocks(table, [column.name for column in fitted]):
        part = np.empty((block.num_rows, width))
        start = 0
        for column in fitted:
            stop = start + len(column.names)
            column.apply(block, part[:, start:stop])
            start = stop
        yield part


def _refuse_missing(table: Source, fitted: Sequence[NumberColumn | CategoryColumn]) -> None:
    for each in fitted:
        only_column(table, each.name)
