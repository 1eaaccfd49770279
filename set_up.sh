#!/usr/bin/env bash
# Make .venv with everything gatecrush needs. Alone on a fresh machine it needs a Python of at
# least 3.12 (or a working uv); the second time it finds nothing to do and returns at once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

python=.venv/bin/python
stamp=.venv/set_up_done
extras='server,cluster,film,docs,test,lint'

# The place counts too: an environment that was moved or copied points to its old folder.
wanted=$( (pwd -P && cat pyproject.toml constraints.txt .python-version set_up.sh) | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$python" -c '' 2>/dev/null; then
  exit 0
fi

say() { echo "set-up: $*" >&2; }

# A name on the search path may be a shim that fails, so a candidate counts only if it runs.
fits() {
  "$1" -c 'import ensurepip, sys, venv; assert sys.version_info >= (3, 12)' >/dev/null 2>&1
}

candidates() {
  echo python3.13
  local pyenv_root="${PYENV_ROOT:-$HOME/.pyenv}"
  ls -d "$pyenv_root"/versions/3.13*/bin/python 2>/dev/null || true
  echo python3.12
  ls -d "$pyenv_root"/versions/3.1[2-9]*/bin/python 2>/dev/null || true
  echo python3.14 && echo python3 && echo python
}

make_environment() {
  local candidate
  while read -r candidate; do
    if fits "$candidate"; then
      say "making .venv with $("$candidate" --version)"
      "$candidate" -m venv --clear .venv
      return
    fi
  done < <(candidates)
  if uv --version >/dev/null 2>&1 && uv venv --quiet --seed --clear --python 3.13 .venv; then
    say "made .venv with uv"
    return
  fi
  say "no Python of at least 3.12 works here. Install Python 3.13 with its venv module"
  say "(Debian: apt-get install python3 python3-venv; or pyenv install 3.13; or uv) and try again."
  exit 1
}

# uv installs in a fifth of pip's time; pip knows settings that uv does not read, so it is both
# the way to uv and what remains when uv fails. uv leaves byte code to the first start, pip does not.
install() {
  if uv --version >/dev/null 2>&1 \
    && uv pip install --quiet --compile-bytecode --python "$python" "$@"; then
    return
  fi
  if "$python" -m pip install --quiet --disable-pip-version-check uv \
    && "$python" -m uv pip install --quiet --compile-bytecode --python "$python" "$@"; then
    return
  fi
  say "uv does not work here, going on with pip"
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
}

# Scripts in an environment name the folder it was made in: one from elsewhere is made anew.
if ! fits "$python" || ! grep -qsF "$(pwd -P)/.venv" .venv/bin/activate; then
  make_environment
fi
rm -f "$stamp"
say "installing gatecrush and its tools (about a minute the first time)"
install --constraint constraints.txt --editable ".[$extras]"
# JuPedSim's viewer (Qt, VTK) is four times as large as all the rest, and nothing here opens it.
install --constraint constraints.txt --no-deps jupedsim \
  || say "no JuPedSim here: tests and benchmarks beside it will be skipped"
# Without npm or a network the page still works, with the internet; gatecrush serve tries again.
"$python" -m gatecrush.server.door.assets || true
echo "$wanted" >"$stamp"
say "done"
