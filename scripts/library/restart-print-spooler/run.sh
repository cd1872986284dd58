#!/bin/sh
# Restarts CUPS, and throws away the jobs that wait where it is asked to.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
clear=${FETTLE_P_CLEAR:-false}

jobs() { lpstat -o 2>/dev/null | awk 'END { print NR }'; }

if [ -d /run/systemd/system ] && [ "$(systemctl show -p LoadState --value cups.service)" = loaded ]; then
  restart() { systemctl restart cups.service; }
  up() { systemctl is-active --quiet cups.service; }
elif [ "$(uname -s)" = Darwin ]; then
  restart() { launchctl kickstart -k system/org.cups.cupsd; }
  # launchd starts it when somebody prints.
  up() { launchctl print system/org.cups.cupsd >/dev/null; }
elif [ -x /etc/init.d/cupsd ] || [ -x /etc/init.d/cups ]; then
  if [ -x /etc/init.d/cupsd ]; then script=/etc/init.d/cupsd; else script=/etc/init.d/cups; fi
  restart() { "$script" restart; }
  up() { "$script" status >/dev/null; }
else
  echo 'Nothing is restarted: nothing prints here.'
  exit 10
fi

waiting=$(jobs)
if [ "$mode" = check ]; then
  if [ "$clear" = true ]; then echo "Would throw away $waiting jobs and restart cups."; else echo "Would restart cups; $waiting jobs wait."; fi
  exit 0
fi
if [ "$clear" = true ]; then cancel -a -x 2>/dev/null || cancel -a 2>/dev/null || :; fi
if ! out=$(restart 2>&1); then
  echo 'cups could not be restarted.'
  printf '%s\n' "$out"
  exit 1
fi
tries=0
until up; do
  tries=$((tries + 1))
  if [ "$tries" -ge 10 ]; then echo 'Restarted cups, but it does not run.' && exit 1; fi
  sleep 1
done
left=$(jobs)
if [ "$clear" = true ]; then echo "Restarted cups; $((waiting - left)) jobs were thrown away."; else echo "Restarted cups; $left jobs wait."; fi
