#!/bin/sh
# Install the system packages that a window needs.
#   system.sh screen    Qt on the screen that is there
#   system.sh test      the same, and a screen that nobody sees, with fonts for the nine languages
# On other systems than Debian and Ubuntu it does nothing: Windows and macOS bring all of it.
set -eu
. "$(dirname "$0")/debian.sh"
command -v apt-get >/dev/null 2>&1 || exit 0

# Each was found by leaving it out: without any one of them Qt does not start. Without icccm4 and keysyms1 it
# names libxcb-cursor0, which misleads.
screen="libegl1 libgl1 libxkbcommon-x11-0 libglib2.0-0t64|libglib2.0-0 libfontconfig1 libdbus-1-3
    libgssapi-krb5-2 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 fonts-dejavu-core"
hidden="xvfb xauth libgl1-mesa-dri fonts-noto-cjk fonts-noto-color-emoji"

case "${1:-}" in
    screen) packages=$screen ;;
    test) packages="$screen $hidden" ;;
    *) echo "usage: system.sh screen|test" >&2; exit 2 ;;
esac
# shellcheck disable=SC2086 # one word a package
if ! install_packages $packages; then
    echo "segdesk: these packages are missing and could not be installed; an administrator can:" >&2
    # shellcheck disable=SC2046,SC2086
    echo "    apt-get install" $(missing_packages $packages) >&2
    exit 1
fi
