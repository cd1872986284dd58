import { join } from 'node:path';
import type { Metric } from '@fettle/shared/metrics/metric';
import { connectionsTracked } from '@fettle/shared/metrics/socket';
import { connectionsTrackedCount } from '@fettle/shared/metrics/socket-protocols';
import { kernelUnits } from '../platform/linux/auxv.ts';
import type { LearnedLine } from '../platform/linux/learned-lines.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';
import { counts, counts6, established, ownRates, rates, rates6 } from './socket-lines.ts';
import { placesByKey, ToldFile } from './told-file.ts';

/** Sums that the kernel keeps; the list of all connections is never read, for it grows with them. */
export const socket: SamplerFactory = (host) => {
  const net = join(host.root, 'proc/net');
  const { pageSize } = kernelUnits(host.root);
  const files = [
    sums(join(net, 'sockstat'), counts, pageSize),
    sums(join(net, 'sockstat6'), counts6, pageSize),
    counters(join(net, 'snmp'), rates, [established]),
    counters(join(net, 'netstat'), ownRates, []),
    new ToldFile(join(net, 'snmp6'), (lines, steps, sink) => {
      const places = placesByKey(lines);
      for (const [line, metric, ...attributes] of rates6) {
        steps.rate(places.get(line), () => sink.column(metric, ...attributes), { bits: 32 });
      }
    }),
  ];
  return files[0]?.exists === true ? new SocketSampler(host.root, files) : 'no /proc/net/sockstat';
};

class SocketSampler implements Sampler {
  readonly family = 'socket';
  readonly lane = 'fast';
  readonly #reader = new Reader();
  readonly #files: readonly ToldFile[];
  readonly #tracked: { readonly count: ProcFile; readonly most: ProcFile };
  readonly #trackedCount = new Column(connectionsTrackedCount);
  readonly #trackedShare = new Column(connectionsTracked);

  constructor(root: string, files: readonly ToldFile[]) {
    this.#files = files;
    const netfilter = join(root, 'proc/sys/net/netfilter');
    this.#tracked = {
      count: new ProcFile(join(netfilter, 'nf_conntrack_count'), 'short'),
      most: new ProcFile(join(netfilter, 'nf_conntrack_max'), 'short'),
    };
  }

  sample(sink: Sink, at: Instant): void {
    for (let next = 0; next < this.#files.length; next++) this.#files[next]?.tell(sink, at.monotonic);
    const tracked = this.#number(this.#tracked.count);
    if (tracked >= 0) {
      this.#trackedCount.set(sink, tracked);
      this.#trackedShare.set(sink, tracked / this.#number(this.#tracked.most));
    }
  }

  close(): void {
    for (const file of this.#files) file.close();
    this.#tracked.count.close();
    this.#tracked.most.close();
  }

  #number(file: ProcFile): number {
    return file.read(this.#reader) ? this.#reader.integer() : Number.NaN;
  }
}

type Told = readonly [line: string, label: string, metric: Metric, ...attributes: string[]];

/** One of the sockstat files: `TCP: inuse 1 orphan 0`, label and number by turns. */
function sums(path: string, told: readonly Told[], pageSize: number): ToldFile {
  return new ToldFile(path, (lines, steps, sink) => {
    for (const [key, label, metric, ...attributes] of told) {
      const place = labelled(lines, key, label, 0);
      steps.gauge(place, () => sink.column(metric, ...attributes), label === 'mem' ? pageSize : 1);
    }
  });
}

/** `Tcp: RtoMin InSegs` and below it `Tcp: 200 7`: a line of labels, then one of numbers, counters of maybe 32 bits. */
function counters(path: string, told: readonly Told[], gauges: readonly Told[]): ToldFile {
  return new ToldFile(path, (lines, steps, sink) => {
    for (const [key, label, metric, ...attributes] of told) {
      const place = labelled(lines, key, label, 1);
      steps.rate(place, () => sink.column(metric, ...attributes), { bits: 32 });
    }
    for (const [key, label, metric, ...attributes] of gauges) {
      steps.gauge(labelled(lines, key, label, 1), () => sink.column(metric, ...attributes));
    }
  });
}

/** The number that stands under a label, so many lines below it. */
function labelled(lines: readonly LearnedLine[], key: string, label: string, below: number): number | undefined {
  for (const [at, { key: name, words }] of lines.entries()) {
    const index = name === key ? words.indexOf(label) : -1;
    const line = lines[at + below];
    if (index >= 0 && line?.key === key && index < line.count) return line.first + index;
  }
  return undefined;
}
