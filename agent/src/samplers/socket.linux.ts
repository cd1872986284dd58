import { join } from 'node:path';
import {
  connectionsTracked,
  ipErrors,
  ipPackets,
  socketMemory,
  sockets,
  socketsUsed,
  tcpOpened,
  tcpRetransmitted,
  tcpSegments,
  tcpSockets,
  tcpTrouble,
  udpDatagrams,
  udpErrors,
} from '@fettle/shared/metrics/socket';
import { kernelUnits } from '../platform/linux/auxv.ts';
import { LabelledNumbers } from '../platform/linux/labelled-numbers.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { rate, secondsBetween } from './rate.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';

/** Figures of sockstat and sockstat6 that are told as they are; those named `mem` count pages. */
const counts = [
  ['sockets', 'used', socketsUsed],
  ['TCP', 'inuse', sockets, 'tcp', 'ipv4'],
  ['UDP', 'inuse', sockets, 'udp', 'ipv4'],
  ['RAW', 'inuse', sockets, 'raw', 'ipv4'],
  ['TCP', 'orphan', tcpSockets, 'orphan'],
  ['TCP', 'tw', tcpSockets, 'time_wait'],
  ['TCP', 'alloc', tcpSockets, 'allocated'],
  ['TCP', 'mem', socketMemory, 'tcp'],
  ['UDP', 'mem', socketMemory, 'udp'],
] as const;
const counts6 = [
  ['TCP6', 'inuse', sockets, 'tcp', 'ipv6'],
  ['UDP6', 'inuse', sockets, 'udp', 'ipv6'],
  ['RAW6', 'inuse', sockets, 'raw', 'ipv6'],
] as const;
/** Figures of /proc/net/snmp (RFC 1213): counters, except how many connections there are. */
const established = ['Tcp', 'CurrEstab', tcpSockets, 'established'] as const;
const rates = [
  ['Ip', 'InReceives', ipPackets, 'received'],
  ['Ip', 'OutRequests', ipPackets, 'sent'],
  ['Ip', 'ForwDatagrams', ipPackets, 'forwarded'],
  ['Ip', 'InHdrErrors', ipErrors, 'damaged'],
  ['Ip', 'InDiscards', ipErrors, 'discarded_in'],
  ['Ip', 'OutDiscards', ipErrors, 'discarded_out'],
  ['Ip', 'OutNoRoutes', ipErrors, 'no_route'],
  ['Ip', 'ReasmFails', ipErrors, 'not_reassembled'],
  ['Tcp', 'InSegs', tcpSegments, 'receive'],
  ['Tcp', 'OutSegs', tcpSegments, 'transmit'],
  ['Tcp', 'RetransSegs', tcpRetransmitted],
  ['Tcp', 'ActiveOpens', tcpOpened, 'active'],
  ['Tcp', 'PassiveOpens', tcpOpened, 'passive'],
  ['Tcp', 'AttemptFails', tcpTrouble, 'failed'],
  ['Tcp', 'EstabResets', tcpTrouble, 'reset'],
  ['Udp', 'InDatagrams', udpDatagrams, 'receive'],
  ['Udp', 'OutDatagrams', udpDatagrams, 'transmit'],
  ['Udp', 'NoPorts', udpErrors, 'no_port'],
  ['Udp', 'InErrors', udpErrors, 'receive'],
  ['Udp', 'RcvbufErrors', udpErrors, 'receive_buffer'],
  ['Udp', 'SndbufErrors', udpErrors, 'send_buffer'],
] as const;

/** Of /proc/net/netstat, Linux's own counters. */
const ownRates = [
  ['TcpExt', 'ListenOverflows', tcpTrouble, 'listen_queue_full'],
  ['TcpExt', 'TCPAbortOnTimeout', tcpTrouble, 'timed_out'],
  ['TcpExt', 'TCPAbortOnMemory', tcpTrouble, 'no_memory'],
] as const;

/** Sums that the kernel keeps; the list of all connections is never read, for it grows with them. */
export const socket: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/net/sockstat'));
  return file.read(new Reader()) ? new SocketSampler(host.root) : 'no /proc/net/sockstat';
};

