# Makes a Python virtual environment with some packages, or says why not. Sourced after environment.sh, not run.

# venv NAME PACKAGE...: prints the folder. Exits 77 (skipped) where Python or a package cannot be had.
venv() {
  local folder=$WORK/venv/$1
  shift
  local python
  python=$(command -v python3.12 || command -v python3.11 || command -v python3 || true)
  if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    skip "no Python 3.10 or newer here"
  fi
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
