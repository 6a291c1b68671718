-- The tables of a project file of version 1, as segdesk 0.1 made them.
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
