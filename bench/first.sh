#!/bin/sh
# From the start of the process until every Receiver of an ESM has been judged. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench FirstBench "$@"
