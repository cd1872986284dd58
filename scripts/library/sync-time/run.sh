#!/bin/sh
# Makes the time service set the clock now.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
wait=${FETTLE_P_WAIT:-30}

has() { command -v "$1" >/dev/null 2>&1; }
give_up() {
  echo "$1"
  if [ -n "${2:-}" ]; then printf '%s\n' "$2"; fi
  exit 1
}
active() { [ -d /run/systemd/system ] && systemctl is-active --quiet "$1"; }

if has chronyc && before=$(chronyc -n tracking 2>/dev/null); then
  off=$(printf '%s\n' "$before" | awk -F ': *' '/^System time/ { sub(/ seconds/, " s", $2); sub(/ of NTP time/, "", $2); print $2 }')
  if [ "$mode" = check ]; then echo "Would set the clock by chrony; it is ${off:-as far off as is not known}." && exit 0; fi
  # At most so many tries a second apart until the clock agrees.
  out=$(chronyc -n burst 2/4 2>&1 && chronyc -n waitsync "$wait" 0 0 1 2>&1) || give_up "chrony has no time from its servers." "$out"
  out=$(chronyc -n makestep 2>&1) || give_up "chrony did not set the clock." "$out"
  echo "Set the clock by chrony; it was ${off:-as far off as is not known}."
elif active systemd-timesyncd; then
  if [ "$mode" = check ]; then echo 'Would set the clock by systemd-timesyncd.' && exit 0; fi
  rm -f /run/systemd/timesync/synchronized
  out=$(systemctl restart systemd-timesyncd 2>&1) || give_up 'systemd-timesyncd could not be restarted.' "$out"
  waited=0
  until [ -e /run/systemd/timesync/synchronized ]; do
    if [ "$waited" -ge "$wait" ]; then give_up "systemd-timesyncd had no time from its servers within $wait s."; fi
    sleep 1
    waited=$((waited + 1))
  done
  echo 'Set the clock by systemd-timesyncd.'
elif [ -x /etc/init.d/sysntpd ]; then
  if [ "$mode" = check ]; then echo 'Would set the clock by the time service of OpenWrt.' && exit 0; fi
  servers=$(uci -q get system.ntp.server || :)
  if [ -z "$servers" ]; then give_up 'No time server is configured here (system.ntp.server).'; fi
  peers=
  for server in $servers; do peers="$peers -p $server"; done
  /etc/init.d/sysntpd stop
  # shellcheck disable=SC2086
  out=$(timeout "$wait" ntpd -q -n $peers 2>&1) && code=0 || code=1
  /etc/init.d/sysntpd start
  if [ "$code" -ne 0 ]; then give_up "The time servers did not answer within $wait s." "$out"; fi
  echo 'Set the clock by the time service of OpenWrt.'
elif has ntpq && ntpq -pn >/dev/null 2>&1; then
  off=$(ntpq -c 'rv 0 offset' 2>/dev/null | awk -F = '/offset/ { print $2 / 1000 " s off" }')
  if [ "$mode" = check ]; then echo "Would set the clock by ntpd; it is ${off:-as far off as is not known}." && exit 0; fi
  if active ntp; then name=ntp; elif active ntpsec; then name=ntpsec; else name=ntpd; fi
  # Started anew it may set the clock in one step.
  out=$( (if [ -d /run/systemd/system ]; then systemctl restart "$name"; else service "$name" restart; fi) 2>&1) ||
    give_up 'ntpd could not be restarted.' "$out"
  waited=0
  until ntpq -pn 2>/dev/null | grep -q '^[*o]'; do
    if [ "$waited" -ge "$wait" ]; then give_up "ntpd had no time from its servers within $wait s."; fi
    sleep 1
    waited=$((waited + 1))
  done
  echo "Set the clock by ntpd; it was ${off:-as far off as is not known}."
elif has sntp && [ "$(uname -s)" = Darwin ]; then
  server=$(systemsetup -getnetworktimeserver 2>/dev/null | sed 's/.*: //')
  if [ "$mode" = check ]; then echo "Would set the clock by ${server:-time.apple.com}." && exit 0; fi
  out=$(sntp -sS "${server:-time.apple.com}" 2>&1) || give_up "${server:-time.apple.com} did not answer." "$out"
  echo "Set the clock by ${server:-time.apple.com}."
  printf '%s\n' "$out"
else
  echo 'The clock is as it was: no time service runs here.'
  exit 10
fi
