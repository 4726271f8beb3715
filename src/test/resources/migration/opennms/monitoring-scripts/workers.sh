#!/bin/sh
# A monitor for OpenNMS: says OK or KO.
misp=$1
token=$2
state=$(curl -sS -H "Authorization: ${token}" -H "Accept: application/json" https://${misp}/servers/getWorkers)
case "$state" in
  *supervisord_status*) echo OK ;;
  *) echo KO ;;
esac
