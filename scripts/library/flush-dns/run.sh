#!/bin/sh
# Empties every cache of names that runs here.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
flushed=
failed=
detail=

has() { command -v "$1" >/dev/null 2>&1; }
# Processes by the name of their program.
running() {
  if [ -e /proc/self/comm ]; then
    for folder in /proc/[0-9]*; do
      { read -r name <"$folder/comm"; } 2>/dev/null || continue
      if [ "$name" = "$1" ]; then echo "${folder#/proc/}"; fi
    done
  else
    ps -axo pid=,comm= | awk -v name="$1" '{ sub(/.*\//, "", $2); if ($2 == name) print $1 }'
  fi
}
# $1 is told of; the others are what empties it.
flush() {
  cache=$1
  shift
  if [ "$mode" = check ] || out=$("$@" 2>&1); then
    flushed="$flushed${flushed:+, }$cache"
  else
    failed="$failed${failed:+, }$cache"
    detail="$detail$cache: $out
"
  fi
}
hang_up() {
  # shellcheck disable=SC2046
  kill -HUP $(running "$1")
}

if [ "$(uname -s)" = Darwin ]; then
  flush dscacheutil dscacheutil -flushcache
  flush mDNSResponder hang_up mDNSResponder
fi
if [ -n "$(running systemd-resolve)" ]; then
  if has resolvectl; then flush systemd-resolved resolvectl flush-caches; else flush systemd-resolved systemd-resolve --flush-caches; fi
fi
if [ -n "$(running nscd)" ]; then flush nscd nscd -i hosts; fi
if [ -n "$(running dnsmasq)" ]; then flush dnsmasq hang_up dnsmasq; fi
if [ -n "$(running unbound)" ]; then flush unbound unbound-control flush_zone .; fi

if [ -n "$failed" ]; then
  echo "The DNS cache of $failed could not be flushed${flushed:+; that of $flushed was}."
  printf '%s' "$detail"
  exit 1
fi
if [ -z "$flushed" ]; then
  echo 'Nothing is flushed: no cache of names runs here.'
  exit 10
fi
if [ "$mode" = check ]; then echo "Would flush the DNS cache of $flushed."; else echo "Flushed the DNS cache of $flushed."; fi
