#!/bin/sh
# The page of 500 checks with 30 days of history, beside the running watch. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench PageBench "$@"
