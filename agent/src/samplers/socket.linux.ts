import { join } from 'node:path';
import { connectionsTracked } from '@fettle/shared/metrics/socket';
import { connectionsTrackedCount } from '@fettle/shared/metrics/socket-protocols';
import { kernelUnits } from '../platform/linux/auxv.ts';
import { KeyedLines } from '../platform/linux/keyed-lines.ts';
import { LabelledNumbers } from '../platform/linux/labelled-numbers.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { Counters } from './counters.ts';
import { secondsBetween } from './rate.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';
import { counts, counts6, established, ownRates, rates, rates6 } from './socket-lines.ts';

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
  readonly #snmp: CounterFile;
  readonly #netstat: CounterFile;
  readonly #snmp6: { readonly file: ProcFile; readonly lines: KeyedLines; readonly counters: Counters };
  readonly #tracked: { readonly count: ProcFile; readonly most: ProcFile };
  readonly #trackedCount = new Column(connectionsTrackedCount);
  readonly #trackedShare = new Column(connectionsTracked);
  #lastAt = Number.NaN;

  constructor(root: string) {
    const { pageSize } = kernelUnits(root);
    const net = join(root, 'proc/net');
    this.#stat = new Sums(join(net, 'sockstat'), counts, pageSize);
    this.#stat6 = new Sums(join(net, 'sockstat6'), counts6, pageSize);
    this.#snmp = new CounterFile(join(net, 'snmp'), rates, established);
    this.#netstat = new CounterFile(join(net, 'netstat'), ownRates);
    const lines = new KeyedLines(rates6.map(([line]) => line));
    const columns = rates6.map(([, metric, ...attributes]) => new Column(metric, ...attributes));
    this.#snmp6 = {
      file: new ProcFile(join(net, 'snmp6')),
      lines,
      counters: new Counters(lines.values, columns, { bits: 32 }),
    };
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
    if (this.#snmp6.file.read(this.#reader)) {
      this.#snmp6.lines.parse(this.#reader);
      this.#snmp6.counters.tell(sink, seconds);
    }
    const tracked = this.#number(this.#tracked.count);
    if (tracked >= 0) {
      this.#trackedCount.set(sink, tracked);
      this.#trackedShare.set(sink, tracked / this.#number(this.#tracked.most));
    }
  }

  close(): void {
    for (const part of [this.#stat, this.#stat6, this.#snmp, this.#netstat]) part.close();
    this.#snmp6.file.close();
    this.#tracked.count.close();
    this.#tracked.most.close();
  }

  #number(file: ProcFile): number {
    return file.read(this.#reader) ? this.#reader.integer() : Number.NaN;
  }
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
class CounterFile {
  readonly #file: ProcFile;
  readonly #numbers: LabelledNumbers;
  readonly #counters: Counters;
  readonly #gauge: Column | undefined;
  readonly #gaugeAt: number;

  constructor(path: string, told: typeof rates | typeof ownRates, gauge?: typeof established) {
    this.#file = new ProcFile(path);
    this.#numbers = new LabelledNumbers(gauge ? [...told, gauge] : told);
    const columns = told.map(([, , metric, ...attributes]) => new Column(metric, ...attributes));
    this.#counters = new Counters(this.#numbers.values, columns, { bits: 32 });
    this.#gauge = gauge && new Column(gauge[2], gauge[3]);
    this.#gaugeAt = told.length;
  }

  sample(sink: Sink, reader: Reader, seconds: number): void {
    if (!this.#file.read(reader)) return;
    this.#numbers.parseTable(reader);
    this.#counters.tell(sink, seconds);
    this.#gauge?.set(sink, this.#numbers.values[this.#gaugeAt] as number);
  }

  close(): void {
    this.#file.close();
  }
}
