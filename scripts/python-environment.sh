# Makes a Python virtual environment with some packages, or says why not. Sourced after environment.sh, not run.

# venv NAME PACKAGE...: prints the folder. Exits 77 (skipped) where Python or a package cannot be had.
venv() {
  local folder=$WORK/venv/$1
  shift
  local python='' candidate
  for candidate in python3.12 python3.11 python3.13 python3; do # a name may be found and yet not start
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      python=$candidate
      break
    fi
  done
  [ -n "$python" ] || skip "no Python 3.10 or newer here"
  if [ "$(cat "$folder/packages" 2>/dev/null)" != "$*" ]; then
    rm -rf "$folder"
    "$python" -m venv "$folder" >&2 || skip "Python cannot make virtual environments here"
    "$folder/bin/python" -m pip install -q --disable-pip-version-check "$@" >&2 || skip "the Python packages $* cannot be had here"
    printf '%s' "$*" >"$folder/packages"
  fi
  printf '%s' "$folder"
}

skip() {
  say "SKIPPED: $*"
  exit 77
}
