#!/bin/sh
# Tells who is signed in and reboots after some minutes; undo cancels it.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 077

mode=${FETTLE_MODE:-run}
minutes=${FETTLE_P_MINUTES:-10}
message=${FETTLE_P_MESSAGE:-This machine is rebooted for maintenance. Please save your work.}
# Of the process that waits where there is no shutdown: whoever takes this file away cancels it.
planned=/run/fettle-reboot
if [ ! -d /run ]; then planned=/var/run/fettle-reboot; fi

has() { command -v "$1" >/dev/null 2>&1; }
tell() {
  if has wall; then printf '%s\n' "$1" | wall 2>/dev/null || :; fi
}

if [ "$mode" = undo ]; then
  if [ -e "$planned" ]; then
    rm -f "$planned"
    tell 'The reboot is cancelled.'
  elif [ -d /run/systemd/system ]; then
    if [ ! -e /run/systemd/shutdown/scheduled ]; then echo 'Nothing is cancelled: no reboot is planned.' && exit 10; fi
    shutdown -c 'The reboot is cancelled.'
  elif [ "$(uname -s)" != Linux ] && pkill -x shutdown; then
    tell 'The reboot is cancelled.'
  elif [ "$(uname -s)" = Linux ] && has shutdown && shutdown -c >/dev/null 2>&1; then
    tell 'The reboot is cancelled.'
  else
    echo 'Nothing is cancelled: no reboot is planned.'
    exit 10
  fi
  echo 'The reboot is cancelled.'
  exit 0
fi

in_words="$minutes minutes"
if [ "$minutes" -eq 1 ]; then in_words='1 minute'; fi
if [ "$mode" = check ]; then
  echo "Would reboot this machine in $in_words, and tell who is signed in: $message"
  if has who; then who || :; fi
  exit 0
fi

if has shutdown; then
  # On macOS and FreeBSD it stays in the foreground; there, it is let go.
  if [ "$(uname -s)" = Linux ]; then
    if ! out=$(shutdown -r "+$minutes" "$message" 2>&1); then
      echo 'The reboot could not be planned.'
      printf '%s\n' "$out"
      exit 1
    fi
  else
    env -i PATH="$PATH" nohup shutdown -r "+$minutes" "$message" </dev/null >/dev/null 2>&1 &
    sleep 1
    if ! kill -0 $! 2>/dev/null && ! pgrep -x shutdown >/dev/null; then echo 'The reboot could not be planned.' && exit 1; fi
  fi
else
  if ! has setsid || ! has reboot; then echo 'The reboot could not be planned: neither shutdown nor setsid and reboot are here.' && exit 1; fi
  # A word of its own: an older plan that still waits does not take this one for its own.
  word="$$ $(date +%s)"
  printf '%s\n' "$word" >"$planned"
  # shellcheck disable=SC2016
  env -i PATH="$PATH" setsid sh -c '
    for root in $(awk "/ - cgroup2 / { print \$5 }" /proc/self/mountinfo); do echo $$ >"$root/cgroup.procs"; done 2>/dev/null
    sleep "$1"
    [ "$(cat "$2" 2>/dev/null)" = "$3" ] || exit 0
    rm -f "$2"
    exec reboot' sh "$((minutes * 60))" "$planned" "$word" </dev/null >/dev/null 2>&1 &
  tell "$message (in $in_words)"
fi
echo "This machine reboots in $in_words; undo cancels it."
