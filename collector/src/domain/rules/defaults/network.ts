// pure
import { networkDropped, networkErrors, networkState } from '@fettle/shared/metrics/network';
import { connectionsTracked } from '@fettle/shared/metrics/socket';
import { minute, shipped, value } from './shipped.ts';

const errorSteps = [
  'See at which end: errors when receiving come from the cable or the other side, when sending from this one.',
  'Change the cable, then the port of the switch, then the card. One of them it nearly always is.',
  '`ethtool <interface>` must show the speed that both ends can do, and full duplex; `ethtool -S` counts by cause.',
];

export const networkRules = {
  'network-errors': shipped({
    name: 'A network interface has errors',
    when: value(networkErrors.name, 'above', { warning: [1, 0.1], critical: [50, 10] }),
    forMs: 5 * minute,
    clearForMs: 15 * minute,
    runbook: errorSteps,
  }),
  'network-drops': shipped({
    name: 'A network interface drops packets',
    selector: 'kind in (server, router)',
    when: value(networkDropped.name, 'above', { warning: [50, 10], critical: [1_000, 200] }),
    forMs: 10 * minute,
    clearForMs: 15 * minute,
    overrides: [{ where: { 'network.interface.name': 'lo' }, off: true }],
    runbook: [
      'Packets came whole and were thrown away: for want of room, or because nobody wanted them.',
      'A few a second of a kind that this device does not speak are no harm: raise the limit for this device.',
      'In bursts under load: larger queues (`ethtool -G <interface> rx 4096`), more of them (`ethtool -L`), or less traffic.',
    ],
  }),
  'network-down': shipped({
    name: 'A network interface is down',
    selector: 'kind in (server, router)',
    when: {
      kind: 'state',
      metric: networkState.name,
      states: { warning: ['down', 'lowerlayerdown'] },
    },
    forMs: 2 * minute,
    clearForMs: 1 * minute,
    overrides: ['docker*', 'br-*', 'virbr*', 'tun*', 'wg*', 'ifb*'].map((name) => ({
      where: { 'network.interface.name': name },
      off: true,
    })),
    runbook: [
      'Only interfaces that have carried something are looked at: this one was in use.',
      'Is there a link? `ip link show <interface>`, the lamp at the port, the cable, the switch.',
      'Somebody took it down on purpose: switch the rule off for this interface with an override.',
      'Of a bond: the traffic goes over the other ones now, and there is no spare any more.',
    ],
  }),
  'network-connections': shipped({
    name: 'The firewall’s table of connections is nearly full',
    when: value(connectionsTracked.name, 'above', { warning: [0.85, 0.75], critical: [0.95, 0.9] }),
    forMs: 2 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'When it is full, new connections fail, at random and for everybody.',
      "Who has them: `conntrack -L | awk '{print $5}' | sort | uniq -c | sort -n | tail`.",
      'One address with thousands: a scan, a peer-to-peer program or an attack. Block it.',
      'Many with few each: make it larger, `sysctl -w net.netfilter.nf_conntrack_max=…` (about 300 bytes each).',
    ],
  }),
};
