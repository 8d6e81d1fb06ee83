#!/bin/sh
# Install what `make run` or `make test` needs and skip what is already there: install.sh run|test
set -eu

purpose=${1:-run}
cd "$(dirname "$0")/../.."
stack=server/stack
python=.venv/bin/python
stamps=.venv/stamps
lock=requirements.lock
if [ "$purpose" = test ]; then lock=requirements-dev.lock; fi

say() { echo "yudee: $*"; }

# is_current STAMP FILE...: true when none of the files has changed since `mark_current STAMP FILE...`
fingerprint() { shift && { pwd && cat "$@" 2>/dev/null; } | sha256sum; }
is_current() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$(fingerprint "$@")" ]; }
mark_current() { mkdir -p "$stamps" && fingerprint "$@" >"$stamps/$1"; }

install_packages() {
    missing=$(sh $stack/packages.sh missing "$purpose" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # the words of $missing are separate names
    set -- $missing
    if ! command -v apt-get >/dev/null; then
        say "missing: $*. This is not Debian or Ubuntu: install PostgreSQL 15 or newer with PostGIS, and Redis 5 or newer, yourself." >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ] && [ "$purpose" = test ]; then
        say "some Debian packages are missing. Install them once, then run the same command again:" >&2
        echo >&2
        echo "    sudo sh $(pwd)/$stack/packages.sh install $*" >&2
        echo >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "some Debian packages are missing, and only root may install them: they are unpacked into .debian of this checkout."
        say "(To install them instead: sudo sh $(pwd)/$stack/packages.sh install $*)"
        sh $stack/packages.sh unpack "$@"
        return 0
    fi
    say "Debian packages: $*"
    sh $stack/packages.sh install "$@"
}

make_venv() {
    # The programs in .venv name it by its full path, so a checkout that has moved gets another.
    if [ "$(cat $stamps/place 2>/dev/null || pwd)" = "$(pwd)" ] && $python -c 'import pip' 2>/dev/null; then return 0; fi
    say "making .venv from $(sh $stack/find-python.sh)"
    if "$(sh $stack/find-python.sh)" -c 'import ensurepip' 2>/dev/null; then
        "$(sh $stack/find-python.sh)" -m venv --clear .venv
    else # the package that brings pip is unpacked, not installed
        "$(sh $stack/find-python.sh)" -m venv --clear --without-pip .venv
        set -- .debian/usr/share/python-wheels/pip-*.whl
        PIP_DISABLE_PIP_VERSION_CHECK=1 $python "$1/pip" install --quiet --no-index "$1"
    fi
    mkdir -p $stamps && pwd >$stamps/place
}

install_python_packages() {
    # What the tests need contains what running needs: a `make run` after `make test` has nothing to do.
    if is_current requirements-dev.lock requirements-dev.lock pyproject.toml || is_current "$lock" "$lock" pyproject.toml; then return 0; fi
    say "Python packages of $lock"
    PIP_DISABLE_PIP_VERSION_CHECK=1 $python -m pip install --require-hashes -r "$lock"
    # The build tool comes from the lock as well, so nothing unpinned is fetched here.
    PIP_DISABLE_PIP_VERSION_CHECK=1 $python -m pip install --quiet --no-deps --no-build-isolation -e .
    mark_current "$lock" "$lock" pyproject.toml
}

compile_translations() {
    [ -d server/translations ] || return 0
    # shellcheck disable=SC2046 # our own file names have no spaces
    set -- $(find server/translations -name '*.po' | sort)
    if [ $# -eq 0 ] || is_current translations "$@"; then return 0; fi
    say "translations"
    .venv/bin/pybabel --quiet compile -d server/translations
    mark_current translations "$@"
}

install_browser_assets() {
    [ -e server/static/package.json ] || return 0
    if [ -d server/static/vendor ] && is_current assets server/static/package.json server/static/package-lock.json $stack/assets.py; then return 0; fi
    say "scripts and fonts for the browser"
    $python -m server.stack.assets
    mark_current assets server/static/package.json server/static/package-lock.json $stack/assets.py
}

install_browser_of_tests() {
    [ "$purpose" = test ] || return 0
    if is_current browser tests/browser/package-lock.json tests/browser/install.py; then return 0; fi
    say "what the tests drive a browser with"
    $python -m tests.browser.install
    mark_current browser tests/browser/package-lock.json tests/browser/install.py
}

# The service user may not write into the checkout: without this every process would compile every module again.
compile_modules() { $python -m compileall -q server workers; }

# One installation at a time, also when `make run` and `make test` start together.
exec 9<.
flock -n 9 || { say "waiting for another installation in this checkout" && flock 9; }
install_packages
make_venv
install_python_packages
compile_modules
compile_translations
install_browser_assets
install_browser_of_tests
