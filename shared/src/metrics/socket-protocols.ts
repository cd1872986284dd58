/** What the protocols of the internet count, beside what socket.ts has: most of it is 0 on a sound network. */
import type { Metric } from './metric.ts';

const rate = { kind: 'rate', decimals: 1, rollup: 'avg' } as const;

export const tcpEvents: Metric = {
  ...rate,
  name: 'system.tcp.linux.events.rate',
  unit: '{event}/s',
  attributes: ['system.tcp.linux.event'],
  words: 'What TCP did each second to repair losses, to save memory and to fend off, and what it had to refuse.',
};

export const ipFragments: Metric = {
  ...rate,
  name: 'system.ip.fragments.rate',
  unit: '{packet}/s',
  attributes: ['system.ip.fragment'],
  words: 'IPv4 packets each second that came in parts or had to be sent in parts.',
};

export const ipIo: Metric = {
  ...rate,
  name: 'system.ip.io.rate',
  unit: 'By/s',
  attributes: ['network.io.direction'],
  words: 'Bytes of IPv4 packets received and sent each second, over all interfaces.',
};

export const ipCast: Metric = {
  ...rate,
  name: 'system.ip.cast.rate',
  unit: '{packet}/s',
  attributes: ['network.io.direction', 'system.ip.cast'],
  words: 'IPv4 packets received and sent each second that are for many: a group, or all.',
};

export const icmpMessages: Metric = {
  ...rate,
  name: 'system.icmp.messages.rate',
  unit: '{message}/s',
  attributes: ['network.io.direction', 'system.icmp.message'],
  words: 'Messages of ICMP each second: pings, their answers, and what networks complain of.',
};

export const ipv6Packets: Metric = {
  ...rate,
  name: 'system.ipv6.packets.rate',
  unit: '{packet}/s',
  attributes: ['system.ip.way'],
  words: 'IPv6 packets each second that came for this device, left it, or were passed on by it as a router.',
};

export const ipv6Errors: Metric = {
  ...rate,
  name: 'system.ipv6.errors.rate',
  unit: '{packet}/s',
  attributes: ['system.ip.error'],
  words:
    'IPv6 packets each second that were thrown away: damaged, too large, for want of room, of a route or of their other parts.',
};

export const ipv6Io: Metric = {
  ...rate,
  name: 'system.ipv6.io.rate',
  unit: 'By/s',
  attributes: ['network.io.direction'],
  words: 'Bytes of IPv6 packets received and sent each second, over all interfaces.',
};

export const icmp6Messages: Metric = {
  ...rate,
  name: 'system.icmp6.messages.rate',
  unit: '{message}/s',
  attributes: ['network.io.direction', 'system.icmp.message'],
  words: 'Messages of ICMP for IPv6 each second: pings, their answers, and what networks complain of.',
};

export const udp6Datagrams: Metric = {
  ...rate,
  name: 'system.udp6.datagrams.rate',
  unit: '{datagram}/s',
  attributes: ['network.io.direction'],
  words: 'UDP datagrams received and sent over IPv6 each second.',
};

export const udp6Errors: Metric = {
  ...rate,
  name: 'system.udp6.errors.rate',
  unit: '{error}/s',
  attributes: ['system.udp.error'],
  words: 'UDP datagrams over IPv6 each second that were lost here: no program listened, or a buffer was full.',
};

export const connectionsTrackedCount: Metric = {
  kind: 'gauge',
  decimals: 0,
  rollup: 'max',
  name: 'system.network.conntrack.count',
  unit: '{connection}',
  attributes: [],
  words: 'How many connections the firewall keeps track of.',
};

export const protocolMetrics: readonly Metric[] = [
  tcpEvents,
  ipFragments,
  ipIo,
  ipCast,
  icmpMessages,
  ipv6Packets,
  ipv6Errors,
  ipv6Io,
  icmp6Messages,
  udp6Datagrams,
  udp6Errors,
  connectionsTrackedCount,
];
