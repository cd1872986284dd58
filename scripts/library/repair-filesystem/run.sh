#!/bin/sh
# Repairs one file system that is not in use.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
device=${FETTLE_P_DEVICE:-}
deep=${FETTLE_P_DEEP:-false}

refuse() { echo "Nothing is repaired: $1"; exit 2; }
case $device in
  /dev/*) ;;
  *) refuse 'a device is named by its path below /dev.' ;;
esac
if [ ! -b "$device" ]; then refuse "there is no device $device."; fi
real=$(readlink -f "$device")
folder=/sys/class/block/${real##*/}
number=$(cat "$folder/dev" 2>/dev/null) || refuse "the kernel does not know $device."

for file in /proc/[0-9]*/mountinfo; do
  if awk -v number="$number" -v device="$device" -v real="$real" '
    $3 == number { found = 1 }
    { for (i = 7; i <= NF; i++) if ($i == "-" && ($(i + 2) == device || $(i + 2) == real)) found = 1 }
    END { exit !found }' "$file" 2>/dev/null; then
    refuse "$device is mounted."
  fi
done
if awk -v device="$device" -v real="$real" '$1 == device || $1 == real { found = 1 } END { exit !found }' /proc/swaps; then
  refuse "$device is swap that is in use."
fi
for holder in "$folder"/holders/*; do
  if [ -e "$holder" ]; then refuse "$device belongs to ${holder##*/}: name that instead."; fi
done
for part in "$folder/${real##*/}"*; do
  if [ -e "$part/dev" ]; then refuse "$device has partitions: name the one that is meant."; fi
done

type=$(blkid -o value -s TYPE "$device" 2>/dev/null || :)
case $type in '' | *TYPE=*) type=$(blkid "$device" 2>/dev/null | sed -n 's/.* TYPE="\([^"]*\)".*/\1/p') ;; esac
case $type in
  ext?)
    tool=e2fsck look='-f -n'
    if [ "$deep" = true ]; then mend='-f -y'; else mend='-f -p'; fi
    ;;
  xfs)
    tool=xfs_repair look=-n mend=
    if [ "$deep" = true ]; then mend=-L; fi
    ;;
  vfat) tool=fsck.fat look=-n mend=-a ;;
  btrfs) refuse 'Btrfs is better restored from a backup than repaired.' ;;
  *)
    echo "Nothing is repaired: no file system that this script knows is on $device."
    exit 10
    ;;
esac
if ! command -v "$tool" >/dev/null 2>&1; then refuse "$tool is not installed."; fi

if [ "$mode" = check ]; then
  # shellcheck disable=SC2086
  if out=$("$tool" $look "$device" 2>&1); then echo "Would find $device clean, and change nothing."; else
    echo "Would repair $device by $tool $mend; this is what is wrong:"
    printf '%s\n' "$out" | tail -n 40 | sed 's/^/  /'
  fi
  exit 0
fi

# shellcheck disable=SC2086
out=$("$tool" $mend "$device" 2>&1 </dev/null) && code=0 || code=$?
case $tool.$code in
  *.0) echo "$device is clean." ;;
  e2fsck.1 | fsck.fat.1) echo "Repaired $device by $tool." ;;
  e2fsck.[23]) echo "Repaired $device by $tool; a reboot is needed." ;;
  *)
    echo "Damage is left on $device: $tool ended with $code."
    printf '%s\n' "$out" | tail -n 40 | sed 's/^/  /'
    if [ "$deep" != true ]; then echo '  With deep, it would also mend what may cost files.'; fi
    exit 1
    ;;
esac
printf '%s\n' "$out" | tail -n 40 | sed 's/^/  /'
case $tool.$code in e2fsck.[23]) exit 20 ;; esac
