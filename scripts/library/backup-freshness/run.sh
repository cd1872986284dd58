#!/bin/sh
# Looks how old the newest backup is.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin:/opt/homebrew/bin
LC_ALL=C
export PATH LC_ALL

place=${FETTLE_P_PLACE:-}
kind=${FETTLE_P_KIND:-files}
hours=${FETTLE_P_HOURS:-26}
pattern=${FETTLE_P_PATTERN:-*}
least=${FETTLE_P_LEAST:-1}
password=${FETTLE_P_PASSWORD:-}

case $place in
  '' | -*) echo 'Nothing is looked at: say where the backups are.' && exit 2 ;;
esac
now=$(date +%s)
# $1: when it was made, s; $2: what it is.
judge() {
  age=$(((now - $1) / 3600))
  if [ "$((now - $1))" -gt "$((hours * 3600))" ]; then
    echo "The newest $2 is $age hours old, more than $hours."
    exit 1
  fi
  echo "The newest $2 is $age hours old."
  exit 0
}
needs() {
  if ! command -v "$1" >/dev/null 2>&1; then
    echo "Nothing is looked at: $1 is not installed here."
    exit 10
  fi
}
fail() {
  echo "$1"
  printf '%s\n' "$2" | tail -n 20
  exit 2
}

case $kind in
  restic)
    needs restic
    RESTIC_PASSWORD=$password
    export RESTIC_PASSWORD
    out=$(restic --repo "$place" --no-lock --no-cache --json snapshots --latest 1 2>&1 </dev/null) ||
      fail "restic did not answer for $place." "$out"
    # "time":"2026-11-29T03:00:01.5+01:00"
    newest=$(printf '%s\n' "$out" | tr ',' '\n' | sed -n 's/.*"time":"\([^"]*\)".*/\1/p' | while read -r time; do
      zone=$(printf '%s' "$time" | sed 's/.*[0-9]\(Z\|[+-][0-9][0-9]:[0-9][0-9]\)$/\1/')
      plain=$(printf '%s' "$time" | sed 's/[.Z+].*//; s/-[0-9][0-9]:[0-9][0-9]$//' | tr 'T:-' '   ')
      printf '%s %s\n' "$plain" "$zone"
    done | awk '
      # Days from the civil date, by the algorithm of Howard Hinnant (days_from_civil).
      {
        y = $1; m = $2; d = $3
        if (m <= 2) y--
        era = int(y / 400); yoe = y - era * 400
        doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
        doe = yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy
        s = (era * 146097 + doe - 719468) * 86400 + $4 * 3600 + $5 * 60 + $6
        if ($7 != "Z") { off = substr($7, 2, 2) * 3600 + substr($7, 5, 2) * 60; s += ($7 ~ /^-/ ? off : -off) }
        print s
      }' | sort -n | tail -n 1)
    if [ -z "$newest" ]; then echo "There is no snapshot in $place." && exit 1; fi
    judge "$newest" "snapshot of $place"
    ;;
  borg)
    needs borg
    BORG_PASSPHRASE=$password BORG_RELOCATED_REPO_ACCESS_IS_OK=yes
    export BORG_PASSPHRASE BORG_RELOCATED_REPO_ACCESS_IS_OK
    out=$(borg --bypass-lock list --last 1 --format '{time:%s} {archive}{NL}' "$place" 2>&1 </dev/null) || fail "borg did not answer for $place." "$out"
    newest=$(printf '%s\n' "$out" | awk '$1 ~ /^[0-9]+$/ { print $1 }' | sort -n | tail -n 1)
    if [ -z "$newest" ]; then echo "There is no archive in $place." && exit 1; fi
    judge "$newest" "archive of $place"
    ;;
esac

if [ ! -d "$place" ]; then
  echo "There is no backup: no folder $place is here."
  exit 1
fi
backups() {
  if [ "$least" -gt 0 ]; then
    find "$place" -type f -name "$pattern" -size "+$((least - 1))k" "$@" 2>/dev/null
  else
    find "$place" -type f -name "$pattern" "$@" 2>/dev/null
  fi || :
}
# Only numbers: no name can pose as one.
if stat -c %Y /dev/null >/dev/null 2>&1; then moments() { backups -exec stat -c %Y {} +; }; else moments() { backups -exec stat -f %m {} +; }; fi
summary=$(moments | awk '$1 > newest { newest = $1 } END { printf "%d %d\n", NR, newest }')
count=${summary% *}
newest=${summary#* }
if [ "$count" -eq 0 ]; then
  echo "There is no backup: no file like $pattern of $least KiB and more lies below $place."
  exit 1
fi
# The first that is not older than the newest, with its size.
# shellcheck disable=SC2016
name=$(backups -mmin "-$(((now - newest) / 60 + 2))" -exec sh -c '
  for file; do
    echo "$(wc -c <"$file") ${file##*/}" | tr "\n" " "
    exit
  done' sh {} + | head -n 1 | tr '\001-\037\177' '?')
size=$(echo "${name%% *}" | awk '{ printf "%.1f MiB", $1 / 1048576 }')
judge "$newest" "of $count backup$([ "$count" -eq 1 ] || echo s), $(printf '%s' "${name#* }" | sed 's/ *$//') ($size),"
