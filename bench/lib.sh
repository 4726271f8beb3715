# Sourced by the scripts beside it: builds what is measured and runs one bench against it.
set -eu

bench_dir=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
home=$(dirname -- "$bench_dir")
if [ -n "${JAVA_HOME:-}" ]; then java_bin=$JAVA_HOME/bin/; else java_bin=; fi

# bench CLASS ARGUMENTS...
bench() {
  "$home/freshwatch" --version >/dev/null # builds the product where it is older than its sources
  classes=$home/target/bench-classes
  rm -rf "$classes"
  "${java_bin}javac" --release 17 -Xlint:all -Werror -d "$classes" -cp "$home/target/freshwatch.jar:$home/target/lib/*" \
    "$bench_dir"/src/bench/*.java "$bench_dir"/src/dev/freshwatch/samples/*.java
  main=$1
  shift
  # exec: Ctrl-C reaches the bench, which ends its children
  exec "${java_bin}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx384m -Dbench.home="$home" \
    -cp "$classes:$home/target/freshwatch.jar:$home/target/lib/*" "bench.$main" "$@"
}
