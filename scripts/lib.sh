# Shared by the scripts beside it: find a Python, make the virtual environment, install
# what a lock pins. Sourced with `root` set to the repository's folder.
# shellcheck shell=bash
: "${root:?}"

say() { printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

# python_can PYTHON STATEMENT: true when this Python runs the statement without error.
python_can() { "$1" -c "$2" >/dev/null 2>&1; }

is_recent() { python_can "$1" 'import sys; sys.exit(sys.version_info < (3, 11))'; }

has_venv() { python_can "$1" 'import ensurepip, venv'; }

candidates() {
    printf '%s\n' "${SERVICEBOT_PYTHON:-}" python3 python3.13 python3.12 python3.11 \
        python3.14 python /usr/bin/python3
}

# find_python TEST: the first candidate of Python 3.11 or newer that passes the test.
find_python() {
    local name
    while IFS= read -r name; do
        if command -v "$name" >/dev/null && is_recent "$name" && "$1" "$name"; then
            command -v "$name"
            return 0
        fi
    done < <(candidates)
    return 1
}

# install_debian PACKAGE...: true when apt-get is there, we are root, and it worked.
install_debian() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    say "installing $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 ||
        { apt-get update >/dev/null 2>&1 &&
            apt-get install -y --no-install-recommends "$@" >/dev/null; }
}

# python_for_venv: the Python to build on, its venv package installed where we may.
python_for_venv() {
    local found
    find_python has_venv && return 0
    found=$(find_python true) || found=
    install_debian python3 python3-venv && find_python has_venv && return 0
    [ -n "$found" ] &&
        fail "$found cannot make a virtual environment: on Debian and Ubuntu," \
            "run « sudo apt-get install python3-venv » first"
    fail "Python 3.11 or newer is needed and was not found: install it," \
        "or name it in SERVICEBOT_PYTHON"
}

# make_venv FOLDER: keep a virtual environment that works, else make one.
make_venv() {
    local python
    if [ -x "$1/bin/python" ] && is_recent "$1/bin/python" &&
        python_can "$1/bin/python" 'import pip'; then
        return 0
    fi
    python=$(python_for_venv) || exit 1
    "$python" -m venv --clear "$1"
}

# stamp LOCK: what must be unchanged for the virtual environment to be current.
stamp() {
    printf '%s\n' "$root"
    cat "$root/locks/$1.txt"
}

is_current() {
    [ -x "$venv/bin/servicebot" ] && stamp "$1" | cmp -s - "$venv/.lock-$1"
}

# pip_install ARGUMENTS...: pip of the virtual environment, errors only, with the user's own settings.
pip_install() {
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_REQUIRE_VIRTUALENV=0 PIP_USER=0 \
        "$venv/bin/python" -m pip install -qq "$@"
}

# set_up LOCK...: make .venv and install the first lock and the project; current ones stay.
# The further names are locks that the first one contains.
set_up() {
    local lock
    venv="$root/.venv"
    is_current "$1" && return 0
    say "setting up $venv (once, about a minute)"
    make_venv "$venv"
    rm -f "$venv"/.lock-*
    pip_install --require-hashes --requirement "$root/locks/$1.txt"
    pip_install --no-deps --no-build-isolation --editable "$root"
    for lock in "$@"; do
        stamp "$lock" >"$venv/.lock-$lock"
    done
}
