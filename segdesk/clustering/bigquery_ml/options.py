"""The options of CREATE MODEL for k-means, each with BigQuery's name and default."""

from dataclasses import dataclass
from enum import StrEnum

from sqlglot import exp

from segdesk.project.settings import BigQueryMLSettings, Distance, KMeansInit

START_COLUMN = "segdesk_start"
"""The column that is TRUE for the initial centroids, as resources/sql/bigquery_ml has it."""

Option = str | int | float | bool | list[str] | list[int]

_DEFAULTS: dict[str, Option] = {
    "KMEANS_INIT_METHOD": "RANDOM",
    "DISTANCE_TYPE": "EUCLIDEAN",
    "STANDARDIZE_FEATURES": True,
    "MAX_ITERATIONS": 20,
    "EARLY_STOP": True,
    "MIN_REL_PROGRESS": 0.01,
}
"""What BigQuery does where an option is left out (BigQuery documentation, CREATE MODEL for k-means)."""


class Spelling(StrEnum):
    """Which options a statement spells out."""

    ALL = "all"
    CHANGED = "changed"
    """Only those that differ from BigQuery's defaults, as in the Analytics tutorial."""


@dataclass(frozen=True)
class ModelOptions:
    """How BigQuery ML fits k-means.

    Attributes
    ----------
    standardize
        Whether BigQuery ML makes numbers comparable; otherwise the training table holds comparable ones.
    min_rel_progress
        Only matters with ``early_stop``.
    warm_start
        Whether a model goes on from the one of before where that can be.
    vertex_ai_model, vertex_ai_aliases, kms_key
        As `BigQueryMLSettings` has them; the aliases only matter with the model.
    """

    init: KMeansInit = KMeansInit.CUSTOM
    distance: Distance = Distance.EUCLIDEAN
    standardize: bool = True
    max_iterations: int = 20
    early_stop: bool = True
    min_rel_progress: float = 0.01
    spelling: Spelling = Spelling.ALL
    vertex_ai_model: str | None = None
    vertex_ai_aliases: tuple[str, ...] = ()
    kms_key: str | None = None
    warm_start: bool = False

    @classmethod
    def of(cls, settings: BigQueryMLSettings, *, standardize: bool, spelling: Spelling) -> "ModelOptions":
        """Return the options that the settings mean; the tutorial's start is KMEANS++."""
        drawn_here = spelling is Spelling.ALL and settings.may_be_custom
        return cls(
            init=settings.init or (KMeansInit.CUSTOM if drawn_here else KMeansInit.KMEANS_PLUS_PLUS),
            distance=settings.distance,
            standardize=standardize,
            max_iterations=settings.max_iterations,
            early_stop=settings.early_stop,
            min_rel_progress=settings.min_rel_progress,
            spelling=spelling,
            vertex_ai_model=settings.vertex_ai_model,
            vertex_ai_aliases=settings.vertex_ai_aliases,
            kms_key=settings.kms_key,
            warm_start=settings.warm_start,
        )

    def written(self, k: int, *, goes_on: bool = False) -> str:
        """Return what stands between the brackets of OPTIONS for a model; parameters as for `values`."""
        values = self.values(k, goes_on=goes_on)
        return ", ".join(f"{name} = {written(value)}" for name, value in values.items())

    def values(self, k: int, *, goes_on: bool = False) -> dict[str, Option]:
        """Return the options by name that are spelled out for a model of ``k`` segments.

        Parameters
        ----------
        goes_on
            Whether it goes on from the model of that name. What is then left out stays as it was there.
        """
        own = f"{self.vertex_ai_model}_{k}" if self.vertex_ai_model else ""
        values: dict[str, Option] = {"MODEL_TYPE": "KMEANS", "NUM_CLUSTERS": k}
        values |= {"WARM_START": True} if goes_on else self._start()
        values |= {**self._updates(), **self._where_kept(own)}
        return values if goes_on else self._spelled_out(values)

    def values_of_a_search(self) -> dict[str, Option]:
        """Return the options that are spelled out for a model that is tuned, but for those of the tuning."""
        values: dict[str, Option] = {"MODEL_TYPE": "KMEANS", **self._start(), **self._updates()}
        return self._spelled_out(values | self._where_kept(self.vertex_ai_model or ""))

    def _start(self) -> dict[str, Option]:
        """Return the options that say where it starts."""
        values: dict[str, Option] = {"KMEANS_INIT_METHOD": self.init.value.upper()}
        if self.init is KMeansInit.CUSTOM:
            values["KMEANS_INIT_COL"] = START_COLUMN
        return values

    def _updates(self) -> dict[str, Option]:
        """Return the options that say how it goes about it."""
        values: dict[str, Option] = {
            "DISTANCE_TYPE": self.distance.value.upper(),
            "STANDARDIZE_FEATURES": self.standardize,
            "MAX_ITERATIONS": self.max_iterations,
            "EARLY_STOP": self.early_stop,
        }
        if self.early_stop:
            values["MIN_REL_PROGRESS"] = self.min_rel_progress
        return values

    def _spelled_out(self, values: dict[str, Option]) -> dict[str, Option]:
        if self.spelling is Spelling.ALL:
            return values
        return {name: value for name, value in values.items() if _DEFAULTS.get(name) != value}

    def _where_kept(self, name: str) -> dict[str, Option]:
        """Return the options that say where the model is kept, and how it is encrypted.

        Parameters
        ----------
        name
            In Vertex AI's registry; nothing leaves it out of there.
        """
        values: dict[str, Option] = {}
        if name:
            values["MODEL_REGISTRY"] = "VERTEX_AI"
            values["VERTEX_AI_MODEL_ID"] = name
            if self.vertex_ai_aliases:
                values["VERTEX_AI_MODEL_VERSION_ALIASES"] = list(self.vertex_ai_aliases)
        if self.kms_key:
            values["KMS_KEY_NAME"] = self.kms_key
        return values


def written(value: Option) -> str:
    """Return a value as a GoogleSQL literal, quoted and escaped."""
    return exp.convert(value).sql(dialect="bigquery")
