"""The shape of a project file, and how an older file becomes a current one."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

_LATER = """
CREATE TABLE named_clusterings (
    clustering VARCHAR PRIMARY KEY,
    pipeline JSON NOT NULL,
    segments VARCHAR[] NOT NULL,
    centers DOUBLE[][] NOT NULL
);
CREATE TABLE email_reviews (
    customer VARCHAR NOT NULL,
    generated VARCHAR NOT NULL,
    in_force BOOLEAN NOT NULL,
    decision VARCHAR,
    subject VARCHAR,
    body VARCHAR,
    own_checks VARCHAR[] NOT NULL,
    reviewed TIMESTAMP NOT NULL,
    written_subject VARCHAR NOT NULL,
    written_body VARCHAR NOT NULL,
    written_status VARCHAR NOT NULL,
    written_checks VARCHAR[] NOT NULL
);
"""
"""What version 2 has in addition: clusterings that names were given to, and what a person made of emails."""

_IN_THE_WAREHOUSE = """
CREATE TABLE jobs (
    job_id VARCHAR PRIMARY KEY,
    run INTEGER,
    what VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    project VARCHAR NOT NULL,
    location VARCHAR,
    started TIMESTAMP NOT NULL,
    seconds DOUBLE NOT NULL,
    outcome VARCHAR NOT NULL,
    estimated_bytes BIGINT NOT NULL,
    billed_bytes BIGINT NOT NULL,
    estimated_tokens BIGINT NOT NULL,
    billed_tokens BIGINT NOT NULL,
    estimated_cost DOUBLE NOT NULL,
    cost DOUBLE NOT NULL
);
CREATE TABLE made_objects (
    path VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    made TIMESTAMP NOT NULL,
    PRIMARY KEY (path, kind)
);
CREATE TABLE sweep_models (
    fingerprint VARCHAR NOT NULL,
    k INTEGER NOT NULL,
    path VARCHAR NOT NULL,
    PRIMARY KEY (fingerprint, k)
);
CREATE TABLE training_info (
    fingerprint VARCHAR NOT NULL,
    k INTEGER NOT NULL,
    iteration INTEGER NOT NULL,
    loss DOUBLE,
    seconds DOUBLE,
    PRIMARY KEY (fingerprint, k, iteration)
);
CREATE TABLE model_replies (
    step VARCHAR NOT NULL,
    request VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    finish_reason VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    prompt_tokens BIGINT,
    reply_tokens BIGINT,
    PRIMARY KEY (step, request)
);
CREATE TABLE model_answers (
    asked VARCHAR PRIMARY KEY,
    step VARCHAR NOT NULL,
    texts VARCHAR[] NOT NULL,
    finish_reason VARCHAR NOT NULL,
    prompt_tokens BIGINT,
    reply_tokens BIGINT
);
CREATE TABLE customers_upstairs (customers BIGINT NOT NULL, path VARCHAR NOT NULL);
CREATE TABLE training_spaces (
    fingerprint VARCHAR PRIMARY KEY,
    pipeline JSON NOT NULL,
    customers BIGINT NOT NULL
);
CREATE TABLE segments_upstairs (
    segment VARCHAR PRIMARY KEY,
    customers BIGINT NOT NULL,
    outliers BIGINT NOT NULL
);
CREATE TABLE model_features (
    position INTEGER NOT NULL,
    feature VARCHAR PRIMARY KEY,
    minimum DOUBLE,
    maximum DOUBLE,
    mean DOUBLE,
    median DOUBLE,
    stddev DOUBLE,
    categories BIGINT,
    missing BIGINT
);
"""
"""What version 3 has in addition: what was done, made and asked in BigQuery, and what it cost."""

_UNFINISHED = """
CREATE TABLE unfinished_jobs (
    job_id VARCHAR PRIMARY KEY,
    run INTEGER,
    what VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    project VARCHAR NOT NULL,
    location VARCHAR,
    started TIMESTAMP NOT NULL,
    estimated_bytes BIGINT NOT NULL,
    estimated_tokens BIGINT NOT NULL,
    estimated_cost DOUBLE NOT NULL,
    makes_path VARCHAR,
    makes_kind VARCHAR,
    left_behind BOOLEAN NOT NULL
);
"""
"""What version 4 has in addition: jobs in BigQuery whose end nobody has seen yet."""

_TRIALS = """
ALTER TABLE sweep_models ADD COLUMN trial INTEGER;
"""
"""What version 5 has in addition: which trial of a tuned model a k is, NULL for a model of its own."""

CREATE = f"""
CREATE TABLE meta (
    schema_version INTEGER NOT NULL,
    segdesk_version VARCHAR NOT NULL,
    created TIMESTAMP NOT NULL,
    customer_table VARCHAR,
    customer_key VARCHAR,
    never_bought VARCHAR,
    as_of DATE
);
CREATE TABLE settings (document JSON NOT NULL);
CREATE SEQUENCE run_number;
CREATE TABLE runs (
    run INTEGER PRIMARY KEY DEFAULT nextval('run_number'),
    step VARCHAR NOT NULL,
    settings JSON NOT NULL,
    started TIMESTAMP NOT NULL,
    finished TIMESTAMP,
    seconds DOUBLE,
    rows BIGINT,
    bytes BIGINT,
    cost DOUBLE,
    outcome VARCHAR NOT NULL,
    error VARCHAR
);
CREATE TABLE results (
    step VARCHAR PRIMARY KEY,
    fingerprint VARCHAR NOT NULL,
    inputs VARCHAR NOT NULL,
    run INTEGER NOT NULL,
    warnings VARCHAR[] NOT NULL
);
CREATE TABLE source_tables (
    name VARCHAR PRIMARY KEY,
    rows BIGINT,
    bytes BIGINT,
    columns STRUCT(name VARCHAR, type VARCHAR)[] NOT NULL,
    notes VARCHAR[] NOT NULL
);
CREATE TABLE features (
    position INTEGER NOT NULL,
    name VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    offered BOOLEAN NOT NULL,
    impute VARCHAR NOT NULL,
    transform VARCHAR NOT NULL,
    scale VARCHAR NOT NULL
);
CREATE TABLE feature_profile (
    name VARCHAR PRIMARY KEY,
    count BIGINT NOT NULL,
    nulls BIGINT NOT NULL,
    mean DOUBLE,
    median DOUBLE,
    std DOUBLE,
    minimum DOUBLE,
    maximum DOUBLE,
    q1 DOUBLE,
    q3 DOUBLE,
    skew DOUBLE,
    "distinct" BIGINT NOT NULL,
    histogram_edges DOUBLE[],
    histogram_counts BIGINT[],
    top STRUCT("value" VARCHAR, "count" BIGINT)[],
    warnings VARCHAR[] NOT NULL
);
CREATE TABLE feature_correlation (feature VARCHAR NOT NULL, other VARCHAR NOT NULL, pearson DOUBLE);
CREATE TABLE sweep_range (fingerprint VARCHAR NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL);
CREATE TABLE sweep_k (
    fingerprint VARCHAR NOT NULL,
    k INTEGER NOT NULL,
    inertia DOUBLE,
    silhouette DOUBLE,
    silhouette_rows BIGINT,
    silhouette_low DOUBLE,
    silhouette_high DOUBLE,
    calinski_harabasz DOUBLE,
    davies_bouldin DOUBLE,
    mean_squared_distance DOUBLE,
    davies_bouldin_index DOUBLE,
    combined DOUBLE,
    seconds DOUBLE,
    status VARCHAR NOT NULL,
    error VARCHAR,
    centers DOUBLE[][],
    PRIMARY KEY (fingerprint, k)
);
CREATE VIEW sweep AS
    SELECT sweep_k.* FROM sweep_k JOIN sweep_range USING (fingerprint) WHERE k BETWEEN low AND high;
