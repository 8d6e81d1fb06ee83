#!/bin/sh
# Print the Python (3.11 or newer) that .venv is made from; one that can make a .venv comes first.
set -eu

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

without_venv=
for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    found=$(command -v "$name") || continue
    is_new_enough "$found" || continue
    if can_make_venv "$found"; then
        echo "$found"
        exit 0
    fi
    # Only Debian's own Python gets its venv module from a package.
    case $found in /usr/bin/* | /bin/*) without_venv=${without_venv:-$found} ;; esac
done
[ -n "$without_venv" ] || { echo "yudee: no Python 3.11 or newer found; install one (apt-get install python3)" >&2; exit 1; }
echo "$without_venv"
