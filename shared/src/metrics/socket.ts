import type { Family, Metric } from './metric.ts';
import { protocolMetrics } from './socket-protocols.ts';

const gauge = { kind: 'gauge', decimals: 0, rollup: 'max' } as const;
const rate = { kind: 'rate', decimals: 1, rollup: 'avg' } as const;

export const socketsUsed: Metric = {
  ...gauge,
  name: 'system.socket.usage',
  unit: '{socket}',
  attributes: [],
  words: 'How many sockets of any kind are open.',
};

export const sockets: Metric = {
  ...gauge,
  name: 'system.socket.count',
  unit: '{socket}',
  attributes: ['network.transport', 'network.type'],
  words: 'How many sockets are in use, by transport and by version of the internet protocol.',
};

export const tcpSockets: Metric = {
  ...gauge,
  name: 'system.socket.tcp.count',
  unit: '{socket}',
  attributes: ['network.connection.state'],
  chart: { title: 'TCP sockets', form: 'line', by: 'network.connection.state' },
  words: 'How many TCP sockets are established, wait to be forgotten, have no program, or are allocated in all.',
};

export const socketMemory: Metric = {
  ...gauge,
  name: 'system.socket.memory',
  unit: 'By',
  attributes: ['network.transport'],
  words: 'Memory in the buffers of sockets.',
};

export const tcpSegments: Metric = {
  ...rate,
  name: 'system.tcp.segments.rate',
  unit: '{segment}/s',
  attributes: ['network.io.direction'],
  words: 'TCP segments received and sent each second.',
};

export const tcpRetransmitted: Metric = {
  ...rate,
  name: 'system.tcp.retransmitted.rate',
  unit: '{segment}/s',
  attributes: [],
  chart: { title: 'TCP sent again', form: 'area' },
  words: 'TCP segments each second that had to be sent again because no answer came.',
};

export const tcpOpened: Metric = {
  ...rate,
  name: 'system.tcp.opened.rate',
  unit: '{connection}/s',
  attributes: ['system.tcp.side'],
  words: 'TCP connections opened each second, by who began: this device (active) or another (passive).',
};

export const tcpTrouble: Metric = {
  ...rate,
  name: 'system.tcp.broken.rate',
  unit: '{connection}/s',
  attributes: ['system.tcp.trouble'],
  words: 'TCP connections each second that failed to open, were reset, were given up, or found no room.',
};

export const ipPackets: Metric = {
  ...rate,
  name: 'system.ip.packets.rate',
  unit: '{packet}/s',
  attributes: ['system.ip.way'],
  words: 'IPv4 packets each second that came for this device, left it, or were passed on by it as a router.',
};

export const ipErrors: Metric = {
  ...rate,
  name: 'system.ip.errors.rate',
  unit: '{packet}/s',
  attributes: ['system.ip.error'],
  words:
    'IPv4 packets each second that were thrown away: damaged, for want of room, of a route or of their other parts.',
};

export const udpDatagrams: Metric = {
  ...rate,
  name: 'system.udp.datagrams.rate',
  unit: '{datagram}/s',
  attributes: ['network.io.direction'],
  words: 'UDP datagrams received and sent each second.',
};

export const udpErrors: Metric = {
  ...rate,
  name: 'system.udp.errors.rate',
  unit: '{error}/s',
  attributes: ['system.udp.error'],
  words: 'UDP datagrams each second that were lost here: no program listened, or a buffer was full.',
};

export const connectionsTracked: Metric = {
  ...gauge,
  name: 'system.network.conntrack.utilization',
  unit: '1',
  decimals: 4,
  attributes: [],
  limits: {
    direction: 'above',
    warning: 0.85,
    critical: 0.95,
    words: 'The table of tracked connections is {value} full',
  },
  words: 'The used share of the firewall’s table of connections; when it is full, new connections fail.',
};

export const socket: Family = {
  id: 'socket',
  order: 140,
  title: 'Sockets',
  metrics: [
    tcpSockets,
    tcpRetransmitted,
    socketsUsed,
    sockets,
    socketMemory,
    tcpSegments,
    tcpOpened,
    tcpTrouble,
    ipPackets,
    ipErrors,
    udpDatagrams,
    udpErrors,
    connectionsTracked,
    ...protocolMetrics,
  ],
};
