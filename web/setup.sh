# SPDX-License-Identifier: MIT
# What both commands share: find or install the tools, then build. Sourced by web/play.sh and tests/run.sh.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LOGS="$ROOT/build/logs"
JOBS=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

CHROMIUMS="${CHROMIUM:-chromium},chromium,chromium-browser,google-chrome,google-chrome-stable"

export PATH="$PATH:/usr/sbin" # where Debian keeps nginx

# What is needed, how to look for it, and the Debian or Ubuntu package that brings it. The thing itself is looked for,
# not the package, so that a current emsdk or a Catch2 built by hand is as good. Commas separate alternatives.
PLAY_TOOLS=(
  "command:cmake=cmake"
  "command:make=make"
  "command:emcc=emscripten"
  "header:eigen3/Eigen/Dense=libeigen3-dev"
  "command:node=nodejs"
  "command:npm=npm"
  "command:xz=xz-utils"
)
TEST_TOOLS=(
  "command:c++=g++"
  "header:catch2/catch.hpp,catch2/catch_all.hpp=catch2"
  "command:clang++=clang"
  "sanitizers=libclang-rt-dev"
  "header:nlohmann/json.hpp=nlohmann-json3-dev"
  "command:$CHROMIUMS=chromium"
  "command:nginx=nginx-light"
  "command:parallel=parallel"
  "command:rsvg-convert=librsvg2-bin"
  "python:numpy=python3-numpy"
)
# What only the journeys in several browsers need. Without one of these the others are still tested.
BROWSER_TOOLS=(
  "command:chromedriver=chromium-driver"
  "command:firefox-esr,firefox=firefox-esr"
  "command:WebKitWebDriver=webkit2gtk-driver"
  "command:Xvfb=xvfb"
)

# The distribution's own Python, whose modules are packages: another one may come first in the path.
export PYTHON=${PYTHON:-/usr/bin/python3}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# step NAME COMMAND…: runs the command silently and says how long it took; shows the end of its log if it fails.
step() {
  local name=$1 log began=$SECONDS
  shift
  log="$LOGS/${name//[^A-Za-z0-9]/-}.log"
  mkdir -p "$LOGS"
  if NO_COLOR=1 "$@" >"$log" 2>&1 </dev/null; then
    printf '  %-32s %4d s\n' "$name" $((SECONDS - began))
  else
    printf '  %-32s failed; the end of %s:\n' "$name" "$log" >&2
    tail -n 30 "$log" | cut -c -300 >&2
    return 1
  fi
}

# Whether clang's run-time libraries are there: clang itself comes without.
has_sanitizers() {
  echo 'extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }' |
    clang++ -x c++ - -fsanitize=fuzzer,address -o /dev/null 2>/dev/null
}

# has command:NAME,… | has header:PATH,… | has python:MODULE | has sanitizers: whether one of the alternatives is there.
has() {
  local kind=${1%%:*} prefixes=${CMAKE_PREFIX_PATH:-} names prefix name
  if [ "$kind" = sanitizers ]; then
    has_sanitizers
    return
  fi
  if [ "$kind" = python ]; then
    "$PYTHON" -c "import ${1#*:}" 2>/dev/null
    return
  fi
  IFS=, read -ra names <<<"${1#*:}"
  for name in "${names[@]}"; do
    if [ "$kind" = command ]; then
      command -v "$name" >/dev/null && return
    else
      for prefix in ${prefixes//[:;]/ } /usr/local /usr; do
        [ -e "$prefix/include/$name" ] && return
      done
    fi
  done
  return 1
}

# The packages that bring whatever is missing of the given tools, one per line.
missing_packages() {
  local tool
  for tool in "$@"; do
    has "${tool%=*}" || printf '%s\n' "${tool##*=}"
  done
}

apt_install() {
  local as_root=() packages=("$@") i
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  "${as_root[@]}" apt-get update || return
  for i in "${!packages[@]}"; do
    # Ubuntu has no package of the name chromium.
    if [ "${packages[i]}" = chromium ] && ! apt-cache show chromium >/dev/null 2>&1; then packages[i]=chromium-browser; fi
  done
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
}

# Installs what is missing of the given tools, or says exactly what to install.
ensure_tools() {
  local packages
  packages=$(missing_packages "$@")
  [ -n "$packages" ] || return 0
  packages=$(tr '\n' ' ' <<<"$packages")
  packages=${packages% }
  if ! command -v apt-get >/dev/null; then
    fail "Something is missing. Its packages are called, on Debian and Ubuntu: $packages"
  fi
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    fail "Something is missing. Install it, then start again:" $'\n' "   sudo apt-get install --no-install-recommends $packages"
  fi
  echo "  installing $packages"
  # shellcheck disable=SC2086 # one word per package
  step "packages" apt_install $packages || exit 1
}

# Vite 8 needs Node 20.19, or 22.12 and later.
node_is_current() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}

