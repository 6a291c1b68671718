"""The settings of the seven steps: one typed, versioned document in every project file."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

MAX_K = 100
"""BigQuery ML accepts at most 100 clusters; so does segdesk."""

MOST_TRIALS = 100
MOST_PARALLEL_TRIALS = 5
"""What BigQuery ML accepts where it tunes a model."""

ROWS_WITH_BIGQUERY_ML = 1_000_000
"""Customers that are brought down where BigQuery ML clusters, unless the person says otherwise."""


class Document(BaseModel):
    """The base of every settings model: immutable, and strict about names that it does not know.

    Attributes
    ----------
    added_later
        Fields that files of before do not have. They leave a fingerprint alone as long as they hold their
        default, so that such a file does not go out of date by being opened.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    added_later: ClassVar[frozenset[str]] = frozenset()

    def identity(self) -> dict[str, Any]:
        """Return what tells these settings from others, as plain values."""
        fields = type(self).model_fields
        unused = {name for name in self.added_later if getattr(self, name) == fields[name].default}
        return self.model_dump(mode="json", exclude=unused)


class RecipeName(StrEnum):
    """How raw tables become one row per customer."""

    THELOOK = "thelook"
    GA360 = "ga360"
    CUSTOM = "custom"


class Mode(StrEnum):
    """Whether a built-in recipe corrects the reference document or reproduces it."""

    CAREFUL = "careful"
    NOTEBOOK = "notebook"


class Impute(StrEnum):
    """What takes the place of a missing number."""

    MEAN = "mean"
    MEDIAN = "median"
    ZERO = "zero"
    REFUSE = "refuse"


class Transform(StrEnum):
    """What is done to a number before scaling."""

    NONE = "none"
    LOG1P = "log1p"
    WINSORISE = "winsorise"


class Scale(StrEnum):
    """How features are made comparable."""

    Z_SCORE = "z-score"
    Z_SCORE_SAMPLE = "z-score (sample)"
    """With the sample standard deviation (ddof=1), as BigQuery ML does."""
    ROBUST = "robust"
    NONE = "none"


class KMeansInit(StrEnum):
    """Where BigQuery ML's k-means starts (CREATE MODEL, KMEANS_INIT_METHOD)."""

    CUSTOM = "custom"
    """From customers that segdesk draws with its seed: the only way to get the same model twice."""
    KMEANS_PLUS_PLUS = "kmeans++"
    RANDOM = "random"


class TuningAlgorithm(StrEnum):
    """How BigQuery ML picks the next number of segments to try (CREATE MODEL, HPARAM_TUNING_ALGORITHM)."""

    VIZIER_DEFAULT = "vizier-default"
    """Vertex AI Vizier, which learns from the trials before."""
    RANDOM_SEARCH = "random-search"
    GRID_SEARCH = "grid-search"
    """One after the other."""


class Distance(StrEnum):
    """How BigQuery ML measures the distance between customers (CREATE MODEL, DISTANCE_TYPE)."""

    EUCLIDEAN = "euclidean"
    COSINE = "cosine"


class Generation(StrEnum):
    """The GoogleSQL function that asks a language model."""

    GENERATE_TABLE = "AI.GENERATE_TABLE"
    """Typed columns back, through a remote model."""
    GENERATE = "AI.GENERATE"
    """Typed columns back, without a remote model."""
    GENERATE_TEXT = "ML.GENERATE_TEXT"
    """Text back, through a remote model, as the reference document has it."""


class Choose(StrEnum):
    """By which score the number of segments is chosen."""

    COMBINED = "combined"
    SILHOUETTE = "silhouette"
    DAVIES_BOULDIN = "davies-bouldin"


class ConnectSettings(Document):
    """Where the customers come from.

    Attributes
    ----------
    source
        ``sample``, the path of a folder or file, or ``bigquery:PROJECT[.DATASET]``.
    sample_customers, sample_seed
        Size and seed of the built-in sample.
    """

    source: str = "sample"
    sample_customers: int = Field(default=100_000, ge=1)
    sample_seed: int = Field(default=42, ge=0)


