#!/usr/bin/env bash
# Everything one does with Daftar, as commands that can be read. Each sets itself up in .venv; nothing else is needed
# than Python 3.11 or newer.
#
#   ./run.sh demo             a terminal chat over a throw-away sample notebook
#   ./run.sh test [ARGS]      the tests (arguments go to pytest)
#   ./run.sh lint             the static checks: ruff, mypy, basedpyright, import-linter
#   ./run.sh check [NAME …]   every fault: kill -9, lost answers, clocks, full disks; writes report.json (--quick, --write)
#   ./run.sh bench [NAME]     the measurements; writes its table to standard output
#   ./run.sh soak [SECONDS [SEED]]  an hour under load with random faults, seeded (--write puts it into docs/measurements.md)
#   ./run.sh talk FILE        plays one conversation of tests/talks and prints it
#   ./run.sh install          only sets up .venv
#   ./run.sh docs             writes the generated pages anew
#   ./run.sh lock             writes constraints.txt anew (needs the network)
#   ./run.sh daftar ARGS      the program itself
set -euo pipefail
cd "$(dirname "$0")"

python_here() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
       "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Daftar needs Python 3.11 or newer; none was found. Set PYTHON=/path/to/python3 and try again." >&2
  exit 2
}

# install EXTRAS: makes .venv and installs the pinned packages, once per change of pyproject.toml and constraints.txt.
install() {
  local extras="$1" stamp
  stamp="$(cat pyproject.toml constraints.txt | cksum | tr -d ' ')"
  if [ ! -x .venv/bin/python ]; then
    echo "Setting up .venv (once, about half a minute) …" >&2
    "$(python_here)" -m venv .venv
  fi
  if [ "$(cat ".venv/stamp$extras" 2>/dev/null)" != "$stamp" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
      --root-user-action=ignore -c constraints.txt -e ".$extras"
    echo "$stamp" > ".venv/stamp$extras"
  fi
}

command="${1:-help}"
[ $# -gt 0 ] && shift
case "$command" in
  demo)    install ""; exec .venv/bin/daftar demo "$@" ;;
  daftar)  install ""; exec .venv/bin/daftar "$@" ;;
  install) install ""; echo "Ready: .venv/bin/daftar" ;;
  test)    install "[test]"; exec .venv/bin/python -m pytest -n "${JOBS:-2}" "$@" ;;
  lint)
    install "[test]"
    .venv/bin/ruff format --check .
    .venv/bin/ruff check .
    .venv/bin/mypy
    .venv/bin/basedpyright
    .venv/bin/lint-imports
    ;;
  check)   install "[test]"; exec .venv/bin/python -m tests.faults "$@" ;;
  soak)    install "[test]"; exec .venv/bin/python -m tests.faults soak "$@" ;;
  bench)   install "[test]"; exec .venv/bin/python -m tests.bench "$@" ;;
  talk)    install "[test]"; exec .venv/bin/python -m tests.talks "$@" ;;
  docs)    install "[test]"; exec .venv/bin/python -m tests.house.pages ;;
  lock)
    install "[test]"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore uv
    .venv/bin/uv pip compile --quiet --universal --no-header --no-annotate --no-emit-index-url --all-extras \
      --python-version 3.11 pyproject.toml -o constraints.txt
    ;;
  *)       sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; [ "$command" = help ] ;;
esac