# Where the distribution's Node is too old, the npm package that carries Node's own binary, in build/node.
ensure_node() {
  node_is_current && return
  local architecture bin="$ROOT/build/node/node_modules/.bin"
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64) architecture=arm64 ;;
    *) fail "Node 20.19 or later is needed; this machine has $(node --version)." ;;
  esac
  if ! PATH="$bin:$PATH" node_is_current; then
    step "Node 22 (found $(node --version))" \
      npm install --no-audit --no-fund --prefix "$ROOT/build/node" "node-linux-$architecture@22" npm@10 || exit 1
  fi
  export PATH="$bin:$PATH"
}

# npm leaves its hidden lock file in node_modules when it has finished: older than package-lock.json means out of date.
ensure_node_modules() {
  [ "$ROOT/node_modules/.package-lock.json" -nt "$ROOT/package-lock.json" ] && return
  step "npm packages" npm ci --no-audit --no-fund --prefix "$ROOT" || exit 1
}

setup_play() {
  ensure_tools "${PLAY_TOOLS[@]}"
  ensure_node
  ensure_node_modules
}

setup_tests() {
  ensure_tools "${PLAY_TOOLS[@]}" "${TEST_TOOLS[@]}"
  ensure_node
  ensure_node_modules
  local names
  IFS=, read -ra names <<<"$CHROMIUMS"
  CHROMIUM=$(command -v "${names[@]}" | head -n 1)
  export CHROMIUM # the browser tests start it
}

# The browsers that can be driven, one per line. Each tool is seen to by itself: one that this system does not offer, which
# is then said, keeps no other out.
setup_browsers() {
  local tool
  for tool in "${BROWSER_TOOLS[@]}"; do (ensure_tools "$tool") >&2; done
  has command:chromedriver && echo chromium
  has command:firefox-esr,firefox && echo firefox
  has command:WebKitWebDriver && has command:Xvfb && echo webkit
}

# A build folder that was configured for another place (a moved or copied clone) is of no use.
configured() {
  [ -f "$1/Makefile" ] && grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$ROOT" "$1/CMakeCache.txt"
}

# configure FOLDER TESTING [WRAPPER]: Debian's emcc finds its acorn only through NODE_PATH.
configure() {
  local folder=$1 testing=$2
  shift 2
  configured "$folder" || rm -rf "$folder"
  "$@" cmake -S "$ROOT" -B "$folder" -G "Unix Makefiles" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING="$testing"
}

with_acorn() {
  if [ -d /usr/share/nodejs/acorn ]; then NODE_PATH=/usr/share/nodejs "$@"; else "$@"; fi
}

build_native() {
  configure "$ROOT/build/native" ON && cmake --build "$ROOT/build/native" -j "$JOBS"
}

# The core and its tests with sanitizers, and the fuzz target, both by clang.
build_sanitized() {
  CXX=clang++ configure "$ROOT/build/sanitized" ON && cmake -DSANITIZE=ON "$ROOT/build/sanitized" &&
    cmake --build "$ROOT/build/sanitized" -j "$JOBS" --target core_tests scenario_fuzz
}

# The module alone: what the page needs.
build_module() {
  configured "$ROOT/build/wasm" || with_acorn configure "$ROOT/build/wasm" OFF emcmake || return
  with_acorn cmake --build "$ROOT/build/wasm" -j "$JOBS" --target module
}

# The module and its C++ tests.
build_wasm() {
  with_acorn configure "$ROOT/build/wasm" ON emcmake && with_acorn cmake --build "$ROOT/build/wasm" -j "$JOBS"
}

build_package() {
  node "$ROOT/web/package/assemble.mjs"
}

build_site() {
  npm run build --prefix "$ROOT/web"
}
