#!/bin/sh
# 1,000 service-http checks: when they start, what they cost, and beside blackbox_exporter and monit. bench/README.md tells the options.
. "$(dirname -- "$0")/lib.sh"
bench ServicesBench "$@"
