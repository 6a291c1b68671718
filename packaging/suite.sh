#!/bin/sh
# The whole suite, in legs side by side that keep every core busy; what measures seconds runs after them, alone on
# the machine. A leg's words are in build/, and printed when it has ended. With "coverage", which takes half as long
# again, it ends with what was not covered.
#   suite.sh FOLDER-OF-PROGRAMS [coverage]
set -eu
bin=$1
cover=
test "${2:-}" = coverage && cover="--cov --cov-report="
minutes=40
apart='soak or benchmark or large or live'
export SEGDESK_STAND_IN=needed
# Hundreds of processes are started: none of them should have to compile the same modules again.
unset PYTHONDONTWRITEBYTECODE

mkdir -p build
rm -f build/*.log build/*.coverage*
"$bin/coverage" erase

# A leg that hangs is ended, with all that it started; what was under way by then stands in its log.
limit="timeout --kill-after=30 ${minutes}m"
command -v timeout >/dev/null 2>&1 || limit=
running=
trap 'test -z "$running" || kill $running 2>/dev/null || :' EXIT
trap 'exit 130' INT TERM HUP

# leg NAME COMMAND...: start it beside the others.
leg() {
    name=$1
    shift
    COVERAGE_FILE=build/$name.coverage $limit "$@" -o faulthandler_timeout=600 >"build/$name.log" 2>&1 &
    running="$running $!"
}

failed=0
# ended NAME: wait for the leg that was started first of those that run.
ended() {
    set -- "$1" $running
    status=0
    wait "$2" || status=$?
    name=$1
    shift 2
    running=$*
    printf '\n----- %s\n' "$name"
    cat "build/$name.log"
    case $status in
        0) return ;;
        124 | 137) echo "segdesk: the tests of '$name' did not come to an end in $minutes minutes and were ended." ;;
    esac
    failed=1
}

# Everything below the window has to run without Qt.
below() {
    name=$1
    shift
    leg "$name" env PYTHONPATH=tests/without_qt "$bin/pytest" -p no:pytest-qt -m "not (timing or $apart)" \
        $cover "$@"
}

below bigquery tests/bigquery tests/contract
leg window packaging/on-screen.sh "$bin/pytest" -m "not (timing or $apart)" $cover tests/window
below below --ignore=tests/window --ignore=tests/bigquery --ignore=tests/contract
echo "Three legs run side by side; watch them with: tail -f build/*.log"
ended bigquery
ended window
ended below
timed=$(grep -rl --include='*.py' 'mark\.timing' tests)
leg timing packaging/on-screen.sh "$bin/pytest" -m "timing and not ($apart)" $timed
ended timing

test -n "$cover" || exit $failed
"$bin/coverage" combine --quiet build/*.coverage || failed=1
"$bin/coverage" report --skip-covered --show-missing --fail-under=90 || failed=1
exit $failed
