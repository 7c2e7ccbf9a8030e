#!/usr/bin/env bash
# Makes .venv (the app, Python 3.11 or newer) and .venv-nlu (Rasa, Python 3.10) from the lock files.
# A stamp in each environment holds what it was made from, so a second run only compares hashes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1
export UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1

LEFT_OUT=var/nlu-left-out # says why there is no .venv-nlu
LOG=var/log/setup.log

now() { printf '%(%s)T' -1; }
say() { printf '%s\n' "$*"; }

# step WHAT COMMAND...: one progress line with its time; the command's own words go to the log.
step() {
    local what=$1 started status=0
    shift
    started=$(now)
    printf '  · %-62s ' "$what"
    printf '\n== %s\n' "$what" >>"$LOG"
    "$@" >>"$LOG" 2>&1 || status=$?
    if [ "$status" = 0 ]; then printf 'xong (%d s)\n' $(($(now) - started)); else printf 'không được (%d s)\n' $(($(now) - started)); fi
    return "$status"
}

fail() {
    say "Cài đặt dừng lại / set-up stopped: $*"
    [ ! -s "$LOG" ] || { say "--- $LOG"; tail -n 15 "$LOG"; }
    exit 1
}

# stamp_of FILE...: their hash and this folder, because an environment cannot be moved.
stamp_of() { printf '%s in %s\n' "$(cat "$@" | if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi)" "$PWD"; }

# fresh ENVIRONMENT STAMP: nothing is to be done.  usable ENVIRONMENT: made here and working; only its libraries may be old.
fresh() { [ -x "$1/bin/python" ] && [ -f "$1/.made-from" ] && [ "$(<"$1/.made-from")" = "$2" ]; }
usable() { [ -f "$1/.made-from" ] && [[ "$(<"$1/.made-from")" = *" in $PWD" ]] && "$1/bin/python" -c '' 2>/dev/null; }

is_version() { "$1" -c "import sys; sys.exit(not $2)" >/dev/null 2>&1; }

# every_python VERSION...: candidates, one a line, nearest first; a pyenv shim is among them and may not work.
every_python() {
    local version root
    for version in "$@"; do
        command -v "python$version" || true
        for root in "$(pyenv root 2>/dev/null || true)" "$HOME/.pyenv"; do
            [ -z "$root" ] || compgen -G "$root/versions/$version.*/bin/python" || true
        done
    done
    command -v python3 || true
    for version in "$@"; do
        uv python find --no-project "$version" 2>/dev/null || true
    done
}

# find_python RULE VERSION...: the first candidate that starts and satisfies the rule.
find_python() {
    local rule=$1 candidate
    shift
    while read -r candidate; do
        if is_version "$candidate" "$rule"; then printf '%s\n' "$candidate"; return; fi
    done < <(every_python "$@")
    return 1
}

# A folder of wheels that is set up for pip serves uv too.
share_wheel_folders() {
    local folders=${UV_FIND_LINKS:-${PIP_FIND_LINKS:-}}
    [ -n "$folders" ] || folders=$(.venv/bin/python -m pip config get global.find-links 2>/dev/null || true)
    [ -z "$folders" ] || export UV_FIND_LINKS="${folders// /,}"
}

make_environment() { # PYTHON FOLDER
    rm -rf "$2"
    "$1" -m venv "$2" && return
    rm -rf "$2"
    if command -v uv >/dev/null; then uv venv --seed --python "$1" "$2"; return; fi
    # Debian without python3-venv: the system's pip can still fill the environment.
    "$1" -m venv --without-pip "$2" && "$1" -m pip --python "$2/bin/python" install pip
}

get_uv() { command -v uv >/dev/null || .venv/bin/python -m pip install uv; }

# add_libraries PYTHON ARGUMENTS...: uv first; pip where uv cannot.
add_libraries() {
    local python=$1
    shift
    uv pip install --python "$python" --compile-bytecode "$@" && return
    "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip
    "$python" -m pip install "$@"
}

