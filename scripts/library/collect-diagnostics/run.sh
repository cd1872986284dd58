#!/bin/sh
# Gathers what a technician asks first into one text, with secrets left out.
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

lines=${FETTLE_P_LINES:-60}

has() { command -v "$1" >/dev/null 2>&1; }
# A part that takes longer than 10 s ends; macOS has no program for that.
if has timeout; then bounded() { timeout 10 "$@"; }; else bounded() { "$@"; }; fi

# What stands behind words that announce a secret, letter case aside.
redact() {
  awk '
    BEGIN { word = "(passw(or)?d|passwd|passphrase|pwd|secret|token|api_?key|private_?key|credential|authorization|cookie|session_?id)" }
    {
      rest = $0
      out = ""
      while (match(tolower(rest), word "[a-z0-9_-]*\"?[ \t]*[=:][ \t]*(\"[^\"]*\"|(bearer|basic)[ \t]+[^ \t,;]+|[^ \t,;\"&]+)")) {
        from = RSTART
        long = RLENGTH
        found = substr(rest, from, long)
        out = out substr(rest, 1, from - 1) substr(found, 1, match(found, /[=:]/)) "<left out>"
        rest = substr(rest, from + long)
      }
      line = out rest
      # As an argument: --password hunter2
      out = ""
      while (match(tolower(line), "-" word "[a-z0-9_-]*[ \t]+[^ \t-][^ \t]*")) {
        from = RSTART
        long = RLENGTH
        found = substr(line, from, long)
        out = out substr(line, 1, from - 1) substr(found, 1, match(found, /[ \t]/)) "<left out>"
        line = substr(line, from + long)
      }
      line = out line
      gsub(/[Bb]earer [^ \t,;"]+/, "Bearer <left out>", line)
      gsub(/[Bb]asic [A-Za-z0-9+\/=]+/, "Basic <left out>", line)
      gsub(/:\/\/[^ \t\/:@]+:[^ \t\/@]+@/, "://<left out>@", line)
      print substr(line, 1, 400)
    }'
}
part() {
  title=$1
  shift
  text=$("$@" 2>&1 | head -n "$lines" | tr '\000-\010\013-\037\177' '?' | redact)
  if [ -z "$text" ]; then return; fi
  parts=$((parts + 1))
  all="$all== $title
$text
"
}

system() {
  uname -srm
  uptime
  if [ -r /etc/os-release ]; then sed -n 's/^PRETTY_NAME=//p' /etc/os-release; fi
  if has sw_vers; then sw_vers; fi
  date -u '+%Y-%m-%dT%H:%M:%SZ'
}
memory() {
  if has free; then free -k; elif has vm_stat; then vm_stat; fi
  if has swapon; then swapon -s; fi
}
pressure() {
  for file in /proc/pressure/*; do
    if [ -r "$file" ]; then echo "${file##*/}: $(head -n 1 "$file")"; fi
  done
}
disks() { bounded df -Pk; }
inodes() { bounded df -Pi 2>/dev/null || bounded df -i; }
mounts() { if [ -r /proc/self/mounts ]; then awk '$1 ~ /^\// { print $1, $2, $3, $4 }' /proc/self/mounts; else mount; fi; }
# The name of the program only: arguments hold secrets.
processes() {
  if ps -eo pid,ppid,stat,pcpu,rss,comm >/dev/null 2>&1; then
    ps -eo pid,ppid,stat,pcpu,rss,comm | awk 'NR == 1 { print; next } { print | "sort -k4,4nr -k5,5nr" }'
  else
    ps -o pid,ppid,stat,rss,comm
  fi
}
addresses() { if has ip; then ip addr; else ifconfig -a; fi; }
routes() { if has ip; then ip route && ip -6 route; else netstat -rn; fi; }
names() { if [ -r /etc/resolv.conf ]; then awk '/^(nameserver|search|options)/' /etc/resolv.conf; fi; }
listening() {
  if has ss; then bounded ss -lntu; elif [ "$(uname -s)" = Linux ]; then bounded netstat -lntu; else bounded netstat -an | grep LISTEN; fi
}
failed() {
  if [ -d /run/systemd/system ]; then bounded systemctl --failed --no-legend --plain; fi
  if has rc-status; then bounded rc-status --crashed; fi
}
errors() {
  if has journalctl; then bounded journalctl -q --no-pager -p err -n "$lines" -o short-iso
  elif has logread; then bounded logread | grep -i 'err\|crit\|alert\|emerg' | tail -n "$lines"
  elif [ -r /var/log/syslog ]; then tail -n "$lines" /var/log/syslog
  elif [ -r /var/log/messages ]; then tail -n "$lines" /var/log/messages; fi
}
kernel() { bounded dmesg 2>/dev/null | tail -n "$lines"; }
clock() { if has timedatectl && [ -d /run/systemd/system ]; then bounded timedatectl; fi; }

parts=0
all=
part system system
part memory memory
part pressure pressure
part disks disks
part inodes inodes
part mounts mounts
part processes processes
part addresses addresses
part routes routes
part 'name servers' names
part listening listening
part 'failed services' failed
part clock clock
part 'errors of the log' errors
part 'last of the kernel' kernel
echo "Diagnostics of $(uname -n) in $parts parts."
printf '%s' "$all"
