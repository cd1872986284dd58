#!/bin/sh
# Tells how much memory is free and which programs use most of it.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

top=${FETTLE_P_TOP:-15}

size() { awk -v kib="$1" 'BEGIN { if (kib >= 1048576) printf "%.1f GiB", kib / 1048576; else printf "%.0f MiB", kib / 1024 }'; }

# A line each: KiB, a tab, the name.
if [ -r /proc/meminfo ]; then
  total=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
  free=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  swap=$(awk '/^SwapTotal:/ { total = $2 } /^SwapFree:/ { free = $2 } END { print total - free, total }' /proc/meminfo)
  # Name and value stand in lines of their own, so that no name can pose as a value.
  each() { awk '/^Name:/ { sub(/^Name:[ \t]*/, ""); name = $0; next } /^VmRSS:/ { print $2 "\t" name }' /proc/[0-9]*/status 2>/dev/null || :; }
elif [ "$(uname -s)" = Darwin ]; then
  total=$(($(sysctl -n hw.memsize) / 1024))
  free=$(vm_stat | awk '/page size of/ { size = $8 } /^Pages (free|inactive|speculative)/ { sub(/\./, "", $NF); n += $NF } END { printf "%d", n * size / 1024 }')
  swap=
  each() { ps -axo rss=,comm= | awk '{ kib = $1; $1 = ""; sub(/^ /, ""); sub(/.*\//, ""); print kib "\t" $0 }'; }
else
  total=$(($(sysctl -n hw.physmem) / 1024))
  free=$((($(sysctl -n vm.stats.vm.v_free_count) + $(sysctl -n vm.stats.vm.v_inactive_count)) * $(sysctl -n hw.pagesize) / 1024))
  swap=
  each() { ps -axo rss=,comm= | awk '{ kib = $1; $1 = ""; sub(/^ /, ""); print kib "\t" $0 }'; }
fi

programs=$(each | awk -F '\t' '{ kib[$2] += $1; n[$2]++ } END { for (name in kib) printf "%d\t%s (%d)\n", kib[name], name, n[name] }' |
  sort -rn | head -n "$top" | tr '\001-\010\013-\037\177' '?')
first=$(printf '%s\n' "$programs" | awk -F '\t' 'NR == 1 { sub(/ \([0-9]+\)$/, "", $2); print $2 }')
echo "$(size "$free") of $(size "$total") are available; ${first:-nothing that is seen} uses most."
printf '%s\n' "$programs" | awk -F '\t' 'NF == 2 { printf "  %10s  %s\n", ($1 >= 1048576 ? sprintf("%.1f GiB", $1 / 1048576) : sprintf("%.0f MiB", $1 / 1024)), $2 }'
if [ -n "$swap" ] && [ "${swap#* }" -gt 0 ]; then echo "  $(size "${swap% *}") of $(size "${swap#* }") of swap are used."; fi
if [ -r /proc/meminfo ]; then
  shared=$(awk '/^Shmem:/ { print $2 }' /proc/meminfo)
  echo "  $(size "${shared:-0}") lie in memory file systems and shared memory."
  # Without the right to read the kernel’s log there is nothing to tell.
  { dmesg 2>/dev/null || :; } | awk '/Killed process/ { sub(/^.*Killed process/, "Killed process"); print "  The kernel ended: " substr($0, 1, 120) }' | tail -n 10
fi
