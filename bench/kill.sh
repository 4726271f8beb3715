#!/bin/sh
# kill -9 again and again, while the sinks go up and down. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench KillBench "$@"
