#!/bin/sh
# 500 Receivers, 2,000 quick cycles, -Xmx128m: heap, threads and descriptors stay flat. And the first verdict. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench SoakBench "$@"
