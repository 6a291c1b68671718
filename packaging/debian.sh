# Sourced by the other scripts: install Debian and Ubuntu packages where that is allowed.

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

# missing_packages NAME...: those that are not installed; NAME|OTHER is either of the two.
missing_packages() {
    for wanted in "$@"; do
        first=${wanted%%|*} second=${wanted##*|}
        if dpkg-query -W -f '${Status}' "$first" 2>/dev/null | grep -q 'ok installed'; then continue; fi
        if dpkg-query -W -f '${Status}' "$second" 2>/dev/null | grep -q 'ok installed'; then continue; fi
        # Debian 13 has renamed some for a 64-bit time; the package lists say which name is known here.
        if apt-cache show "$first" >/dev/null 2>&1; then echo "$first"; else echo "$second"; fi
    done
}

# install_packages NAME...: install what is missing; fails where that is not allowed or not possible.
install_packages() {
    [ -n "$(missing_packages "$@")" ] || return 0
    as_root apt-get update -qq || return 1
    missing=$(missing_packages "$@")
    echo "segdesk: installing" $missing >&2
    # shellcheck disable=SC2086 # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
