#!/bin/sh
# Debian packages: say which are missing, or install them without waking the system's own services.
#
#   packages.sh missing run|test      print what is missing, in the words below
#   packages.sh install WORD...       install it (as root)
#   packages.sh unpack WORD...        unpack it, and what it needs, into .debian of the checkout (as anybody)
#
# Words: venv postgis client redis pango jdk chromium thai-fonts calc pgbouncer
set -eu

here=$(dirname "$0")
unpacked=$here/../../.debian # see unpacked.py
policy=/usr/sbin/policy-rc.d
policy_kept=$policy.kept-by-yudee
no_cluster=/etc/postgresql-common/createcluster.d/zz-yudee.conf
made_folder=no

# Ubuntu has Chromium as a snap only; there the tests bring their own, which needs this library.
is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

has_venv() { ls "$unpacked"/usr/share/python-wheels/pip-*.whl >/dev/null 2>&1 || [ -x "$here/../../.venv/bin/python" ] || "$(sh "$here/find-python.sh")" -c 'import ensurepip, venv' 2>/dev/null; }
has_redis() { command -v redis-server >/dev/null || [ -x "$unpacked/usr/bin/redis-server" ]; }
has_library() {
    for library in /usr/lib/*/"$1" "$unpacked"/usr/lib/*/"$1"; do if [ -e "$library" ]; then return 0; fi; done
    return 1
}
has_pango() { has_library libpangoft2-1.0.so.0 && has_library libharfbuzz-subset.so.0; }
has_jdk() { command -v javac >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v google-chrome >/dev/null || { is_ubuntu && ls /usr/lib/*/libnss3.so >/dev/null 2>&1; }; }
has_calc() { command -v soffice >/dev/null; }
has_pgbouncer() { [ -x /usr/sbin/pgbouncer ]; }
has_thai_fonts() { find /usr/share/fonts \( -path '*tlwg*' -o -name '*Thai*' \) -name '*.?t?' 2>/dev/null | grep -q .; }
has_postgis() {
    for server in /usr/lib/postgresql/*/bin/postgres "$unpacked"/usr/lib/postgresql/*/bin/postgres; do
        version=${server#*/usr/lib/postgresql/}
        version=${version%%/*}
        if [ -x "$server" ] && [ "$version" -ge 15 ] && [ -e "${server%%/usr/*}/usr/share/postgresql/$version/extension/postgis.control" ]; then
            return 0
        fi
    done
    return 1
}

print_missing() {
    has_venv || echo venv
    if [ "$1" = test ] || [ -z "${DATABASE_URL:-}" ]; then has_postgis || echo postgis; fi
    if [ "$1" = test ] || [ -z "${REDIS_URL:-}" ]; then has_redis || echo redis; fi
    has_pango || echo pango
    [ "$1" = test ] || return 0
    has_jdk || echo jdk
    has_chromium || echo chromium
    has_thai_fonts || echo thai-fonts
    has_calc || echo calc
    has_pgbouncer || echo pgbouncer
}

packages_of() {
    case $1 in
    venv) "$(sh "$here/find-python.sh")" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])' ;;
    postgis)
        newest=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | cut -d ' ' -f 1 | sort -V | tail -n 1)
        echo "${newest:-postgresql-postgis} ${newest:+$newest-scripts}"
        ;;
    client) echo postgresql-client ;; # pg_dump and pg_restore beside a server that is elsewhere
    redis) echo redis-server ;;
    pango) echo "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" ;; # what draws Thai into a PDF
    jdk) echo default-jdk-headless ;;
    chromium) if is_ubuntu; then echo libnss3; else echo chromium; fi ;;
    thai-fonts) echo fonts-thai-tlwg ;;
    pgbouncer) echo pgbouncer ;; # before PostgreSQL, where there are many web servers
    calc) echo libreoffice-calc ;; # opens the workbooks that are taken away
    *) echo "yudee: unknown word $1" >&2 && exit 2 ;;
    esac
}

# Packages of servers start a public service and make a main cluster unless told otherwise.
keep_services_asleep() {
    wake_services # whatever a killed run has left behind
    trap wake_services EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    if [ -e "$policy" ] || [ -h "$policy" ]; then mv "$policy" "$policy_kept"; fi
    printf '#!/bin/sh\n# yudee: no service starts while packages are installed\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    [ -d "${no_cluster%/*}" ] || made_folder=yes
    mkdir -p "${no_cluster%/*}"
    echo 'create_main_cluster = false' >"$no_cluster"
}

wake_services() {
    rm -f "$no_cluster"
    if [ "$made_folder" = yes ]; then rmdir "${no_cluster%/*}" 2>/dev/null || true; fi
    if grep -qs '^# yudee: no service' "$policy"; then rm -f "$policy"; fi
    if [ -e "$policy_kept" ] || [ -h "$policy_kept" ]; then mv "$policy_kept" "$policy"; fi
}

install_packages() {
    export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
    apt-get -q update || echo "yudee: apt-get update failed; going on with the package lists that are here" >&2
    packages=
    for word in "$@"; do packages="$packages $(packages_of "$word")"; done
    had_redis=yes && has_redis || had_redis=no
    had_pgbouncer=yes && has_pgbouncer || had_pgbouncer=no
    keep_services_asleep
    echo "yudee: installing$packages"
    # shellcheck disable=SC2086 # the words of $packages are separate names
    apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends --no-upgrade $packages
    # What only we wanted must not start by itself at the next boot.
    if [ "$had_redis" = no ] && has_redis; then update-rc.d redis-server disable >/dev/null 2>&1 || true; fi
    if [ "$had_pgbouncer" = no ] && has_pgbouncer; then update-rc.d pgbouncer disable >/dev/null 2>&1 || true; fi
}

# Whoever is not root has no package lists either: these are apt's own, of a folder that goes again.
unpack_packages() {
    rm -rf "$unpacked.new"
    mkdir -p "$unpacked.new/apt/lists/partial" "$unpacked.new/apt/archives/partial"
    new=$(cd "$unpacked.new" && pwd)
    set_apt="-q -o Debug::NoLocking=1 -o Dir::State::Lists=$new/apt/lists -o Dir::Cache=$new/apt"
    # shellcheck disable=SC2086 # several words, none with spaces of its own
    apt-get $set_apt update
    packages=
    for word in "$@"; do packages="$packages $(packages_of "$word")"; done
    echo "yudee: unpacking$packages"
    # shellcheck disable=SC2086
    apt-get $set_apt install --download-only -y --no-install-recommends $packages
    for package in "$new"/apt/archives/*.deb; do dpkg -x "$package" "$new"; done
    # What the packages' own scripts would do: PostGIS is known by one name, whichever version it is.
    for control in "$new"/usr/share/postgresql/*/extension/postgis-3.control; do
        if [ -e "$control" ]; then cp "$control" "${control%-3.control}.control"; fi
    done
    # Fonts are looked for where they will lie.
    if [ -e "$new/etc/fonts/fonts.conf" ]; then sed -i "s#<dir>/usr/share/fonts#<dir>${new%.new}/usr/share/fonts#" "$new/etc/fonts/fonts.conf"; fi
    rm -rf "$new/apt"
    if [ -d "$unpacked" ]; then
        cp -a "$new/." "$unpacked/" && rm -rf "$new" # what was unpacked before stays
    else
        mv "$new" "$unpacked"
    fi
}

case ${1:-} in
missing) print_missing "${2:-run}" ;;
install) shift && install_packages "$@" ;;
unpack) shift && unpack_packages "$@" ;;
*) echo "usage: packages.sh missing run|test, or packages.sh install|unpack WORD..." >&2 && exit 2 ;;
esac
