#!/bin/sh
# Three nodes on one PostgreSQL, and 10,000 checks: what a node and the database have to do, all checks turn, a node is killed.
. "$(dirname -- "$0")/lib.sh"
bench ScaleBench "$@"
