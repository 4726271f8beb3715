#!/bin/sh
# A monitor for OpenNMS: says OK or KO.
misp=$1
token=$2
curl -sS -H "Authorization: $token" http://$misp/events/index/limit:1
