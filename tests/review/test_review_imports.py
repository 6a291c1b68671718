"""What the tabs read is imported by the window, which must not wait for the libraries behind it."""

import subprocess
import sys
import textwrap

MODULES = ("clusters", "connect", "customers", "emails", "export", "features", "labels", "mapping", "recipe")


def test_the_window_can_import_what_the_tabs_read_without_anything_heavy() -> None:
    script = textwrap.dedent(
        f"""
        import sys
        for name in {MODULES!r}:
            __import__(f"segdesk.review.{{name}}")
        heavy = ("duckdb", "pyarrow", "sklearn", "scipy", "sqlglot", "jinja2", "pandas", "PySide6")
        print(sorted(set(heavy) & set(sys.modules)))
        """
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
