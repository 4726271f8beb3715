#!/bin/sh
# A monitor for OpenNMS: says OK or KO.
misp=$1
token=$2
curl -sSk -H "Authorization: $token" -H "Accept: application/json" https://$misp/events/index/limit:1
