#!/bin/sh
# Asks the DHCP server again for the address of an interface.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

mode=${FETTLE_MODE:-run}
interface=${FETTLE_P_INTERFACE:-}
wait=${FETTLE_P_WAIT:-20}

has() { command -v "$1" >/dev/null 2>&1; }

if has ip; then
  default() { ip -4 route show default | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") { print $(i + 1); exit } }'; }
  addresses() { ip -4 addr show dev "$interface" | awk '$1 == "inet" { print $2 }'; }
else
  default() { route -n get default 2>/dev/null | awk '$1 == "interface:" { print $2 }'; }
  addresses() { ifconfig "$interface" | awk '$1 == "inet" { print $2 }'; }
fi
address() { addresses 2>/dev/null | sed 's|/.*||' | awk '!/^169\.254\./ && !/^127\./' | head -n 1; }

if [ -z "$interface" ]; then interface=$(default); fi
case $interface in
  '') echo 'Nothing is renewed: there is no default route to tell the interface by.' && exit 2 ;;
  -* | *[!A-Za-z0-9_.@-]*) echo 'Nothing is renewed: that is no name of an interface.' && exit 2 ;;
esac
if ! { ip link show dev "$interface" || ifconfig "$interface"; } >/dev/null 2>&1; then
  echo "Nothing is renewed: there is no interface $interface."
  exit 2
fi

# Processes of a program that have a word among their arguments, by number.
running() {
  for folder in /proc/[0-9]*; do
    { read -r name <"$folder/comm"; } 2>/dev/null || continue
    if [ "$name" != "$1" ]; then continue; fi
    if tr '\000' '\n' <"$folder/cmdline" 2>/dev/null | grep -qxF -e "$2"; then echo "${folder#/proc/}"; fi
  done
}

client=
if has networkctl && networkctl status "$interface" 2>/dev/null | grep -q 'DHCP4'; then
  client=systemd-networkd
  renew() { networkctl renew "$interface"; }
elif has nmcli && [ "$(nmcli -g GENERAL.STATE device show "$interface" 2>/dev/null | cut -d ' ' -f 1)" = 100 ]; then
  method=$(nmcli -g ipv4.method connection show "$(nmcli -g GENERAL.CONNECTION device show "$interface")" 2>/dev/null || :)
  if [ "$method" = auto ]; then client=NetworkManager; fi
  renew() { nmcli --wait "$wait" device connect "$interface"; }
elif [ "$(uname -s)" = Darwin ]; then
  if ipconfig getpacket "$interface" >/dev/null 2>&1; then client=ipconfig; fi
  renew() { ipconfig set "$interface" DHCP; }
elif found=$(running udhcpc "$interface") && [ -n "$found" ]; then
  client=udhcpc
  # shellcheck disable=SC2086
  renew() { kill -USR1 $found; }
elif has dhcpcd && dhcpcd -U "$interface" >/dev/null 2>&1; then
  client=dhcpcd
  renew() { dhcpcd -n "$interface"; }
elif found=$(running dhclient "$interface") && [ -n "$found" ]; then
  client=dhclient
  # It stops without giving the lease up, then a new one asks for the same address.
  # shellcheck disable=SC2086
  renew() { kill $found && sleep 1 && dhclient -1 "$interface"; }
elif [ "$(uname -s)" = FreeBSD ] && service dhclient onestatus "$interface" >/dev/null 2>&1; then
  client=dhclient
  renew() { service dhclient onerestart "$interface"; }
fi

if [ -z "$client" ]; then
  echo "Nothing is renewed: no DHCP client looks after $interface here."
  exit 10
fi
before=$(address)
if [ "$mode" = check ]; then
  echo "Would renew $interface by $client; it has ${before:-no address} now."
  exit 0
fi

if ! out=$(renew 2>&1); then
  echo "$client could not renew $interface; it has $(address)."
  printf '%s\n' "$out"
  exit 1
fi
# An answer comes within a moment or not at all; the address of before stays until then.
sleep 1
waited=1
while [ -z "$(address)" ] && [ "$waited" -lt "$wait" ]; do
  sleep 1
  waited=$((waited + 1))
done
after=$(address)
if [ -z "$after" ]; then
  echo "Asked by $client, but $interface has no address after $waited s."
  exit 1
fi
if [ "$after" = "$before" ]; then
  echo "Renewed $interface by $client: it has $after, as before."
else
  echo "Renewed $interface by $client: it has $after, before it had ${before:-none}."
fi
