#!/bin/sh
# Restarts a service and looks whether it stays up.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
unit=${FETTLE_P_UNIT:-}
watch=${FETTLE_P_WATCH:-5}

case $unit in
  '' | -* | .* | *[!A-Za-z0-9:_.@\\-]*)
    echo 'Nothing is restarted: that is no name of a service.'
    exit 2
    ;;
  fettle-agent*)
    echo 'Nothing is restarted: the agent would end its own run. Restart it at the machine.'
    exit 2
    ;;
esac

# Which way this system has: there, restart and up are the three questions that are asked of it.
if [ -d /run/systemd/system ]; then
  case $unit in *.*) ;; *) unit=$unit.service ;; esac
  there() { [ "$(systemctl show -p LoadState --value -- "$unit")" = loaded ]; }
  restart() { systemctl restart -- "$unit"; }
  up() { systemctl is-active --quiet -- "$unit"; }
  tell() { systemctl status --no-pager --lines=20 -- "$unit" || :; }
elif [ "$(uname -s)" = Darwin ]; then
  there() { launchctl print "system/$unit" >/dev/null; }
  restart() { launchctl kickstart -k "system/$unit"; }
  up() { launchctl print "system/$unit" | grep -q 'state = running'; }
  tell() { launchctl print "system/$unit" | head -n 20 || :; }
elif command -v rc-service >/dev/null 2>&1; then
  there() { rc-service --exists "$unit"; }
  restart() { rc-service "$unit" restart; }
  up() { rc-service "$unit" status >/dev/null; }
  tell() { rc-service "$unit" status || :; }
elif [ -e /etc/openwrt_release ]; then
  there() { [ -x "/etc/init.d/$unit" ]; }
  restart() { "/etc/init.d/$unit" restart; }
  up() { "/etc/init.d/$unit" running; }
  tell() { "/etc/init.d/$unit" status || :; }
else
  there() { [ -x "/etc/rc.d/$unit" ] || [ -x "/usr/local/etc/rc.d/$unit" ] || [ -x "/etc/init.d/$unit" ]; }
  restart() { service "$unit" restart; }
  up() { service "$unit" status >/dev/null; }
  tell() { service "$unit" status || :; }
fi

if ! there 2>/dev/null; then
  echo "Nothing is restarted: there is no service $unit here."
  exit 10
fi
if [ "$mode" = check ]; then
  if up 2>/dev/null; then now=running; else now='not running'; fi
  echo "Would restart $unit, which is $now now."
  exit 0
fi

if ! out=$(restart 2>&1); then
  echo "$unit could not be restarted."
  printf '%s\n' "$out"
  tell 2>&1
  exit 1
fi
seconds=0
while :; do
  if ! up 2>/dev/null; then
    # Some report before they are up: a second more is theirs.
    sleep 1
    if ! up 2>/dev/null; then
      echo "Restarted $unit, but it does not stay up: it is down after $seconds s."
      tell 2>&1
      exit 1
    fi
  fi
  if [ "$seconds" -ge "$watch" ]; then break; fi
  sleep 1
  seconds=$((seconds + 1))
done
echo "Restarted $unit: it has been running for $seconds s."
