#!/bin/sh
# Looks for damage in file systems, reading only.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

wanted=${FETTLE_P_DEVICE:-}
good=0
bad=0
skipped=0
told=

has() { command -v "$1" >/dev/null 2>&1; }
tell() { told="$told  $1
"; }
fine() { good=$((good + 1)) && tell "$1"; }
damaged() {
  bad=$((bad + 1))
  tell "$1"
  if [ -n "${2:-}" ]; then
    told="$told$(printf '%s\n' "$2" | tail -n 20 | sed 's/^/    /')
"
  fi
}
skip() { skipped=$((skipped + 1)) && tell "$1"; }

if [ "$(uname -s)" = Darwin ]; then
  volume=${wanted:-/}
  if out=$(diskutil verifyVolume "$volume" 2>&1); then fine "$volume: clean"; else damaged "$volume: damaged" "$out"; fi
else
  # "major:minor type device-as-named state mountpoint", names with \040 for what is not plain. Process 1 sees the machine's own.
  mounts() {
    cat /proc/1/mountinfo /proc/self/mountinfo 2>/dev/null | awk '
      { for (i = 7; i <= NF; i++) if ($i == "-") { type = $(i + 1); from = $(i + 2); how = $(i + 3) } }
      type ~ /^(ext[234]|xfs|btrfs|vfat)$/ && from ~ /^\// && !seen[$3 from]++ {
        print $3, type, from, (how ~ /(^|,)ro(,|$)/ ? "ro" : "rw"), $5
      }'
  }
  plainly() { printf '%b' "$(printf '%s' "$1" | sed 's/\\\([0-7][0-7][0-7]\)/\\0\1/g')"; }
  number() {
    real=$(readlink -f "$1")
    cat "/sys/class/block/${real##*/}/dev" 2>/dev/null || echo -
  }
  # Also a file that a loop device shows is mounted as that device.
  loop_of() {
    for file in /sys/block/loop*/loop/backing_file; do
      if [ -r "$file" ] && [ "$(cat "$file")" = "$(readlink -f "$1")" ]; then
        file=${file%/loop/backing_file}
        echo "/dev/${file##*/}"
        return
      fi
    done
  }

  while_mounted() { # device type mountpoint
    where="$1 on $3"
    case $2 in
      ext?)
        if ! has dumpe2fs || ! head=$(dumpe2fs -h "$1" 2>/dev/null); then skip "$where: dumpe2fs cannot read it" && return; fi
        state=$(printf '%s\n' "$head" | awk -F ': *' '/^Filesystem state:/ { print $2 }')
        errors=$(printf '%s\n' "$head" | awk -F ': *' '/^FS Error count:/ { print $2 }')
        case "$state ${errors:-0}" in
          *error* | *[1-9]*) damaged "$where: $state, ${errors:-0} errors counted (mounted)" ;;
          *) fine "$where: $state, no errors counted (mounted)" ;;
        esac
        ;;
      btrfs)
        if ! has btrfs; then skip "$where: btrfs is not installed"
        elif out=$(btrfs device stats -c "$3" 2>&1); then fine "$where: no errors counted (mounted)"
        else damaged "$where: errors counted (mounted)" "$out"; fi
        ;;
      *) skip "$where: $2 cannot be checked while it is mounted" ;;
    esac
  }

  unmounted() { # device
    type=$(blkid -o value -s TYPE "$1" 2>/dev/null || :)
    # The blkid of busybox knows no options.
    case $type in '' | *TYPE=*) type=$(blkid "$1" 2>/dev/null | sed -n 's/.* TYPE="\([^"]*\)".*/\1/p') ;; esac
    case $type in
      ext?) tool=e2fsck way='-f -n' ;;
      xfs) tool=xfs_repair way=-n ;;
      vfat) tool=fsck.fat way=-n ;;
      btrfs) tool=btrfs way='check --readonly' ;;
      '') skip "$1: no file system is known there" && return ;;
      *) skip "$1: $type is not known to this script" && return ;;
    esac
    if ! has "$tool"; then skip "$1: $tool is not installed" && return; fi
    # shellcheck disable=SC2086
    if out=$("$tool" $way "$1" 2>&1); then fine "$1: clean"; else damaged "$1: damaged" "$out"; fi
  }

  if [ -n "$wanted" ] && [ ! -e "$wanted" ]; then
    echo "Nothing is checked: there is no $wanted."
    exit 2
  fi
  found=
  all=$(mounts)
  device=$wanted
  if [ -f "$wanted" ]; then
    loop=$(loop_of "$wanted")
    device=${loop:-$wanted}
  fi
  while read -r id type from _ at; do
    if [ -z "$id" ]; then continue; fi
    from=$(plainly "$from")
    at=$(plainly "$at")
    if [ -n "$wanted" ] && [ "$wanted" != "$at" ] && [ "$device" != "$from" ] && [ "$(number "$device")" != "$id" ]; then continue; fi
    found=yes
    while_mounted "$from" "$type" "$at"
  done <<END
$all
END
  if [ -n "$wanted" ] && [ -z "$found" ]; then
    if [ -d "$wanted" ]; then
      echo "Nothing is checked: $wanted is no mount point of a disk."
      exit 2
    fi
    unmounted "$wanted"
  fi
fi

files() { if [ "$1" -eq 1 ]; then echo '1 file system'; else echo "$1 file systems"; fi; }
rest=
if [ "$skipped" -eq 1 ]; then rest='; 1 was not checked'; elif [ "$skipped" -gt 1 ]; then rest="; $skipped were not checked"; fi
if [ "$bad" -gt 0 ]; then
  echo "Damage found in $(files "$bad")$rest."
  printf '%s' "$told"
  exit 1
fi
if [ "$good" -eq 0 ]; then
  echo 'Nothing is checked: no file system here can be.'
  printf '%s' "$told"
  exit 10
fi
echo "No damage found in $(files "$good")$rest."
printf '%s' "$told"
