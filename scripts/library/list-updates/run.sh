#!/bin/sh
# Lists the package updates that wait, by the lists that the device has.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

top=${FETTLE_P_TOP:-100}

has() { command -v "$1" >/dev/null 2>&1; }
# Each line "s name old new": s is 1 for security, - where that or a version is not known.
as_lines() { awk '{ print ($1 == "" ? "-" : $1), ($2 == "" ? "-" : $2), ($3 == "" ? "-" : $3), ($4 == "" ? "-" : $4) }'; }

lists=
security=
brew=
for one in /opt/homebrew/bin/brew /usr/local/bin/brew /home/linuxbrew/.linuxbrew/bin/brew; do
  if [ -x "$one" ]; then brew=$one; fi
done

if has apt-get; then
  manager=apt lists=/var/lib/apt/lists security=yes
  # "Inst name [old] (new origin/suite [arch])"
  ask() {
    # Not even its own cache is written.
    apt-get -s -q -o Debug::NoLocking=true -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= dist-upgrade
  }
  parse() {
    awk '$1 == "Inst" && $3 ~ /^\[/ {
      old = $3; new = $4
      gsub(/[][]/, "", old); sub(/^\(/, "", new)
      print (tolower($0) ~ /security/ ? 1 : 0), $2, old, new
    }'
  }
elif has dnf; then
  manager=dnf lists=/var/cache/dnf security=yes
  ask() {
    dnf -q -C check-update && code=0 || code=$?
    if [ "$code" -ne 0 ] && [ "$code" -ne 100 ]; then return "$code"; fi
    echo '--- security'
    dnf -q -C updateinfo list --updates --security 2>/dev/null || :
  }
  parse() {
    awk '
      /^--- security/ { late = 1; next }
      /^Obsoleting/ { skip = 1 }
      !late && !skip && NF == 3 && $1 ~ /\./ { name = $1; sub(/\.[^.]*$/, "", name); names[++n] = name; version[n] = $2 }
      late && NF >= 3 { safe = $NF; sub(/-[^-]*-[^-]*$/, "", safe); urgent[safe] = 1 }
      END { for (i = 1; i <= n; i++) print (urgent[names[i]] ? 1 : 0), names[i], "-", version[i] }'
  }
elif has zypper; then
  manager=zypper lists=/var/cache/zypp security=
  ask() { zypper --non-interactive --no-refresh --quiet list-updates; }
  parse() { awk -F ' *[|] *' '$1 ~ /^v/ && NF >= 5 { print "-", $3, $4, $5 }'; }
elif has apk; then
  manager=apk lists=/var/cache/apk
  ask() { apk version -l '<'; }
  parse() { awk '$2 == "<" { name = $1; sub(/-[0-9][^-]*-r[0-9]+$/, "", name); old = substr($1, length(name) + 2); print "-", name, old, $3 }'; }
elif has pacman; then
  manager=pacman lists=/var/lib/pacman/sync
  # It answers 1 where nothing waits.
  ask() { pacman -Qu || [ "$?" -eq 1 ]; }
  parse() { awk '$3 == "->" { print "-", $1, $2, $4 }'; }
elif has opkg; then
  manager=opkg lists=/var/opkg-lists
  ask() { opkg list-upgradable; }
  parse() { awk -F ' - ' 'NF >= 3 { print "-", $1, $2, $3 }'; }
elif [ "$(uname -s)" = FreeBSD ] && has pkg; then
  manager=pkg lists=/var/db/pkg
  ask() { pkg version -v -U -l '<'; }
  parse() { awk '$2 == "<" { name = $1; sub(/-[^-]*$/, "", name); old = substr($1, length(name) + 2); new = $NF; sub(/\)$/, "", new); print "-", name, old, new }'; }
elif [ -n "$brew" ]; then
  manager=brew
  # It does not work for root.
  ask() {
    user=$(stat -c %U "$brew" 2>/dev/null || stat -f %Su "$brew")
    if [ "$(id -un)" = "$user" ]; then
      "$brew" outdated --verbose
    else
      su -m "$user" -c "HOMEBREW_NO_AUTO_UPDATE=1 '$brew' outdated --verbose"
    fi
  }
  parse() { awk '$3 == "<" || $3 == "!=" { old = $2; gsub(/[(),]/, "", old); print "-", $1, old, $4 }'; }
elif has softwareupdate; then
  manager=softwareupdate
  ask() { softwareupdate --list; }
  parse() { awk '/^ *\* Label:/ { sub(/^ *\* Label: */, ""); gsub(/ /, "_"); print "-", $0, "-", "-" }'; }
else
  echo 'No updates are listed: no package manager that is known runs here.'
  exit 10
fi

if ! out=$(ask 2>&1); then
  echo "No updates are listed: $manager failed."
  printf '%s\n' "$out"
  exit 1
fi
updates=$(printf '%s\n' "$out" | parse | as_lines | sort -k1,1r -k2,2)
number=$(printf '%s' "$updates" | awk 'END { print NR }')
urgent=$(printf '%s' "$updates" | awk '$1 == 1 { n++ } END { print n + 0 }')

age=
if [ -n "$lists" ] && [ -e "$lists" ]; then
  for days in 90 30 14 7 3 1; do
    if [ -z "$(find "$lists" -mtime "-$days" 2>/dev/null | head -n 1)" ]; then
      age="; its lists are more than $days days old"
      break
    fi
  done
fi
case $number in
  0) echo "No update waits by $manager$age." ;;
  1) echo "1 update waits by $manager$([ "$urgent" -eq 0 ] || echo ', for security')$age." ;;
  *) echo "$number updates wait by $manager$([ -z "$security" ] || echo ", $urgent of them for security")$age." ;;
esac
printf '%s' "$updates" | head -n "$top" | awk '{
  printf "  %s %s%s%s\n", $2, ($3 == "-" ? "" : $3 " -> "), ($4 == "-" ? "" : $4), ($1 == 1 ? " (security)" : "")
}'
if [ "$number" -gt "$top" ]; then echo "  and $((number - top)) more"; fi
