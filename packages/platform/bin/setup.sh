#!/usr/bin/env bash
# Gets everything the project needs on a machine with Debian, Node >= 20 and npm: the right Node and pnpm (into .tools), the packages,
# and Postgres and Redis servers (what is installed, else a running Docker engine, else the system's package manager). Quick and silent when all is there.
set -euo pipefail
cd "$(dirname "$0")/../../.."
node_version=24.21.0
pnpm_version=12.21.0

if [ "$(.tools/node_modules/.bin/node --version 2>/dev/null)" != "v$node_version" ] || ! [ -x .tools/node_modules/.bin/pnpm ]; then
  command -v npm >/dev/null || { echo "npm is missing: install Node.js 20 or newer with npm first" >&2; exit 1; }
  echo "Getting Node $node_version and pnpm $pnpm_version …" >&2
  npm install --prefix .tools --no-audit --no-fund --loglevel=error "node@$node_version" "pnpm@$pnpm_version" </dev/null >/dev/null
fi
export PATH="$PWD/.tools/node_modules/.bin:$PATH"

stamp=$(cat pnpm-lock.yaml pnpm-workspace.yaml package.json packages/*/package.json services/*/package.json | sha256sum | cut -d' ' -f1)
if [ "$(cat node_modules/.setup-stamp 2>/dev/null)" != "$stamp" ]; then
  echo "Getting the packages …" >&2
  pnpm install --frozen-lockfile --reporter=silent </dev/null || { pnpm install --frozen-lockfile </dev/null; }
  echo "$stamp" >node_modules/.setup-stamp
fi

missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
  if docker info >/dev/null 2>&1; then
    echo "Postgres and Redis will run on the Docker engine" >&2
  elif command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "Installing ${missing[*]} …" >&2
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq </dev/null
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
  else
    echo "Missing: ${missing[*]}. Install them (apt-get install ${missing[*]}), or start a Docker engine." >&2
    exit 1
  fi
fi
