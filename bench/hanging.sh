#!/bin/sh
# 500 Receivers, nine in ten of which hang: the others are judged, and cycles begin on time. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench HangingBench "$@"