class SocketSampler implements Sampler {
  readonly family = 'socket';
  readonly lane = 'fast';
  readonly #reader = new Reader();
  readonly #stat: Sums;
  readonly #stat6: Sums;
  readonly #snmp: Counters;
  readonly #netstat: Counters;
  readonly #tracked: { readonly count: ProcFile; readonly most: ProcFile };
  readonly #trackedShare = new Column(connectionsTracked);
  #lastAt = Number.NaN;

  constructor(root: string) {
    const { pageSize } = kernelUnits(root);
    const net = join(root, 'proc/net');
    this.#stat = new Sums(join(net, 'sockstat'), counts, pageSize);
    this.#stat6 = new Sums(join(net, 'sockstat6'), counts6, pageSize);
    this.#snmp = new Counters(join(net, 'snmp'), rates, established);
    this.#netstat = new Counters(join(net, 'netstat'), ownRates);
    const netfilter = join(root, 'proc/sys/net/netfilter');
    this.#tracked = {
      count: new ProcFile(join(netfilter, 'nf_conntrack_count')),
      most: new ProcFile(join(netfilter, 'nf_conntrack_max')),
    };
  }

  sample(sink: Sink, at: Instant): void {
    const seconds = secondsBetween(this.#lastAt, at.monotonic);
    this.#lastAt = at.monotonic;
    this.#stat.sample(sink, this.#reader);
    this.#stat6.sample(sink, this.#reader);
    this.#snmp.sample(sink, this.#reader, seconds);
    this.#netstat.sample(sink, this.#reader, seconds);
    const tracked = this.#number(this.#tracked.count);
    if (tracked >= 0) this.#trackedShare.set(sink, tracked / this.#number(this.#tracked.most));
  }

  close(): void {
    for (const part of [this.#stat, this.#stat6, this.#snmp, this.#netstat]) part.close();
    this.#tracked.count.close();
    this.#tracked.most.close();
  }

  #number(file: ProcFile): number {
    return file.read(this.#reader) ? this.#reader.integer() : Number.NaN;
  }
}

interface Counter {
  readonly column: Column;
  before: number;
}

interface Sum {
  readonly column: Column;
  readonly unit: number;
}

/** One of the sockstat files. */
class Sums {
  readonly #file: ProcFile;
  readonly #numbers: LabelledNumbers;
  readonly #columns: readonly Sum[];

  constructor(path: string, told: typeof counts | typeof counts6, pageSize: number) {
    this.#file = new ProcFile(path);
    this.#numbers = new LabelledNumbers(told);
    this.#columns = told.map(([, label, metric, ...attributes]) => ({
      column: new Column(metric, ...attributes),
      unit: label === 'mem' ? pageSize : 1,
    }));
  }

  sample(sink: Sink, reader: Reader): void {
    if (!this.#file.read(reader)) return;
    this.#numbers.parsePairs(reader);
    for (let at = 0; at < this.#columns.length; at++) {
      const { column, unit } = this.#columns[at] as Sum;
      column.set(sink, (this.#numbers.values[at] as number) * unit);
    }
  }

  close(): void {
    this.#file.close();
  }
}

/** One of the files of counters, and the one figure in it that is none. */
class Counters {
  readonly #file: ProcFile;
  readonly #numbers: LabelledNumbers;
  readonly #counters: readonly Counter[];
  readonly #gauge: Column | undefined;

  constructor(path: string, told: typeof rates | typeof ownRates, gauge?: typeof established) {
    this.#file = new ProcFile(path);
    this.#numbers = new LabelledNumbers(gauge ? [...told, gauge] : told);
    this.#counters = told.map(([, , metric, ...attributes]) => ({
      column: new Column(metric, ...attributes),
      before: Number.NaN,
    }));
    this.#gauge = gauge && new Column(gauge[2], gauge[3]);
  }

  sample(sink: Sink, reader: Reader, seconds: number): void {
    if (!this.#file.read(reader)) return;
    this.#numbers.parseTable(reader);
    const { values } = this.#numbers;
    for (let at = 0; at < this.#counters.length; at++) {
      const known = this.#counters[at] as Counter;
      const value = values[at] as number;
      known.column.set(sink, rate(known.before, value, seconds, 32));
      known.before = value;
    }
    this.#gauge?.set(sink, values[this.#counters.length] as number);
  }

  close(): void {
    this.#file.close();
  }
}