class BigQuerySettings(Document):
    """Where work is done and paid for in BigQuery, and how much it may cost; no result depends on it.

    Attributes
    ----------
    billing_project
        The project that pays and holds what segdesk makes; None means the source's own.
    location
        Of the datasets, for instance ``EU``; None means that of the source.
    dataset
        Where segdesk makes its tables, views and models; made where it is missing.
    prefix
        Stands before the name of everything that segdesk makes there.
    byte_cap
        The most bytes that one statement may bill without a yes.
    budget
        The most US dollars that this project may cost, all its statements together, without a yes.
    """

    billing_project: str | None = None
    location: str | None = None
    dataset: str = "segdesk"
    prefix: str = ""
    byte_cap: int = Field(default=100 * 2**30, ge=0)
    budget: float = Field(default=5.0, ge=0)


class BigQueryMLSettings(Document):
    """How BigQuery ML fits k-means: the options of CREATE MODEL, under their own names.

    Attributes
    ----------
    init
        None means CUSTOM where that may be, and KMEANS++ where the Analytics tutorial is followed or it
        may not.
    parallel
        How many models are trained at a time.
    warm_start
        Whether a model goes on from the one of before with as many segments, where there is one.
    trials
        How many models BigQuery ML trains at most to find the best number of segments itself, all of them in
        one; None means that each number is trained by itself.
    parallel_trials, tuning_algorithm
        How many of those at a time, and how it picks what to try next.
    vertex_ai_model
        Under which name the models are put into Vertex AI's Model Registry, each with ``_`` and its number of
        segments after it; None leaves them out of it.
    vertex_ai_aliases
        Of the version that is put there.
    kms_key
        The key of Cloud KMS that encrypts the models; None means Google's own.
    """

    added_later: ClassVar[frozenset[str]] = frozenset(
        {
            *("vertex_ai_model", "vertex_ai_aliases", "kms_key"),
            *("warm_start", "trials", "parallel_trials", "tuning_algorithm"),
        }
    )

    init: KMeansInit | None = None
    distance: Distance = Distance.EUCLIDEAN
    max_iterations: int = Field(default=20, ge=1, le=1000)
    early_stop: bool = True
    min_rel_progress: float = Field(default=0.01, ge=0, le=1)
    parallel: int = Field(default=4, ge=1, le=20)
    warm_start: bool = False
    trials: int | None = Field(default=None, ge=1, le=MOST_TRIALS)
    parallel_trials: int = Field(default=1, ge=1, le=MOST_PARALLEL_TRIALS)
    tuning_algorithm: TuningAlgorithm = TuningAlgorithm.VIZIER_DEFAULT
    # 63 characters, "_100" included.
    vertex_ai_model: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_-]{0,58}$")] | None = None
    vertex_ai_aliases: tuple[
        Annotated[str, Field(pattern=r"^[a-z](?:[a-zA-Z0-9-]{0,126}[a-z0-9])?$")], ...
    ] = ()
    kms_key: (
        Annotated[str, Field(pattern=r"^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$")]
        | None
    ) = None

    @property
    def may_be_custom(self) -> bool:
        """Whether models may start from customers that are drawn here: a column of the training data."""
        return not self.warm_start and self.trials is None

    def identity(self) -> dict[str, Any]:
        """Return what tells these options from others; how many models at a time is none of it."""
        unread = {"parallel"} if self.trials else {"parallel", "parallel_trials", "tuning_algorithm"}
        return {name: value for name, value in super().identity().items() if name not in unread}

    @model_validator(mode="after")
    def _fit_together(self) -> "BigQueryMLSettings":
        if self.warm_start and self.trials:
            raise ValueError("a model that is tuned cannot go on from an earlier one")
        if self.init is KMeansInit.CUSTOM and not self.may_be_custom:
            what = "goes on from an earlier one" if self.warm_start else "is tuned"
            raise ValueError(f"a model that {what} cannot start from customers that are drawn here")
        return self


