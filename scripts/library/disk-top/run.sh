#!/bin/sh
# Lists the largest folders and files below a folder, on its own file system.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

path=${FETTLE_P_PATH:-/}
top=${FETTLE_P_TOP:-15}
least=${FETTLE_P_LEAST:-10}

case $path in
  /*) ;;
  *) echo "Nothing is listed: the folder is named by its whole path, such as /var."; exit 1 ;;
esac
if [ ! -d "$path" ]; then
  echo "Nothing is listed: there is no folder $path."
  exit 1
fi

# One name a line whatever is in it: where du can end names with a zero byte, line ends within them become "?".
if du -k0 /dev/null >/dev/null 2>&1; then
  zero=0
  lines() { tr '\n\000' '?\n'; }
else
  zero=
  lines() { cat; }
fi

largest() {
  awk '/^[0-9]+\t\//' | sort -k1,1nr -k2 | head -n "$top" | tr '\001-\010\013-\037\177' '?' | awk '
    function size(kib) {
      if (kib >= 1048576) return sprintf("%.1f GiB", kib / 1048576)
      if (kib >= 1024) return sprintf("%.1f MiB", kib / 1024)
      return kib " KiB"
    }
    { at = index($0, "\t"); printf "  %9s  %s\n", size(substr($0, 1, at - 1) + 0), substr($0, at + 1) }'
}

df -Pk "$path" | awk -v path="$(printf '%s' "$path" | tr '\\\001-\037\177' '?')" '
  END {
    for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]+%$/) { used = $i; free = $(i - 1) }
    sub(/%/, " %", used)
    printf "%s of %s is used, %.1f GiB are free; the largest below it:\n", used, path, free / 1048576
  }'
echo 'Folders, with all below them'
# The folder itself comes last in a walk from below.
du -xk$zero "$path" 2>/dev/null | lines | sed '$d' | largest
echo "Files of $least MiB and more"
find "$path" -xdev -type f -size "+$((least * 1024 - 1))k" -exec du -k$zero {} + 2>/dev/null | lines | largest
