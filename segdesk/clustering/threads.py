"""Threads for the loops of this floor, which let go of the interpreter while they count."""

import os
from concurrent.futures import ThreadPoolExecutor


def threads() -> ThreadPoolExecutor:
    """Return as many threads as this machine has cores."""
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="segdesk-loops")
