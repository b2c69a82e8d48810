# Sourced by the scripts of a clone, not run: makes the clone's environment in .venv, once, and again
# when pyproject.toml or uv.lock changed. `ensure_environment` for running, `ensure_environment dev` for
# developing. uv is used where present; otherwise python3 (3.11 or newer) with its own venv and pip.
# NEWSEARCH_VENV names another place for the environment.

venv=${NEWSEARCH_VENV:-$root/.venv}

find_python() {
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    echo "newsearch needs Python 3.11 or newer; none was found on the PATH. Install one, or set PYTHON to it." >&2
    exit 2
}

install_with_uv() {
    echo "newsearch: making its environment in $venv (uv)" >&2
    if [ "$1" = dev ]; then groups="--group dev"; else groups="--no-default-groups"; fi
    # shellcheck disable=SC2086 # two words on purpose
    UV_PROJECT_ENVIRONMENT="$venv" uv sync --project "$root" --frozen --inexact --compile-bytecode --quiet $groups >&2
}

install_with_pip() {
    echo "newsearch: making its environment in $venv (pip; a minute or two the first time)" >&2
    python=$(find_python)
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" >&2
    "$venv/bin/python" -m pip install --quiet --upgrade 'pip>=25.1' >&2
    "$venv/bin/python" -m pip install --quiet --editable "$root" >&2
    if [ "$1" = dev ]; then
        (cd "$root" && "$venv/bin/python" -m pip install --quiet --group dev >&2)
    fi
}

ensure_environment() {
    wanted=${1:-run}
    state=$(cat "$root/pyproject.toml" "$root/uv.lock" | cksum)
    stamp="$venv/.newsearch-$wanted"
    if [ -x "$venv/bin/newsearch" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
        return
    fi
    if command -v uv >/dev/null 2>&1; then
        install_with_uv "$wanted"
    else
        install_with_pip "$wanted"
    fi
    # a one-line query takes a tenth of a second, of which compiling newsearch itself would be the half, where
    # PYTHONDONTWRITEBYTECODE is set or the clone is read-only for its users
    "$venv/bin/python" -m compileall -q "$root/newsearch" >&2 || true
    echo "$state" >"$stamp"
    # an environment for developing also runs
    if [ "$wanted" = dev ]; then echo "$state" >"$venv/.newsearch-run"; fi
}
