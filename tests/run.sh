#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Sets up what is missing, builds everything, runs the tests, and ends with "N passed, N failed".
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../web/setup.sh"

REPORTS="$ROOT/build/reports"
SUITES=()

usage() {
  cat <<'TEXT'
Usage: tests/run.sh [PART]…

Without a part, everything. The last line is "N passed, N failed".

  core   the C++ tests, natively and as WebAssembly under Node, and a moment of the search for a second policy
  fuzz   the C++ tests with sanitizers, and a minute of fuzzing the document reader and the solver
  wasm   the npm package: its calls, types and command line
  web    the page's TypeScript: unit tests, types, ESLint, Prettier, unused exports
  e2e    the built site: its budgets and licences, the page in a browser, Lighthouse
  browsers
         its main journeys in Chromium, Firefox and WebKit as Debian has them, also without WebAssembly's vectors and
         without WebAssembly
TEXT
}

# suite NAME COMMAND…: the command leaves its report, as XML, in $REPORTS/NAME.xml; its exit status is kept beside it.
suite() {
  local name=$1 began=$SECONDS
  shift
  SUITES+=("$name")
  timeout --kill-after=10 1800 "$@" >"$LOGS/$name.log" 2>&1 </dev/null
  echo $? >"$REPORTS/$name.status"
  printf '  %-32s %4d s\n' "$name" $((SECONDS - began))
}

# check NAME COMMAND…: a suite of one test, passed where the command ends with status 0.
check() {
  local name=$1 failure=
  suite "$@"
  if [ "$(cat "$REPORTS/$name.status")" != 0 ]; then
    failure="<failure>$(tail -n 10 "$LOGS/$name.log" | sed 's/&/\&amp;/g; s/</\&lt;/g')</failure>"
  fi
  echo "<testsuite><testcase name=\"$name\">$failure</testcase></testsuite>" >"$REPORTS/$name.xml"
}

# build NAME COMMAND…: a build that fails counts as a suite that failed, and what needs it is not run.
build() {
  step "$@" && return
  SUITES+=("$1")
  return 1
}

# Catch2 under Node may not be able to open files, so its report goes through its output; and it is Catch2's XML, since
# its JUnit reporter keeps every assertion in memory until the end: gigabytes here.
# shellcheck disable=SC2016 # expanded by the inner shell
catch2='report=$1; shift; exec "$@" --reporter xml >"$report"'

node_tests() {
  local name=$1
  shift
  suite "$name" node --test --test-reporter=junit --test-reporter-destination="$REPORTS/$name.xml" "$@"
}

run_core() {
  build "native build" build_native &&
    suite core-native bash -c "$catch2" - "$REPORTS/core-native.xml" build/native/tests/core/core_tests
  check search-for-second-policy build/native/tests/search/second_policy --evaluations 20000
  check search-where-one-is-known build/native/tests/search/second_policy --noisy
  build "WebAssembly build" build_wasm || return
  if [ -f build/wasm/tests/core/core_tests.js ]; then
    suite core-wasm bash -c "$catch2" - "$REPORTS/core-wasm.xml" node build/wasm/tests/core/core_tests.js
  else
    echo "  core-wasm is not run: it needs Catch2 2, whose single header can be compiled for WebAssembly"
  fi
  node_tests core-agreement tests/core/*.test.mjs
}

# What the fuzzer finds interesting stays in build/fuzz; an input that fails, beside the reports.
run_fuzz() {
  build "sanitized build" build_sanitized || return
  suite core-sanitized bash -c "$catch2" - "$REPORTS/core-sanitized.xml" build/sanitized/tests/core/core_tests
  mkdir -p build/fuzz
  check fuzz build/sanitized/tests/fuzz/scenario_fuzz -seed=1 -max_total_time=60 -max_len=4096 -timeout=60 \
    -dict=tests/fuzz/scenario.dict -artifact_prefix="$REPORTS/" build/fuzz tests/fuzz/corpus
}

page_is_built=false
build_page() {
  $page_is_built && return
  build "WebAssembly module" build_module && build "npm package" build_package && page_is_built=true
}

run_wasm() {
  build_page && node_tests package tests/*.test.mjs tests/wasm/*.test.mjs
}

run_web() {
  build_page || return
  suite web node_modules/.bin/vitest run --config tests/vitest.config.ts --reporter=junit --outputFile="$REPORTS/web.xml"
  check web-types npm run check --prefix web
  check eslint node_modules/.bin/eslint --max-warnings 0 .
  check prettier node_modules/.bin/prettier --check .
  check unused-exports node_modules/.bin/knip --no-progress
}

# browser_tests NAME FOLDER OPTION…: with one second try for each test, for a browser on a busy machine is not always in
# time. A test that needed it is named, that it be mended.
browser_tests() {
  local name=$1 folder=$2
  shift 2
  PLAYWRIGHT_JUNIT_OUTPUT_FILE="$REPORTS/$name.xml" \
    suite "$name" node_modules/.bin/playwright test --config "$folder" --retries 1 --reporter=junit,dot "$@"
  awk '/^ +[0-9]+ [a-z]/ { tries = $2 == "flaky"; next } tries' "$LOGS/$name.log" |
    sed -E 's/^ +(.*[^─ ])[ ─]*$/    only at the second try: \1/'
}

site_is_built=false
build_site_once() {
  $site_is_built && return
  build_page && build "site" build_site && site_is_built=true
}

run_e2e() {
  build_site_once || return
  node_tests site tests/site/*.test.mjs
  browser_tests e2e tests/e2e
  check lighthouse node tests/site/lighthouse.mjs
  grep -E '^ *[0-9]+  |^phone|^desktop' "$LOGS/lighthouse.log" | sed 's/^/    /'
}

# A browser that this system cannot be given is left out, in so many words.
run_browsers() {
  local found name projects=()
  build_site_once || return
  mapfile -t found < <(setup_browsers)
  for name in chromium firefox webkit; do
    if [[ " ${found[*]} " = *" $name "* ]]; then
      projects+=("--project=$name*")
    else
      echo "  browsers: $name is not tested, for it or its driver is missing"
    fi
  done
  [ ${#projects[@]} -gt 0 ] || return
  browser_tests browsers tests/browsers "${projects[@]}"
}

parts=("$@")
[ $# -gt 0 ] || parts=(core fuzz wasm web e2e browsers)
for part in "${parts[@]}"; do
  case $part in
    core | fuzz | wasm | web | e2e | browsers) ;;
    --help | -h)
      usage
      exit
      ;;
    *)
      printf 'tests/run.sh: unknown part %s\n\n' "$part" >&2
      usage >&2
      exit 2
      ;;
  esac
done

cd "$ROOT" || exit
setup_tests
rm -rf "$REPORTS"
mkdir -p "$REPORTS"
for part in "${parts[@]}"; do "run_$part"; done
node "$ROOT/tests/count.mjs" "$REPORTS" "${SUITES[@]}"
