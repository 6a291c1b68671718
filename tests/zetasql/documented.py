"""The functions of BigQuery ML and AI, with the columns and arguments that Google documents."""

from tests.zetasql.functions import Columns, ScalarFunction, TableFunction


def about_models(given: Columns, *, tuned: bool = False) -> tuple[TableFunction, ...]:
    """Return the functions of k-means models.

    Parameters
    ----------
    given
        The columns of the table that follows a model.
    tuned
        Whether the model has trials of hyperparameter tuning; its functions then tell which, and
        ML.TRAINING_INFO knows nothing of it.
    """
    trial = {"trial_id": "INT64"} if tuned else {}
    functions = _about_models(given, trial)
    if not tuned:
        return functions
    known = {
        "trial_id": "INT64",
        "hyperparameters": "STRUCT<num_clusters INT64>",
        "hparam_tuning_evaluation_metrics": "STRUCT<davies_bouldin_index FLOAT64>",
        "training_loss": "FLOAT64",
        "eval_loss": "FLOAT64",
        "status": "STRING",
        "error_message": "STRING",
        "is_optimal": "BOOL",
    }
    info = TableFunction("ML.TRIAL_INFO", known, takes_rows=False, takes_settings=False)
    return (*(each for each in functions if each.name != "ML.TRAINING_INFO"), info)


def _about_models(given: Columns, trial: Columns) -> tuple[TableFunction, ...]:
    return (
        TableFunction(
            "ML.EVALUATE", {**trial, "davies_bouldin_index": "FLOAT64", "mean_squared_distance": "FLOAT64"}
        ),
        TableFunction(
            "ML.CENTROIDS",
            {
                **trial,
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
                **trial,
                "CENTROID_ID": "INT64",
                "NEAREST_CENTROIDS_DISTANCE": "ARRAY<STRUCT<CENTROID_ID INT64, DISTANCE FLOAT64>>",
                **given,
            },
            needs_rows=True,
        ),
        TableFunction(
            "ML.DETECT_ANOMALIES",
            {
                **trial,
                "is_anomaly": "BOOL",
                "normalized_distance": "FLOAT64",
                "CENTROID_ID": "INT64",
                **given,
            },
            needs_rows=True,
            settings_first=True,
        ),
    )


SEARCH_SPACES = (
    ScalarFunction("HPARAM_RANGE", ("INT64", "INT64"), {}, "INT64"),
    ScalarFunction("HPARAM_CANDIDATES", ("ARRAY<INT64>",), {}, "INT64"),
)
"""What may stand in place of a number in the options of a model that is tuned."""


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
