#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Instructions of one P_G at 1000 different rewards, G doubling, and the ratio to the line before: exact, where times of a
# millisecond are not. Needs valgrind and the target growth of build/native.
#   tests/bench/growth.sh
set -euo pipefail
growth=$(dirname "${BASH_SOURCE[0]}")/../../build/native/tests/bench/growth

# count G TIMES: of the whole run.
count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$growth" 1000 "$1" "$2" 2>&1 | sed -n 's/.*Collected : //p'
}

before=0
for ((G = 64; G <= 1048576; G *= 2)); do
  now=$((($(count $G 3) - $(count $G 1)) / 2))
  awk -v G=$G -v now=$now -v before=$before \
    'BEGIN { printf "G = %-8d %11d%s\n", G, now, before ? sprintf("  ×%.3f", now / before) : "" }'
  before=$now
done
