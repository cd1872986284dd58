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
  expect(readings.value('system.network.conntrack.count')).toBe(900);
});

test('counters of the protocols, by what the kernel calls them', async () => {
  const counters = (echos: number, timeouts: number, received: number) => ({
    'proc/net/snmp': `Icmp: InMsgs InEchos\nIcmp: 3 ${echos}\n`,
    'proc/net/netstat': `TcpExt: TW TCPTimeouts\nTcpExt: 4 ${timeouts}\nIpExt: InOctets\nIpExt: 0\n`,
    'proc/net/snmp6': `Ip6InReceives                   \t${received}\nIcmp6InEchos \t7\n`,
  });
  using machine = new MadeUpMachine({ ...sockstat, ...counters(10, 20, 30) });
  const [sampler, readings] = [machine.sampler(socket), new Readings()];
  await readings.take(second(0), sampler);
  expect(Object.keys(readings.all).filter((name) => name.includes('.rate'))).toEqual([]);
  machine.write(counters(20, 40, 60));
  await readings.take(second(10), sampler);
  sampler.close?.();
  const of = (series: string) => readings.value(`system.${series}`);
  expect(of('icmp.messages.rate{network.io.direction=receive,system.icmp.message=ping}')).toBe(1);
  expect(of('icmp.messages.rate{network.io.direction=receive,system.icmp.message=all}')).toBe(0);
  expect(of('tcp.linux.events.rate{system.tcp.linux.event=timeout}')).toBe(2);
  expect(of('tcp.linux.events.rate{system.tcp.linux.event=time_wait}')).toBe(0);
  expect(of('ipv6.packets.rate{system.ip.way=received}')).toBe(3);
  expect(of('icmp6.messages.rate{network.io.direction=receive,system.icmp.message=ping}')).toBe(0);
  expect(of('ip.io.rate{network.io.direction=transmit}')).toBeUndefined();
});

test('no file: it says so', () => {
  using machine = new MadeUpMachine();
  expect(socket(machine)).toBe('no /proc/net/sockstat');
});
