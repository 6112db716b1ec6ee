#!/bin/sh
# Run a command with Node of at least a version: the machine's, else that of PyPI in an environment of its own.
#   node.sh 18 npm ci --prefix service/web
set -eu
least=$1; shift
here=$(dirname "$0")
own=${NODE_VENV:-.venv-node}

fits() { # is there a node and an npm, new enough
  node -e "const has = process.versions.node.split('.').map(Number), want = '$least'.split('.').map(Number);
    process.exit(has[0] > want[0] || (has[0] === want[0] && (has[1] >= (want[1] ?? 0))) ? 0 : 1)" 2>/dev/null \
    && npm --version >/dev/null 2>&1
}

if ! fits; then
  if [ ! -f "$own/.installed" ] || [ "$here/node.txt" -nt "$own/.installed" ]; then
    "${PYTHON:-python3}" -m venv "$own"
    "$own/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/node.txt"
    touch "$own/.installed"
  fi
  PATH=$(cd "$own" && pwd)/bin:$PATH
  export PATH
  fits
fi
exec "$@"
