"""Numbers in, numbers out: from one row per customer to segments."""

import os

from segdesk.paths import cache_folder

# OpenMP reads this once, when scikit-learn loads it, so it has to stand before the first import of
# scikit-learn on this floor. Without it idle threads spin: on a busy two-core machine one and the same
# sweep took 19 s instead of 3.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Where numba keeps what it compiled. Its own choice, beside the source, is not writable once installed.
os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder() / "loops"))
