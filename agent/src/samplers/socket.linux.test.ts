import { expect, test } from 'vitest';
import { socket } from './socket.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const sockstat = {
  'proc/net/sockstat': 'sockets: used 15\nTCP: inuse 1 orphan 0 tw 2 alloc 3 mem 4\nUDP: inuse 5 mem 6\n',
};

test('counts from sums; kinds that the machine has no file for are absent', async () => {
  using machine = new MadeUpMachine(sockstat);
  const [sampler, readings] = [machine.sampler(socket), new Readings()];
  await readings.take(second(0), sampler);
  sampler.close?.();
  expect(readings.all).toEqual({
    'system.socket.usage': 15,
    'system.socket.count{network.transport=tcp,network.type=ipv4}': 1,
    'system.socket.count{network.transport=udp,network.type=ipv4}': 5,
    'system.socket.tcp.count{network.connection.state=orphan}': 0,
    'system.socket.tcp.count{network.connection.state=time_wait}': 2,
    'system.socket.tcp.count{network.connection.state=allocated}': 3,
    'system.socket.memory{network.transport=tcp}': 16_384,
    'system.socket.memory{network.transport=udp}': 24_576,
  });
});

test('the firewall’s table of connections as a share', async () => {
  const folder = 'proc/sys/net/netfilter';
  using machine = new MadeUpMachine({
    ...sockstat,
    [`${folder}/nf_conntrack_count`]: '900\n',
    [`${folder}/nf_conntrack_max`]: '1000\n',
  });
  const readings = new Readings();
  await readings.take(second(0), machine.sampler(socket));
  expect(readings.value('system.network.conntrack.utilization')).toBe(0.9);
});

test('no file: it says so', () => {
  using machine = new MadeUpMachine();
  expect(socket(machine)).toBe('no /proc/net/sockstat');
});
