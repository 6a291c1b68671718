#!/bin/sh
# Make a virtual environment with segdesk and exactly the packages of a lock file.
#   environment.sh PYTHON FOLDER LOCK
# On Debian and Ubuntu the venv module is a package of its own; it is installed where that is allowed.
set -eu

. "$(dirname "$0")/debian.sh"

python=$1
folder=$2
lock=$3

fail() {
    echo "segdesk: $1" >&2
    exit 1
}

[ -n "$python" ] || fail "Python 3.11, 3.12 or 3.13 is needed and none was found. Install one, then try again."

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    hint="Install the package python$version-venv, then try again."
    command -v apt-get >/dev/null 2>&1 || fail "Python $version has no venv module. $hint"
    install_packages "python$version-venv" || fail "Python $version has no venv module. $hint"
fi

[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
"$folder/bin/python" -m pip --version >/dev/null 2>&1 || "$folder/bin/python" -m ensurepip
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
