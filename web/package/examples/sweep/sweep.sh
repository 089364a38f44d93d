#!/bin/sh
# SPDX-License-Identifier: MIT
# A sweep on all cores with GNU parallel: the stream is cut into blocks of whole lines, each goes through a command of its
# own, and the results come out in the order of the scenarios. A process needs about a second to come up to speed, so
# blocks are large. Usage: sweep.sh COUNT [JOBS [BLOCK]] > results.ndjson
set -eu
here=$(dirname "$0")
node "$here/scenarios.mjs" "$1" |
  parallel --will-cite --pipe --block "${3:-4M}" --keep-order --jobs "${2:-100%}" grpo-playground solve - --search branch
