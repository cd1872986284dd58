#!/bin/sh
# Installs the package updates that wait.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
only=${FETTLE_P_ONLY:-all}
packages=${FETTLE_P_PACKAGES:-}
refresh=${FETTLE_P_REFRESH:-true}

has() { command -v "$1" >/dev/null 2>&1; }
refuse() { echo "Nothing is updated: $1"; exit 2; }
case $packages in
  *[!A-Za-z0-9.+:_@/\ -]*) refuse 'a name of a package has letters, digits and . + : _ @ / - only.' ;;
esac
for package in $packages; do
  case $package in -*) refuse "$package is no name of a package." ;; esac
done

brew=
for one in /opt/homebrew/bin/brew /usr/local/bin/brew /home/linuxbrew/.linuxbrew/bin/brew; do
  if [ -x "$one" ]; then brew=$one; fi
done
as_brew() {
  user=$(stat -c %U "$brew" 2>/dev/null || stat -f %Su "$brew")
  # Names of packages hold nothing that a shell would take for more than a letter.
  if [ "$(id -un)" = "$user" ]; then "$brew" "$@"; else su -m "$user" -c "HOMEBREW_NO_AUTO_UPDATE=1 '$brew' $*"; fi
}

# Of each manager: fetch its lists, tell the names that wait, install those. "$@" of the last are names.
security=
if has apt-get; then
  manager=apt security=yes
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a APT_LISTCHANGES_FRONTEND=none
  apt() {
    apt-get -y -q -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
  }
  fetch() { apt update; }
  waiting() {
    apt-get -s -q -o Debug::NoLocking=true -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= --with-new-pkgs upgrade |
      awk -v only="$only" '$1 == "Inst" && $3 ~ /^\[/ && (only == "all" || tolower($0) ~ /security/) { print $2 }'
  }
  install() { apt install --only-upgrade --no-remove "$@"; }
elif has dnf; then
  manager=dnf security=yes
  fetch() { dnf -q -y makecache; }
  waiting() {
    if [ "$only" = security ]; then set -- --security; else set --; fi
    dnf -q -C check-update "$@" && return 0 || code=$?
    [ "$code" -eq 100 ]
  }
  names() { awk '/^Obsoleting/ { exit } NF == 3 && $1 ~ /\./ { name = $1; sub(/\.[^.]*$/, "", name); print name }'; }
  install() { dnf -y upgrade "$@"; }
elif has zypper; then
  manager=zypper security=yes
  fetch() { zypper --non-interactive --quiet refresh; }
  waiting() {
    if [ "$only" = security ]; then
      zypper --non-interactive --no-refresh --quiet list-patches --category security
    else
      zypper --non-interactive --no-refresh --quiet list-updates
    fi
  }
  names() {
    awk -F ' *[|] *' -v only="$only" '
      only == "all" && $1 ~ /^v/ { print $3 }
      only == "security" && tolower($0) ~ /\| *security *\|/ { print $2 }'
  }
  install() {
    if [ "$only" = security ]; then set -- -t patch "$@"; fi
    zypper --non-interactive --no-refresh update "$@" && return 0 || code=$?
    # 102 and 103: it is done; a reboot, or zypper itself anew, is wanted.
    if [ "$code" -eq 102 ]; then reboot=yes; fi
    [ "$code" -eq 102 ] || [ "$code" -eq 103 ]
  }
elif has apk; then
  manager=apk
  fetch() { apk update; }
  waiting() { apk version -l '<'; }
  names() { awk '$2 == "<" { name = $1; sub(/-[0-9][^-]*-r[0-9]+$/, "", name); print name }'; }
  install() { apk add --upgrade "$@"; }
elif has pacman; then
  manager=pacman
  if [ -z "$packages" ]; then refuse 'on this system all packages are updated together by a person: name those that are meant.'; fi
  fetch() { pacman -Sy --noconfirm; }
  waiting() { pacman -Qu || [ "$?" -eq 1 ]; }
  names() { awk '$3 == "->" { print $1 }'; }
  install() { pacman -S --noconfirm --needed "$@"; }
elif has opkg; then
  manager=opkg
  if [ -z "$packages" ]; then refuse 'updating every package can leave a router that does not start: name those that are meant.'; fi
  fetch() { opkg update; }
  waiting() { opkg list-upgradable; }
  names() { awk -F ' - ' 'NF >= 3 { print $1 }'; }
  install() { opkg upgrade "$@"; }
elif [ "$(uname -s)" = FreeBSD ] && has pkg; then
  manager=pkg
  fetch() { pkg update -q; }
  waiting() { pkg version -v -U -l '<'; }
  names() { awk '$2 == "<" { name = $1; sub(/-[^-]*$/, "", name); print name }'; }
  install() { pkg upgrade -y -U "$@"; }
elif [ -n "$brew" ]; then
  manager=brew
  fetch() { as_brew update; }
  waiting() { as_brew outdated --quiet; }
  names() { awk 'NF == 1'; }
  install() { as_brew upgrade "$@"; }
else
  echo 'Nothing is updated: no package manager that is known runs here.'
  exit 10
fi
if [ "$manager" = apt ]; then names() { cat; }; fi
if [ "$only" = security ] && [ -z "$security" ]; then refuse "$manager does not say which updates are for security."; fi

if [ "$refresh" = true ] && [ "$mode" != check ]; then
  if ! out=$(fetch 2>&1); then
    echo "Nothing is updated: $manager could not fetch its lists."
    printf '%s\n' "$out"
    exit 1
  fi
fi
if ! out=$(waiting 2>&1); then
  echo "Nothing is updated: $manager does not tell what waits."
  printf '%s\n' "$out"
  exit 1
fi
found=$(printf '%s\n' "$out" | names)
wanted=
for name in $found; do
  if [ -z "$packages" ]; then wanted="$wanted $name"; fi
  for package in $packages; do
    if [ "$package" = "$name" ]; then wanted="$wanted $name"; fi
  done
done
# shellcheck disable=SC2086
set -- $wanted
number="$# package$([ "$#" -eq 1 ] || echo s)"

reboot_needed() {
  [ "${reboot:-}" = yes ] || [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ] ||
    { has needs-restarting && ! needs-restarting -r >/dev/null 2>&1; }
}
if [ "$#" -eq 0 ]; then
  echo "No update waits by $manager${packages:+ for $packages}."
elif [ "$mode" = check ]; then
  echo "Would update $number by $manager:$wanted."
  exit 0
else
  # What the package manager says is shown as it comes: this can take long.
  echo "Updating $number by $manager:$wanted."
  if ! install "$@" 2>&1 </dev/null; then
    echo "$manager failed: see above."
    exit 1
  fi
  if reboot_needed; then
    echo 'Done. A reboot is needed.'
    exit 20
  fi
  echo 'Done.'
fi
