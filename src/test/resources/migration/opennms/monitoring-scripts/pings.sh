#!/bin/sh
fping -c1 "$1" && echo OK
