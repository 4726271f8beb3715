#!/bin/sh
# What a cycle of 40 Receivers costs the ESM, with one call for all and without. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench BulkBench "$@"