# Without a folder of wheels, ask for the small CPU build of torch first.
install_app() {
    if [ -z "${UV_FIND_LINKS:-}${UV_TORCH_BACKEND:-}" ]; then
        UV_TORCH_BACKEND=cpu uv pip install --python .venv/bin/python --compile-bytecode -r requirements/app.lock && return
    fi
    add_libraries .venv/bin/python -r requirements/app.lock
}

set_up_app() {
    local stamp python
    stamp=$(stamp_of requirements/app.lock pyproject.toml)
    if fresh .venv "$stamp"; then return; fi
    say "Chuẩn bị ứng dụng / preparing the app (.venv)"
    if ! usable .venv; then
        python=$(find_python '(3, 11) <= sys.version_info < (3, 14)' 3.11 3.12 3.13) ||
            fail "cần Python 3.11, 3.12 hoặc 3.13 / Python 3.11, 3.12 or 3.13 is needed (Debian: apt-get install python3 python3-venv)"
        step "môi trường / environment: $("$python" --version)" make_environment "$python" .venv ||
            fail "không tạo được .venv / .venv could not be made (Debian: apt-get install python3-venv)"
    fi
    step "trình cài đặt / installer: uv" get_uv || fail "không cài được uv / uv could not be installed"
    share_wheel_folders
    step "thư viện / libraries: $(grep -c == requirements/app.lock)" install_app ||
        fail "không cài được thư viện / the libraries could not be installed"
    step "lệnh / command: motcua" add_libraries .venv/bin/python --no-deps --no-build-isolation -e . ||
        fail "không cài được motcua / motcua could not be installed"
    printf '%s\n' "$stamp" >.venv/.made-from
}

# leave_out REASON: the app works without Rasa, by rules and retrieval alone.
leave_out() {
    printf '%s\n%s\n' "$1" "$2" >"$LEFT_OUT"
    remind_left_out
}

remind_left_out() {
    say "Không có Rasa: $(sed -n 2p "$LEFT_OUT"). Trợ lý vẫn trả lời, bằng luật và tìm kiếm; có Python 3.10 thì chạy lại make setup."
    say "Rasa is left out: no Python 3.10, or its installation failed. The assistant answers by rules and retrieval; run make setup again later."
}

nlu_python_name() { if [ -n "$1" ]; then "$1" --version; else echo "Python 3.10, tải về / download"; fi; }

make_nlu_environment() { # PYTHON, or nothing to let uv fetch one
    rm -rf .venv-nlu
    uv venv --python "${1:-3.10}" .venv-nlu || { [ -n "$1" ] && "$1" -m venv .venv-nlu; }
}

set_up_nlu() {
    local stamp python
    stamp=$(stamp_of requirements/nlu.lock)
    if fresh .venv-nlu "$stamp"; then return; fi
    get_uv >>"$LOG" 2>&1 || { leave_out "$stamp" "không có uv"; return; }
    python=$(find_python 'sys.version_info[:2] == (3, 10)' 3.10) || python=
    if [ -z "$python" ] && [ -f "$LEFT_OUT" ] && [ "$(head -n 1 "$LEFT_OUT")" = "$stamp" ]; then remind_left_out; return; fi
    say "Chuẩn bị phần hiểu ngôn ngữ / preparing Rasa (.venv-nlu)"
    usable .venv-nlu || step "môi trường / environment: $(nlu_python_name "$python")" make_nlu_environment "$python" ||
        { leave_out "$stamp" "không có Python 3.10 dùng được, xem $LOG"; return; }
    share_wheel_folders
    step "thư viện / libraries: $(grep -c == requirements/nlu.lock)" add_libraries .venv-nlu/bin/python -r requirements/nlu.lock ||
        { rm -rf .venv-nlu; leave_out "$stamp" "không cài được thư viện của Rasa, xem $LOG"; return; }
    printf '%s\n' "$stamp" >.venv-nlu/.made-from
    rm -f "$LEFT_OUT"
}

mkdir -p var/log
PATH="$PATH:$PWD/.venv/bin" # uv, when the system has none
set_up_app
set_up_nlu