CREATE TABLE clustering (
    k INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    warning VARCHAR,
    pipeline JSON NOT NULL,
    centers DOUBLE[][] NOT NULL,
    segments VARCHAR[] NOT NULL,
    radii DOUBLE[] NOT NULL,
    outlier_threshold DOUBLE NOT NULL,
    rules_sql VARCHAR NOT NULL,
    rules_fidelity DOUBLE NOT NULL,
    adjusted_rand DOUBLE,
    stability_rows BIGINT,
    pca_explained DOUBLE[] NOT NULL
);
CREATE TABLE segment_summary (
    position INTEGER NOT NULL,
    segment VARCHAR PRIMARY KEY,
    size BIGINT NOT NULL,
    share DOUBLE NOT NULL,
    stability DOUBLE,
    stability_band VARCHAR
);
CREATE TABLE segment_profile (
    segment VARCHAR NOT NULL,
    feature VARCHAR NOT NULL,
    category VARCHAR,
    mean DOUBLE,
    median DOUBLE,
    q1 DOUBLE,
    q3 DOUBLE,
    z_score DOUBLE,
    index_to_average DOUBLE
);
CREATE TABLE given_labels (
    segment VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    designation VARCHAR NOT NULL
);
CREATE TABLE given_labels_for (
    inputs VARCHAR NOT NULL,
    pipeline JSON NOT NULL,
    segments VARCHAR[] NOT NULL,
    centers DOUBLE[][] NOT NULL
);
CREATE TABLE labels (
    segment VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    designation VARCHAR NOT NULL,
    tone VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    accepted BOOLEAN NOT NULL,
    followed VARCHAR
);
CREATE TABLE exports (
    run INTEGER NOT NULL,
    format VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    rows BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL
);
{_LATER}{_IN_THE_WAREHOUSE}{_UNFINISHED}{_TRIALS}"""


@dataclass(frozen=True)
class Migration:
    """How a file of one schema version becomes the next.

    Attributes
    ----------
    to_version
        The version that the file has afterwards.
    apply
        Changes the tables; runs inside a transaction.
    """

    to_version: int
    apply: Callable[[duckdb.DuckDBPyConnection], None]


def _to_version_2(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(_LATER)


def _to_version_3(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(_IN_THE_WAREHOUSE)


def _to_version_4(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(_UNFINISHED)


def _to_version_5(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(_TRIALS)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, _to_version_2),
    Migration(3, _to_version_3),
    Migration(4, _to_version_4),
    Migration(5, _to_version_5),
)
"""In order, without gaps, from version 1 on."""


def current_version(migrations: tuple[Migration, ...] = MIGRATIONS) -> int:
    """Return the schema version that this segdesk writes."""
    return migrations[-1].to_version if migrations else 1
