#!/bin/sh
# Run a command on a screen that nobody sees, where there is one to be had; otherwise on the one that is there.
if command -v xvfb-run >/dev/null 2>&1; then
    exec xvfb-run -a -s "-screen 0 1600x1000x24" "$@"
fi
exec "$@"
