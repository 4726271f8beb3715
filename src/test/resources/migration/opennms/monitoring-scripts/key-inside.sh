#!/bin/sh
token=Zz9SecretOfTheScriptZz9SecretOfTheScript
curl -sS -H "Authorization: $token" https://$1/events/index/limit:1