class ModelSettings(Document):
    """Which language model BigQuery asks, and how.

    Attributes
    ----------
    function
        None means ML.GENERATE_TEXT in notebook mode, as the document has it, and AI.GENERATE_TABLE otherwise.
    endpoint
        The model, for instance ``gemini-2.5-flash``.
    connection
        ``LOCATION.NAME`` of a Cloud resource connection; None means the project's default connection.
    temperature, max_output_tokens
        None means the document's own value in notebook mode, and one that suits what is asked otherwise. The
        tokens are those of one reply, what the model thinks included.
    thinking_budget
        Tokens that the model may think with; None leaves it to the model.
    """

    function: Generation | None = None
    endpoint: str = "gemini-2.5-flash"
    connection: str | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_output_tokens: int | None = Field(default=None, ge=1, le=65_536)
    thinking_budget: int | None = Field(default=0, ge=0)


class FeaturesSettings(Document):
    """How raw tables become one row per customer. None means: the recipe's own value.

    Attributes
    ----------
    rows
        The most customers that are brought here from BigQuery, drawn by a hash of their key; None means
        all, and a million where BigQuery ML does the clustering.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"rows"})

    recipe: RecipeName = RecipeName.THELOOK
    mode: Mode = Mode.CAREFUL
    as_of: date | None = None
    date_from: date | None = None
    date_to: date | None = None
    country: str | None = None
    purchase: str | None = None
    crm: str | None = None
    sql: str | None = None
    table: str | None = None
    key: str | None = None
    features: tuple[str, ...] = ()
    rows: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _dates_in_order(self) -> "FeaturesSettings":
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise ValueError("the first date is after the last one")
        return self


class Preparation(Document):
    """What happens to one feature before clustering."""

    impute: Impute = Impute.MEAN
    transform: Transform = Transform.NONE
    scale: Scale = Scale.Z_SCORE


class MatrixSettings(Document):
    """Which features are clustered, and how they are prepared. Shown on the Features tab.

    Attributes
    ----------
    use
        The features to cluster on; empty means those that the recipe offers.
    preparation
        Preparation by feature, where it differs from the recipe's.
    pca
        Number of principal components to cluster on; 0 means none of that.
    double
        Keep float64, as the documents' code does; otherwise the matrix is float32.
    """

    use: tuple[str, ...] = ()
    preparation: dict[str, Preparation] = Field(default_factory=dict)
    pca: int | None = Field(default=None, ge=0)
    double: bool | None = None


class SweepSettings(Document):
    """Which numbers of segments are tried, and how. None means: the recipe's and mode's own value.

    Attributes
    ----------
    engine
        Where k-means runs.
    listing
        In notebook mode on thelook, which of the document's two sweeps: 1 (PCA, mean imputation, k 2 to 22)
        or 2 (no PCA, zeros, k 2 to 20).
    k_min, k_max
        The range of k, both ends included.
    starts
        K-means starts per k; the best is kept.
    silhouette_rows
        Rows drawn for the silhouette; 0 means all of them.
    exact_silhouettes_up_to
        Customers up to which the silhouette is that of all, where ``silhouette_rows`` is left open.
    like_scikit_learn
        Whether each k is fitted by scikit-learn's KMeans on its own, instead of all in one search.
    seed
        Seed of everything random.
    bigquery_ml
        How BigQuery ML does it, where it is the engine.
    """

    added_later: ClassVar[frozenset[str]] = frozenset(
        {"bigquery_ml", "exact_silhouettes_up_to", "like_scikit_learn"}
    )

    engine: Literal["local", "bigquery-ml"] = "local"
    listing: Literal[1, 2] = 1
    k_min: int | None = Field(default=None, ge=2, le=MAX_K)
    k_max: int | None = Field(default=None, ge=2, le=MAX_K)
    starts: int | None = Field(default=None, ge=1, le=1000)
    silhouette_rows: int | None = Field(default=None, ge=0)
    exact_silhouettes_up_to: int = Field(default=100_000, ge=0)
    like_scikit_learn: bool = False
    seed: int = Field(default=42, ge=0, le=2**32 - 1)
    bigquery_ml: BigQueryMLSettings = BigQueryMLSettings()

    def identity(self) -> dict[str, Any]:
        """Return what tells these settings from others; how many models at a time is none of it."""
        plain = super().identity()
        plain.pop("bigquery_ml", None)
        options = self.bigquery_ml.identity()
        if self.engine != "local" and options != BigQueryMLSettings().identity():
            plain["bigquery_ml"] = options
        return plain

    @property
    def is_tuned(self) -> bool:
        """Whether BigQuery ML looks for the best number of segments itself, in one model."""
        return self.engine != "local" and self.bigquery_ml.trials is not None

    @model_validator(mode="after")
    def _range_in_order(self) -> "SweepSettings":
        if self.k_min and self.k_max and self.k_min > self.k_max:
            raise ValueError("the smallest k is above the largest one")
        return self


class ClustersSettings(Document):
    """Which k becomes the segments.

    Attributes
    ----------
    choose
        A score, or the number of segments itself.
    outliers
        Share of customers flagged as outliers, as BigQuery ML's contamination: between 0 and 0.5.
    bootstraps
        Bootstrap samples for the stability of each segment; 0 means that stability is not measured.
    """

    choose: Choose | Annotated[int, Field(ge=2, le=MAX_K)] = Choose.COMBINED
    outliers: float = Field(default=0.01, ge=0, le=0.5)
    bootstraps: int = Field(default=20, ge=0, le=1000)


class LabelsSettings(Document):
    """Who names the segments: a person, the rules, or a language model in BigQuery.

    Attributes
    ----------
    writer, model
        Who names those that no person named; the model where BigQuery does.
    file
        Names and designations by segment.
    names, designations
        Pairs of a segment and its name, and of a segment and its sentence, given one by one. Empty text
        leaves it to the file, or to the rules.
    clustering
        Which clustering these segments belong to, as `segdesk.steps.given_labels` calls it, where the names
        were given on screen; None where whoever gave them meant the segments of that day.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"designations", "clustering", "writer", "model"})

    writer: Literal["rules", "bigquery"] = "rules"
    model: ModelSettings = ModelSettings()
    file: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    designations: tuple[tuple[str, str], ...] = ()
    clustering: str | None = None


