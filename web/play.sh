#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Sets up what is missing, builds the page, and serves it on this machine.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  cat <<'TEXT'
Usage: web/play.sh [--port N] [--build-only]

Builds the GRPO Playground and serves it on http://localhost:8080.

  --port N       another port, from 1 to 65535
  --build-only   build web/dist/site and web/dist/package, serve nothing
  --help         this text
TEXT
}

usage_error() {
  printf 'web/play.sh: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

read_options() {
  port=8080 serve=true
  while [ $# -gt 0 ]; do
    case $1 in
      --port)
        [ $# -ge 2 ] || usage_error "--port needs a number"
        port=$2
        shift
        ;;
      --port=*) port=${1#*=} ;;
      --build-only) serve=false ;;
      --help | -h)
        usage
        exit
        ;;
      *) usage_error "unknown option $1" ;;
    esac
    shift
  done
  if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; then
    usage_error "--port is \"$port\"; it must be a number from 1 to 65535"
  fi
}

port_is_taken() {
  (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null
}

read_options "$@"
if $serve && port_is_taken; then
  fail "Port $port is taken by another program. Choose another one: web/play.sh --port $((port % 65535 + 1))"
fi

setup_play
step "WebAssembly module" build_module || exit 1
step "npm package" build_package || exit 1
step "site" build_site || exit 1

if $serve; then
  echo "The GRPO Playground: http://localhost:$port (Ctrl+C ends it)"
  cd "$ROOT/web"
  exec "$ROOT/node_modules/.bin/vite" preview --port "$port" --strictPort --logLevel warn
fi
