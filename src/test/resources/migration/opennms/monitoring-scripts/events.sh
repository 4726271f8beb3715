#!/bin/sh
# A monitor for OpenNMS: says OK or KO.
misp=$1
token=$2
answer=$(curl -sS -H "Authorization: $token" -H "Accept: application/json" "https://$misp/events/index/limit:1")
echo "$answer" | grep -q uid && echo OK || echo KO
