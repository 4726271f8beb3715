#!/bin/sh
# The history of 500 checks at 60 s over 30 days of a clock of its own: size of the file, cost of writing, time of reading.
# Options, these are the defaults: -Dfreshwatch.samples.days=30 -Dfreshwatch.samples.checks=500
set -eu
cd "$(dirname -- "$0")/.."
exec mvn -B -q test -Psoak -Dtest=SampleGrowthTest -Dfreshwatch.samples.days=30 "$@"
