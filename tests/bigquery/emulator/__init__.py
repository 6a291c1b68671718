"""A stand-in for BigQuery on this machine: bqemulator, patched and completed, in a process of its own.

What runs inside it are real statements on DuckDB and a real k-means; what writes in it is an openly fake
language model. Everything under ``/_test/`` is for tests: it slows jobs down, breaks connections, and tells
what was asked.

By hand, from the folder of the project::

    packaging/emulator.sh python3 .venv-bigquery
    PYTHONPATH=tests/bigquery .venv-bigquery/bin/python -m emulator --rest-port 9050 --grpc-port 9060
"""
