"""What the tabs show: one module a tab, each a few functions that read a project.

They run in the worker process, and what they return goes to the window's: plain values in frozen dataclasses.
So a module here imports nothing heavy, DuckDB and the steps included, but inside its functions.
"""
