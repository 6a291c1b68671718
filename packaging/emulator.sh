#!/bin/sh
# Make the virtual environment of the stand-in for BigQuery that the tests talk to.
#   emulator.sh PYTHON FOLDER
# It has one of its own because the emulator in it wants another sqlglot than segdesk.
set -eu

. "$(dirname "$0")/debian.sh"

python=${1:-python3}
folder=${2:-.venv-bigquery}
lock=$(dirname "$0")/requirements-emulator.lock

fail() {
    echo "segdesk: $1" >&2
    exit 1
}

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) \
        || fail "$python does not run. Python 3.11, 3.12 or 3.13 is needed."
    hint="Install the package python$version-venv, then try again."
    command -v apt-get >/dev/null 2>&1 || fail "Python $version has no venv module. $hint"
    install_packages "python$version-venv" || fail "Python $version has no venv module. $hint"
fi

[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
"$folder/bin/python" -m pip --version >/dev/null 2>&1 || "$folder/bin/python" -m ensurepip
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
# Says what was installed, for whoever asks whether it is there and up to date.
cp "$lock" "$folder/installed.lock"
