#!/bin/sh
# How near a cycle of 40 Receivers comes to the ideal, and what it costs the ESM. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench CycleBench "$@"
