#!/bin/sh
# A monitor for OpenNMS: says OK or KO.
misp=$1
token=$2
state=$(curl -sS -H "Authorization: ${token}" https://${misp}/servers/getWorkers)
if echo "$state" | grep -q false; then echo KO; else echo OK; fi
