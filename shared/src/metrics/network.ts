import type { Family, Metric } from './metric.ts';

const attributes = ['network.interface.name', 'network.io.direction'];

export const networkIo: Metric = {
  name: 'system.network.io.rate',
  unit: 'By/s',
  kind: 'rate',
  attributes,
  decimals: 1,
  rollup: 'avg',
  chart: {
    title: 'Network',
    form: 'mirror',
    by: 'network.io.direction',
    per: 'network.interface.name',
    above: 'receive',
    reads: 'bit/s',
  },
  words: 'Bytes received and sent by each network interface each second.',
};

export const networkPackets: Metric = {
  name: 'system.network.packet.count.rate',
  unit: '{packet}/s',
  kind: 'rate',
  attributes,
  decimals: 1,
  rollup: 'avg',
  words: 'Packets received and sent by each network interface each second.',
};

export const networkErrors: Metric = {
  name: 'system.network.errors.rate',
  unit: '{error}/s',
  kind: 'rate',
  attributes,
  decimals: 2,
  rollup: 'max',
  words: 'Packets each second that were damaged or could not be sent; a sound cable and port have none.',
};

export const networkDropped: Metric = {
  name: 'system.network.packet.dropped.rate',
  unit: '{packet}/s',
  kind: 'rate',
  attributes,
  decimals: 2,
  rollup: 'max',
  words: 'Sound packets each second that were thrown away, mostly for want of room or of a listener.',
};

export const networkDetail: Metric = {
  name: 'system.network.linux.packets.rate',
  unit: '{packet}/s',
  kind: 'rate',
  attributes: [...attributes, 'system.network.linux.packet'],
  decimals: 2,
  rollup: 'max',
  words:
    'Packets of a certain sort each second: multicast, compressed, or lost to a full queue, a broken frame, a collision, a carrier that went.',
};

export const networkState: Metric = {
  name: 'system.network.interface.state',
  unit: '1',
  kind: 'state',
  attributes: ['network.interface.name'],
  decimals: 0,
  rollup: 'last',
  states: ['unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up'],
  words: 'Whether each network interface is up; the loopback and tunnels do not know it of themselves.',
};

export const network: Family = {
  id: 'network',
  order: 50,
  title: 'Network',
  metrics: [networkIo, networkPackets, networkErrors, networkDropped, networkDetail, networkState],
};
