#!/bin/sh
# A monitor for OpenNMS: says OK or KO.
misp=$1
token=$2
state=$(curl -sS -H "Authorization: $token" https://$misp/servers/getWorkers)
if [ -z "$state" ]; then
  curl -sS -H "Authorization: $token" -X POST https://$misp/servers/restartDeadWorkers
  echo KO
fi
