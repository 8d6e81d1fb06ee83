#!/bin/sh
# Print the Python (3.11 or newer) that .venv is made from: best one that can make a .venv and that every user may run.
set -eu

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# A Python in root's own home would force the web server to run as root. (The shell in between has lost root's rights.)
is_open_to_all() {
    [ "$(id -u)" -ne 0 ] || setpriv --reuid 65534 --clear-groups -- sh -c '"$1" -c "import json"' sh "$1" 2>/dev/null
}

second_best=
without_venv=
for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    found=$(command -v "$name") || continue
    is_new_enough "$found" || continue
    if can_make_venv "$found"; then
        if is_open_to_all "$found"; then
            echo "$found"
            exit 0
        fi
        second_best=${second_best:-$found}
    else
        # Only Debian's own Python gets its venv module from a package.
        case $found in /usr/bin/* | /bin/*) without_venv=${without_venv:-$found} ;; esac
    fi
done
if [ -z "$second_best$without_venv" ]; then
    echo "yudee: no Python 3.11 or newer found; install one (apt-get install python3)" >&2
    exit 1
fi
echo "${second_best:-$without_venv}"
