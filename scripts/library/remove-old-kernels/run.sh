#!/bin/sh
# Removes kernels that are neither running nor among the newest.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
keep=${FETTLE_P_KEEP:-2}
running=$(uname -r)

has() { command -v "$1" >/dev/null 2>&1; }

# Versions as uname tells them, a line each; those on hold are not named.
if has dpkg-query && has apt-get; then
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
  versions() {
    dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'linux-image-[0-9]*' 'linux-image-unsigned-[0-9]*' 2>/dev/null |
      awk '$1 == "ii" { sub(/^linux-image-(unsigned-)?/, "", $2); print $2 }'
  }
  # What belongs to one version: its modules and headers have the same end.
  packages() {
    dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'linux-*' 2>/dev/null | awk -v version="$1" '
      BEGIN { abi = version; sub(/-[a-z][a-z0-9-]*$/, "", abi) }
      $1 == "ii" && $2 ~ /^linux-(image|image-unsigned|headers|modules|modules-extra|image-extra)-[0-9]/ {
        rest = $2
        sub(/^linux-(image-unsigned|image-extra|modules-extra|image|headers|modules)-/, "", rest)
        if (rest == version) print $2
      }'
  }
  # Refused where it would take anything along that is no part of these kernels.
  remove() {
    plan=$(apt-get -s -q purge "$@") || return 1
    others=$(printf '%s\n' "$plan" | awk '$1 == "Remv" || $1 == "Purg" { print $2 }' | grep -v '^linux-' || :)
    if [ -n "$others" ]; then
      echo "It would also remove $(echo "$others" | tr '\n' ' ')."
      return 1
    fi
    apt-get -y -q -o DPkg::Lock::Timeout=300 purge "$@" </dev/null
  }
elif has dnf && has rpm; then
  versions() { rpm -q --qf '%{VERSION}-%{RELEASE}.%{ARCH}\n' kernel-core 2>/dev/null | awk '/^[0-9]/'; }
  packages() { rpm -qa --qf '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}\n' 'kernel*' | awk -v version="$1" 'substr($0, length($0) - length(version)) == "-" version'; }
  remove() { dnf -y remove "$@" </dev/null; }
else
  echo 'Nothing is removed: kernels are no packages here.'
  exit 10
fi

all=$(versions | sort -uV)
if [ -z "$all" ]; then
  echo 'Nothing is removed: no kernel is installed as a package here.'
  exit 10
fi
count=$(printf '%s\n' "$all" | awk 'END { print NR }')
old=$(printf '%s\n' "$all" | head -n "$((count > keep ? count - keep : 0))" | awk -v running="$running" '$0 != running')
if [ -z "$old" ]; then
  echo "There is no old kernel to remove: $running runs, and $keep stay."
  exit 0
fi
number=$(printf '%s\n' "$old" | awk 'END { print NR (NR == 1 ? " old kernel" : " old kernels") }')
names=$(printf '%s\n' "$old" | tr '\n' ' ')
names=${names% }
set --
for version in $old; do
  for package in $(packages "$version"); do set -- "$@" "$package"; done
done
if [ "$mode" = check ]; then
  echo "Would remove $number: $names. $running runs."
  for package; do echo "  $package"; done
  exit 0
fi
if ! out=$(remove "$@" 2>&1); then
  echo "The old kernels $names could not be removed."
  printf '%s\n' "$out"
  exit 1
fi
echo "Removed $number: $names. $running runs."
printf '%s\n' "$out"
