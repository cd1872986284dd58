#!/bin/sh
# Ends processes of one name that use more than a limit.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
name=${FETTLE_P_NAME:-}
cpu=${FETTLE_P_CPU:-90}
memory=${FETTLE_P_MEMORY:-0}
sample=${FETTLE_P_SAMPLE:-5}
most=${FETTLE_P_MOST:-1}
grace=${FETTLE_P_GRACE:-10}

case $name in
  '' | */* | *'
'*)
    echo 'Nothing is ended: a process is named without path, as the process list shows it.'
    exit 2
    ;;
  init | systemd* | "(sd-pam)" | launchd | kernel_task | WindowServer | loginwindow | dbus* | polkitd | sshd | dropbear | login | getty | agetty | \
    udevd | devd | procd | ubusd | netifd | rpcd | NetworkManager | wpa_supplicant | gdm* | sddm | lightdm | Xorg | Xwayland | \
    fettle*)
    echo "Nothing is ended: a system does not do without $name."
    exit 2
    ;;
esac
if [ "$cpu" -eq 0 ] && [ "$memory" -eq 0 ]; then
  echo 'Nothing is ended: give a limit, of the processor or of memory.'
  exit 2
fi

# What is measured of a process: "start ticks kib parent kernel"; nothing where there is none. The name may hold anything,
# so what is after its last bracket counts.
if [ -r /proc/self/stat ]; then
  hertz=$(getconf CLK_TCK 2>/dev/null || echo 100)
  page=$(getconf PAGESIZE 2>/dev/null || echo 4096)
  # The kernel keeps 15 characters of a name.
  short=$(printf '%.15s' "$name")
  numbers() {
    for folder in /proc/[0-9]*; do
      { IFS= read -r found <"$folder/comm"; } 2>/dev/null || continue
      if [ "$found" = "$short" ]; then echo "${folder#/proc/}"; fi
    done
  }
  measure() {
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # shellcheck disable=SC2086
    set -- ${stat##*)}
    # A process that has ended and waits for its parent uses nothing any more.
    if [ "$1" = Z ] || [ "$1" = X ]; then return 1; fi
    echo "${20} $((${12} + ${13})) $((${22} * (page / 1024))) $2 $((($7 & 0x200000) != 0))"
  }
else
  hertz=100
  numbers() {
    ps -axo pid=,comm= | awk -v name="$name" '{ pid = $1; $1 = ""; sub(/^ /, ""); sub(/.*\//, ""); if ($0 == name) print pid }'
  }
  # Processor time as h:m:s.hundredths, and its start as text without spaces.
  measure() {
    ps -o stat=,ppid=,rss=,time=,lstart= -p "$1" 2>/dev/null | awk '
      $1 ~ /^Z/ { next }
      {
        n = split($4, part, /[:-]/)
        seconds = 0
        for (i = 1; i <= n; i++) seconds = seconds * 60 + part[i]
        start = $5 $6 $7 $8 $9
        gsub(/[^A-Za-z0-9]/, "", start)
        print start, int(seconds * 100), $3, $2, 0
        found = 1
      }
      END { exit !found }'
  }
fi
field() { echo "$2" | cut -d ' ' -f "$1"; }

# This run and all above it.
own=" 1 $$ "
above=$$
while [ "$above" -gt 1 ]; do
  measured=$(measure "$above") || break
  above=$(field 4 "$measured")
  own="$own$above "
done
spared() {
  case $own in *" $1 "*) return 0 ;; esac
  # What this run has started.
  case $own in *" $(field 4 "$2") "*) [ "$(field 4 "$2")" = "$$" ] && return 0 ;; esac
  [ "$(field 5 "$2")" = 1 ]
}

first=
for pid in $(numbers); do
  measured=$(measure "$pid") || continue
  if ! spared "$pid" "$measured"; then first="$first$pid $measured
"; fi
done
if [ -z "$first" ]; then
  echo "Nothing is ended: no process of $name runs here that may be ended."
  exit 10
fi
sleep "$sample"

# "percent pid start kib", the hungriest first.
found=$(printf '%s' "$first" | while read -r pid start ticks _; do
  measured=$(measure "$pid") || continue
  if [ "$(field 1 "$measured")" != "$start" ]; then continue; fi
  used=$((($(field 2 "$measured") - ticks) * 100 / hertz / sample))
  kib=$(field 3 "$measured")
  if [ "$used" -ge "$cpu" ] && [ "$((kib / 1024))" -ge "$memory" ]; then echo "$used $pid $start $kib"; fi
done | sort -k1,1nr -k4,4nr | head -n "$most")
if [ -z "$found" ]; then
  echo "Nothing is ended: no process of $name uses so much now."
  exit 10
fi

told=$(printf '%s\n' "$found" | awk '{ printf "%s%d used %d %% of a processor and %d MiB", (NR > 1 ? "; " : ""), $2, $1, $4 / 1024 }')
number=$(printf '%s\n' "$found" | awk 'END { print NR (NR == 1 ? " process" : " processes") }')
if [ "$mode" = check ]; then
  echo "Would end $number of $name: $told."
  exit 0
fi

# Only who is still the one that was measured. $1: the signal; tells who is left.
signal() {
  printf '%s\n' "$found" | while read -r _ pid start _; do
    measured=$(measure "$pid") || continue
    if [ "$(field 1 "$measured")" != "$start" ]; then continue; fi
    if [ "$1" != 0 ]; then kill "-$1" "$pid" 2>/dev/null || :; fi
    printf '%s ' "$pid"
  done
}
signal TERM >/dev/null
waited=0
while left=$(signal 0) && [ -n "$left" ] && [ "$waited" -lt "$grace" ]; do
  sleep 1
  waited=$((waited + 1))
done
insisted=
if [ -n "$left" ]; then
  insisted=$left
  signal KILL >/dev/null
  sleep 1
  left=$(signal 0)
fi
if [ -n "$left" ]; then
  echo "Processes of $name do not end: ${left% }."
  exit 1
fi
echo "Ended $number of $name: $told."
if [ -n "$insisted" ]; then echo "  ${insisted% } did not end when asked, and was killed after $grace s."; fi
