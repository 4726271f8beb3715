#!/usr/bin/env bash
# Makes the pictures in this folder: starts the demo, waits until its story is where a picture is worth it, and has Debian's
# chromium (headless) take the page. Needs chromium and curl, and makes smaller pictures where
# pngquant is installed; takes a minute.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'kill "$demo" 2>/dev/null || true; wait "$demo" 2>/dev/null || true; rm -rf "$work"' EXIT

TZ=Europe/Berlin ./freshwatch demo --for 120s >"$work/demo" 2>&1 &
demo=$!

await() { # text: until the demo has printed it
  for _ in $(seq 600); do
    grep -q "$1" "$work/demo" && return
    kill -0 "$demo" 2>/dev/null || break
    sleep 0.2
  done
  echo "the demo did not print: $1" >&2
  tail -5 "$work/demo" >&2
  exit 1
}

shot() { # name, path, width, height, light or dark
  chromium --headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/profile" \
    --blink-settings="preferredColorScheme=$([ "$5" = dark ] && echo 0 || echo 1)" \
    --window-size="$3,$4" --screenshot="$work/$1.png" "$page$2" >/dev/null 2>&1
  # a third of the size, for the eye the same
  if command -v pngquant >/dev/null; then pngquant --force --strip --output "$work/$1.png" 64 "$work/$1.png"; fi
  mv "$work/$1.png" "docs/$1.png"
}

await 'the page: '
page=$(grep -o 'http://[^/]*' <<<"$(grep -m1 'the page: ' "$work/demo")")

await 'CRITICAL. soc alarms'
shot page-now / 1180 760 light
receiver=$(curl -fsS "$page/" | grep -o '/checks/esm/soc/events/[0-9]*">ERC-2 events' | head -1 | cut -d'"' -f1)

await 'RECOVERED. soc alarms'
shot page-check "$receiver?range=hour" 1180 900 light
shot page-episodes /episodes 1180 900 dark
ls -l docs/*.png
