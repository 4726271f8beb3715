#!/bin/sh
# 200 random faults over three nodes on one PostgreSQL: what is lost, told twice or healed twice, and how soon others take
# over. A test of Maven, which needs no packed product, but PostgreSQL and libfaketime. The seed, which is printed, repeats
# the faults of a run. These are the defaults: --faults 200 --seed (another one each time)
set -eu
faults=200
seed=
while [ $# -gt 0 ]; do
  case $1 in
    --faults) faults=${2:?how many} ;;
    --seed) seed=${2:?a number} ;;
    *)
      echo "options: --faults 200 --seed NUMBER" >&2
      exit 2
      ;;
  esac
  shift 2
done
cd "$(dirname -- "$0")/.."
exec mvn -B -q test -Psoak -Dtest=ClusterFaultsTest -Dfreshwatch.peers.required=true \
  -Dfreshwatch.cluster.faults="$faults" ${seed:+-Dfreshwatch.cluster.seed="$seed"}
