#!/bin/sh
# Takes an interface down and up again; what it had is put back where the gateway does not answer.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 077

mode=${FETTLE_MODE:-run}
interface=${FETTLE_P_INTERFACE:-}
gateway=${FETTLE_P_GATEWAY:-}
wait=${FETTLE_P_WAIT:-20}

word_after() { awk -v word="$1" '{ for (i = 1; i < NF; i++) if ($i == word) { print $(i + 1); exit } }'; }

if [ -z "$interface" ]; then interface=$(ip -4 route show default | word_after dev); fi
case $interface in
  '') echo 'Nothing is restarted: there is no default route to tell the interface by.' && exit 2 ;;
  -* | lo | *[!A-Za-z0-9_.@:-]*) echo 'Nothing is restarted: that is no name of an interface.' && exit 2 ;;
esac
if ! ip link show dev "$interface" >/dev/null 2>&1; then
  echo "Nothing is restarted: there is no interface $interface."
  exit 2
fi
if [ -z "$gateway" ]; then gateway=$(ip -4 route show default dev "$interface" | word_after via); fi
if [ -z "$gateway" ]; then gateway=$(ip -6 route show default dev "$interface" | word_after via); fi
case $gateway in
  '') echo "Nothing is restarted: $interface has no gateway that could tell whether it worked." && exit 10 ;;
  -* | *[!0-9a-fA-F.:]*) echo 'Nothing is restarted: the gateway is named by its address.' && exit 2 ;;
esac

# One that answers no ping is heard by its answer to the question for its hardware address, which a ping brings about, or "use".
answers() {
  if command -v ping >/dev/null 2>&1; then
    ping -c 1 -W 1 -I "$interface" "$gateway" >/dev/null 2>&1 && return 0
  else
    ip neigh replace "$gateway" dev "$interface" use 2>/dev/null && sleep 1
  fi
  ip neigh show dev "$interface" | awk -v address="$gateway" '$1 == address && /REACHABLE/ { found = 1 } END { exit !found }'
}
# What is remembered of it may be old: forgotten, it is asked anew.
if ! answers && { ip neigh flush to "$gateway" dev "$interface" >/dev/null 2>&1 || :; } && ! answers; then
  echo "Nothing is restarted: $gateway does not answer over $interface now, so nobody could tell whether it worked."
  exit 10
fi
if [ "$mode" = check ]; then
  echo "Would restart $interface, over which $gateway answers now."
  exit 0
fi

# What puts back what is missing, as commands: made now, while all is there.
state=$(mktemp -d "/run/fettle-interface.XXXXXX" 2>/dev/null || mktemp -d)
{
  echo "ip link set dev '$interface' up"
  ip -o addr show dev "$interface" scope global | awk -v dev="$interface" '
    $3 == "inet" || $3 == "inet6" {
      line = "ip addr add " $4
      for (i = 5; i < NF; i++) if ($i == "brd") line = line " brd " $(i + 1)
      print line " dev " q dev q
    }' q="'"
  for family in -4 -6; do
    # Those over a gateway come last: they need the others.
    ip "$family" route show dev "$interface" | awk -v family="$family" -v dev="$interface" '
        !/proto kernel/ && !/^fe80/ { sub(/ (expires|linkdown|dead).*/, ""); print (/ via / ? 2 : 1), "ip " family " route replace " $0 " dev " q dev q }' q="'" | sort -n | cut -d ' ' -f 2-
  done
} >"$state/restore"

# Stands apart from this run: no variable of it, a session of its own, no control group that ends with it.
guard="
for root in \$(awk '/ - cgroup2 / { print \$5 }' /proc/self/mountinfo); do echo \$\$ >\$root/cgroup.procs; done 2>/dev/null
sleep $((wait + 10))
[ -e '$state/restore' ] || exit 0
sh '$state/restore'
rm -rf '$state'
"
if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then
  systemd-run --quiet --collect --unit="fettle-interface-$$" /bin/sh -c "$guard"
else
  env -i PATH="$PATH" setsid sh -c "$guard" </dev/null >/dev/null 2>&1 &
fi

began=$(date +%s)
ip link set dev "$interface" down
sleep 1
ip link set dev "$interface" up
back=
answered=
while passed=$(($(date +%s) - began)) && [ "$passed" -lt "$wait" ]; do
  if answers; then
    answered=yes
    break
  fi
  if [ -z "$back" ] && [ "$passed" -ge 3 ]; then
    # What is there already is refused, and stays.
    sh "$state/restore" >/dev/null 2>&1 || :
    back=yes
  fi
  sleep 1
done
if [ -n "$answered" ]; then
  # Also routes over other gateways.
  sh "$state/restore" >/dev/null 2>&1 || :
  rm -rf "$state"
  echo "Restarted $interface: $gateway answers after $passed s."
  exit 0
fi
sh "$state/restore" >/dev/null 2>&1 || :
rm -rf "$state"
echo "Restarted $interface, but $gateway does not answer within $wait s; its addresses and routes are put back as they were."
ip addr show dev "$interface"
ip route show dev "$interface"
exit 1
