#!/bin/sh
# Deletes old files from a fixed list of temporary folders and package caches.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
days=${FETTLE_P_DAYS:-7}
caches=${FETTLE_P_CACHES:-true}

if [ -e /etc/openwrt_release ]; then
  echo 'Nothing is deleted: on OpenWrt the temporary folder is the memory in which the router works.'
  exit 10
fi
if [ "$(uname -s)" = Darwin ]; then
  folders='/private/tmp /private/var/tmp'
else
  folders='/tmp /var/tmp'
fi
if [ "$caches" = true ]; then
  folders="$folders /var/cache/apt/archives /var/cache/dnf /var/cache/yum /var/cache/zypp/packages"
  folders="$folders /var/cache/pacman/pkg /var/cache/apk /var/cache/pkg"
fi

# Finds the old files of a folder, and does with them what else is given. The folder may not be a link itself.
old() {
  folder=$1
  shift
  find "$folder" -xdev -type f -mtime "+$((days - 1))" -atime "+$((days - 1))" \
    ! -name '.X*-lock' ! -path '*/systemd-private-*' ! -path '*/snap-private-tmp/*' ! -name lock "$@"
}

# In the folder of each file itself: whoever swaps a folder for a link meanwhile leads nowhere.
# shellcheck disable=SC2016
carefully='
for file; do
  folder=${file%/*}
  if cd -P "$folder" && [ "$(pwd -P)" = "$folder" ]; then rm -f "./${file##*/}"; fi
done'

# KiB on disk of each, a number a line: names are never printed, so that none can pose as a number. And how files are deleted:
# the find of GNU and of BSD holds on to the folder that it is in.
if find /dev/null -printf '' >/dev/null 2>&1; then
  sizes() { old "$1" -printf '%k\n'; }
  delete() { old "$1" -delete; }
elif stat -c %b /dev/null >/dev/null 2>&1; then
  sizes() { old "$1" -exec stat -c %b {} + | awk '{ print $1 / 2 }'; }
  delete() { old "$1" -exec sh -c "$carefully" sh {} +; }
else
  sizes() { old "$1" -exec stat -f %b {} + | awk '{ print $1 / 2 }'; }
  delete() { old "$1" -delete; }
fi

count() { sizes "$1" 2>/dev/null | awk '{ sum += $1 } END { printf "%d %d\n", NR, sum }'; }
size() {
  awk -v kib="$1" 'BEGIN {
    if (kib >= 1048576) printf "%.1f GiB", kib / 1048576
    else if (kib >= 1024) printf "%.1f MiB", kib / 1024
    else printf "%d KiB", kib
  }'
}

files=0
kib=0
left=0
told=
for folder in $folders; do
  if [ ! -d "$folder" ] || [ -h "$folder" ]; then continue; fi
  before=$(count "$folder")
  if [ "$mode" = check ]; then
    gone=$before
  else
    delete "$folder" 2>/dev/null || :
    after=$(count "$folder")
    gone="$((${before% *} - ${after% *})) $((${before#* } - ${after#* }))"
    left=$((left + ${after% *}))
  fi
  if [ "${gone% *}" -le 0 ]; then continue; fi
  files=$((files + ${gone% *}))
  kib=$((kib + ${gone#* }))
  told="$told  ${gone% *} files, $(size "${gone#* }")  $folder
"
done

if [ "$mode" = check ]; then
  echo "Would delete $files files of $days days and more, $(size "$kib") on disk."
else
  echo "Deleted $files files of $days days and more, $(size "$kib") on disk."
fi
printf '%s' "$told"
if [ "$left" -gt 0 ]; then
  echo "  $left files could not be deleted."
  exit 1
fi
