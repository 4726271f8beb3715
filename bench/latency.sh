#!/bin/sh
# From the ESM's answer to the syslog datagram. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench LatencyBench "$@"
