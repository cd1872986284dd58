#!/bin/sh
# Shrinks the journal, runs logrotate, rotates a named file.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
journal=${FETTLE_P_JOURNAL:-500}
logrotate=${FETTLE_P_LOGROTATE:-true}
file=${FETTLE_P_FILE:-}
keep=${FETTLE_P_KEEP:-4}
deeds=
detail=
failed=

did() { deeds="$deeds${deeds:+, }$1"; }
note() { detail="$detail$1
"; }
has() { command -v "$1" >/dev/null 2>&1; }
refuse() { echo "Nothing is rotated: $1"; exit 2; }
owner() { stat -c %u "$1" 2>/dev/null || stat -f %u "$1"; }
# With the rights of who owns the folder, whatever they are.
as_owner() {
  if [ "$as" = "$(id -u)" ]; then
    "$@"
  else
    setpriv --reuid="$as" --regid="$(id -g "$(stat -c %U "$folder")")" --clear-groups "$@"
  fi
}

# In the folder of the file, with the rights of who owns it. $1: the name, $2: copies that stay.
# shellcheck disable=SC2016
rotate='
set -eu
umask 027
name=$1 keep=$2
if [ -h "./$name" ] || [ ! -f "./$name" ]; then echo "It is no plain file any more."; exit 1; fi
if [ "$keep" -gt 0 ]; then
  gzip -c "./$name" >"./$name.new.gz" || { rm -f "./$name.new.gz"; exit 1; }
  n=$keep
  rm -f "./$name.$n.gz"
  while [ "$n" -gt 1 ]; do
    if [ -e "./$name.$((n - 1)).gz" ]; then mv -f "./$name.$((n - 1)).gz" "./$name.$n.gz"; fi
    n=$((n - 1))
  done
  mv -f "./$name.new.gz" "./$name.1.gz"
fi
: >"./$name"
'

# What is asked of a file is looked at first: with a mistake in it nothing is done at all.
if [ -n "$file" ]; then
  case $file in
    *..*) refuse "the path may not lead upwards." ;;
    /var/log/* | /*.log | /*.out | /*.err) ;;
    *) refuse "$file does not look like a log: it lies below /var/log, or ends with .log, .out or .err." ;;
  esac
  if [ ! -e "$file" ]; then refuse "there is no file $file."; fi
  if [ -h "$file" ] || [ ! -f "$file" ]; then refuse "$file is no plain file."; fi
  folder=$(dirname "$file" && echo .)
  folder=${folder%??}
  if [ "$(cd "$folder" && pwd -P)" != "$folder" ]; then refuse "a folder on the way to $file is a link."; fi
  as=$(owner "$folder")
  if ! as_owner true 2>/dev/null; then
    refuse "$folder belongs to another user (number $as), whose rights cannot be taken on here."
  fi
fi

if [ "$journal" -gt 0 ] && has journalctl; then
  if [ "$mode" = check ]; then
    note "$(journalctl --disk-usage 2>&1 || :)"
    did "the journal would be cut to $journal MiB"
  elif out=$(journalctl --rotate --vacuum-size="${journal}M" 2>&1); then
    note "$out"
    did "the journal is cut to $journal MiB"
  else
    note "$out"
    failed=1
  fi
fi

if [ "$logrotate" = true ] && has logrotate && [ -e /etc/logrotate.conf ]; then
  if [ "$mode" = check ]; then
    did 'logrotate would run'
  elif out=$(logrotate /etc/logrotate.conf 2>&1); then
    did 'logrotate ran'
  else
    note "$out"
    failed=1
  fi
fi

if [ -n "$file" ]; then
  name=${file##*/}
  if [ "$mode" = check ]; then
    did "$file would be rotated"
  else
    cd "$folder"
    if out=$(as_owner sh -c "$rotate" sh "$name" "$keep" 2>&1); then
      did "$file is rotated"
    else
      note "$file: $out"
      failed=1
    fi
  fi
fi

if [ -n "$failed" ]; then
  echo "The logs are not all rotated${deeds:+; what was done: $deeds}."
elif [ -z "$deeds" ]; then
  echo 'Nothing is rotated: there is no journal and no logrotate here, and no file was named.'
  exit 10
elif [ "$mode" = check ]; then
  echo "Would rotate the logs: $deeds."
else
  echo "Rotated the logs: $deeds."
fi
printf '%s' "$detail"
if [ -n "$failed" ]; then exit 1; fi
