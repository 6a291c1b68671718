#!/bin/sh
# The whole suite with coverage: BigQuery's part, which mostly waits for its stand-in, beside the others.
#   suite.sh FOLDER-OF-PROGRAMS
set -eu
bin=$1
export SEGDESK_STAND_IN=needed
mkdir -p build
rm -f build/bigquery.*
"$bin/coverage" erase

# Everything below the window has to run without Qt.
below() {
    PYTHONPATH=tests/without_qt "$bin/pytest" -p no:pytest-qt --cov --cov-report= "$@"
}

failed=0
COVERAGE_FILE=build/bigquery.coverage below tests/bigquery tests/contract >build/bigquery.log 2>&1 &
beside=$!
below --ignore=tests/window --ignore=tests/bigquery --ignore=tests/contract || failed=1
wait $beside || failed=1
cat build/bigquery.log
packaging/on-screen.sh "$bin/pytest" tests/window --cov --cov-append --cov-report= || failed=1
"$bin/coverage" combine --append --quiet build/bigquery.coverage || failed=1
"$bin/coverage" report --skip-covered --show-missing --fail-under=90 || failed=1
exit $failed
