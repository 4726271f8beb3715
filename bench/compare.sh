#!/bin/sh
# compare.sh COMMIT [--rounds 4 …]: this checkout beside that commit, both at work at the same time: processor time and memory.
. "$(dirname -- "$0")/lib.sh"
commit=${1:?which commit to compare with}
shift
base=$(mktemp -d)/base
remove() {
  git -C "$home" worktree remove --force "$base"
  rmdir "$(dirname -- "$base")"
}
git -C "$home" worktree add --quiet --detach "$base" "$commit"
trap remove EXIT
trap 'exit 130' INT TERM
"$base/freshwatch" --version >/dev/null # builds it
(bench CompareBench --base "$base" "$@")