class EmailsSettings(Document):
    """Who gets an email, and who writes it.

    Attributes
    ----------
    writer, model
        Templates on this machine, or a language model in BigQuery.
    count
        How many customers are drawn.
    languages_file
        The person's own table of countries and languages.
    segments, languages
        Only customers of these segments, and only those who are written to in these languages; empty means
        all of them.
    countries
        Pairs of a country, spelled as in the data, and the code of its language; they go before the file.
    """

    added_later: ClassVar[frozenset[str]] = frozenset({"segments", "languages", "countries", "model"})

    writer: Literal["templates", "bigquery"] = "templates"
    model: ModelSettings = ModelSettings()
    count: int = Field(default=500, ge=0, le=10_000_000)
    languages_file: str | None = None
    segments: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[tuple[str, str], ...] = ()


class ExportSettings(Document):
    """Which files are written, and where.

    Attributes
    ----------
    folder
        Where to; None means a folder beside the project.
    formats
        Platform formats, beside the tables that are always written. None means ga360, as far as the
        customers fit into it.
    ga360_key
        Header of the key column.
    ga360_map
        Pairs of a column of the project and its ``ga:`` name, in the order of the Data Set schema; empty
        means segment and label under the first two custom dimensions that are not the key.
    """

    folder: str | None = None
    formats: tuple[Literal["ga360"], ...] | None = None
    ga360_key: str = "ga:clientId"
    ga360_map: tuple[tuple[str, str], ...] = ()


class Settings(Document):
    """All settings of a project.

    Attributes
    ----------
    version
        Version of this document's shape; it grows when a field changes its meaning.
    """

    version: Literal[1] = 1
    connect: ConnectSettings = ConnectSettings()
    bigquery: BigQuerySettings = BigQuerySettings()
    features: FeaturesSettings = FeaturesSettings()
    matrix: MatrixSettings = MatrixSettings()
    sweep: SweepSettings = SweepSettings()
    clusters: ClustersSettings = ClustersSettings()
    labels: LabelsSettings = LabelsSettings()
    emails: EmailsSettings = EmailsSettings()
    export: ExportSettings = ExportSettings()
