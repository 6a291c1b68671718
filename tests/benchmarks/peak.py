"""How much memory a process has taken at most."""

import sys
from pathlib import Path


def peak() -> int | None:
    """Return the largest memory of this process in bytes; None where the system does not tell.

    Linux's ``getrusage`` would count the process that started this one as well.
    """
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None
