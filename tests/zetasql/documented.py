"""The functions of BigQuery ML and AI, with the columns and arguments that Google documents."""

from tests.zetasql.functions import Columns, ScalarFunction, TableFunction


def about_models(given: Columns) -> tuple[TableFunction, ...]:
    """Return the functions of k-means models; ``given`` are the columns of the table that follows one."""
    return (
        TableFunction("ML.EVALUATE", {"davies_bouldin_index": "FLOAT64", "mean_squared_distance": "FLOAT64"}),
        TableFunction(
            "ML.CENTROIDS",
            {
                "centroid_id": "INT64",
                "feature": "STRING",
                "numerical_value": "FLOAT64",
                "categorical_value": "ARRAY<STRUCT<category STRING, value FLOAT64>>",
            },
            takes_rows=False,
        ),
        TableFunction(
            "ML.TRAINING_INFO",
            {
                "training_run": "INT64",
                "iteration": "INT64",
                "loss": "FLOAT64",
                "learning_rate": "FLOAT64",
                "duration_ms": "INT64",
            },
            takes_rows=False,
            takes_settings=False,
        ),
        TableFunction(
            "ML.FEATURE_INFO",
            {
                "input": "STRING",
                **dict.fromkeys(("min", "max", "mean", "median", "stddev"), "FLOAT64"),
                **dict.fromkeys(("category_count", "null_count", "dimension"), "INT64"),
            },
            takes_rows=False,
            takes_settings=False,
        ),
        TableFunction(
            "ML.PREDICT",
            {
                "CENTROID_ID": "INT64",
                "NEAREST_CENTROIDS_DISTANCE": "ARRAY<STRUCT<CENTROID_ID INT64, DISTANCE FLOAT64>>",
                **given,
            },
            needs_rows=True,
        ),
        TableFunction(
            "ML.DETECT_ANOMALIES",
            {"is_anomaly": "BOOL", "normalized_distance": "FLOAT64", "CENTROID_ID": "INT64", **given},
            needs_rows=True,
            settings_first=True,
        ),
    )


def about_prompts(given: Columns, asked: Columns) -> tuple[TableFunction, ...]:
    """Return the table functions that ask a language model.

    Parameters
    ----------
    given
        The columns of the table of prompts.
    asked
        The columns that ``output_schema`` names.
    """
    return (
        TableFunction(
            "AI.GENERATE_TABLE",
            {**given, **asked, "full_response": "JSON", "status": "STRING"},
            needs_rows=True,
        ),
        TableFunction(
            "ML.GENERATE_TEXT",
            {**given, "ml_generate_text_result": "JSON", "ml_generate_text_status": "STRING"},
            needs_rows=True,
        ),
    )


def of_one_prompt(asked: Columns) -> tuple[ScalarFunction, ...]:
    """Return the functions of one prompt; ``asked`` as `about_prompts` has it."""
    answer = ", ".join(f"{name} {kind}" for name, kind in asked.items()) or "result STRING"
    return (
        ScalarFunction(
            "AI.GENERATE",
            ("STRING",),
            {
                "connection_id": "STRING",
                "endpoint": "STRING",
                "request_type": "STRING",
                "model_params": "JSON",
                "output_schema": "STRING",
            },
            f"STRUCT<{answer}, full_response JSON, status STRING>",
        ),
        ScalarFunction(
            "AI.COUNT_TOKENS", ("STRING",), {"endpoint": "STRING"}, "STRUCT<result INT64, status STRING>"
        ),
    )
