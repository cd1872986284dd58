import { join } from 'node:path';
import {
  networkDetail,
  networkDropped,
  networkErrors,
  networkIo,
  networkPackets,
  networkState,
} from '@fettle/shared/metrics/network';
import type { LearnedLine } from '../platform/linux/learned-lines.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { bytesOf, Reader } from '../platform/linux/reader.ts';
import { scanned } from '../platform/wasm/machine.ts';
import type { Steps } from '../platform/wasm/steps.ts';
import { Column } from './column.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';
import { ToldFile } from './told-file.ts';

/** Fields after the name in /proc/net/dev: eight received, eight sent, of which these are told, in this order. */
const told = [networkIo, networkPackets, networkErrors, networkDropped] as const;
/** Those behind them, in the order of the file. */
const details = {
  receive: ['queue_full', 'broken_frame', 'compressed', 'multicast'],
  transmit: ['queue_full', 'collision', 'carrier_lost', 'compressed'],
} as const;
const directions = ['receive', 'transmit'] as const;
const perDirection = 8;
/** Some drivers count in 32 bits. */
const wraps = { bits: 32 };
const headings = 2;

const states = (networkState.states ?? []).map(bytesOf);

/** Ends of container cables: they come and go by the thousand, and the bridge behind them tells the same bytes. */
const neverInterfaces = /^veth/;

/** Every network interface that has carried at least one byte, the loopback too. */
export const network: SamplerFactory = (host) => {
  const sampler = new NetworkSampler(host.root);
  return sampler.exists ? sampler : 'no /proc/net/dev';
};

class NetworkSampler implements Sampler {
  readonly family = 'network';
  readonly lane = 'fast';
  readonly #file: ToldFile;
  readonly #root: string;
  readonly #reader = new Reader();
  readonly #known = new Map<string, Interface>();
  /** Those that the file names now and that have carried a byte. */
  #used: Interface[] = [];

  constructor(root: string) {
    this.#root = root;
    this.#file = new ToldFile(join(root, 'proc/net/dev'), (lines, steps, sink) => {
      this.#used = [];
      for (const line of lines.slice(headings)) this.#plan(line, steps, sink);
    });
  }

  get exists(): boolean {
    return this.#file.exists;
  }

  sample(sink: Sink, at: Instant): void {
    if (!this.#file.tell(sink, at.monotonic)) return;
    for (let next = 0; next < this.#used.length; next++) this.#used[next]?.tellState(this.#reader, sink);
  }

  close(): void {
    this.#file.close();
    for (const known of this.#known.values()) known.close();
  }

  #plan({ key: name, first, count }: LearnedLine, steps: Steps, sink: Sink): void {
    if (name === '' || neverInterfaces.test(name) || count < perDirection * directions.length) return;
    const bytes = [first, first + perDirection] as const;
    steps.unlessZero(bytes, () => {
      planCounters(name, first, steps, sink);
      const known = this.#known.get(name) ?? new Interface(name, this.#root);
      this.#known.set(name, known);
      known.bytes = bytes;
      this.#used.push(known);
    });
  }
}

function planCounters(name: string, first: number, steps: Steps, sink: Sink): void {
  let place = first;
  for (const direction of directions) {
    for (const metric of told) steps.rate(place++, () => sink.column(metric, name, direction), wraps);
    for (const packet of details[direction]) {
      steps.rate(place++, () => sink.column(networkDetail, name, direction, packet), wraps);
    }
  }
}

/** What is told of an interface but its counters. */
class Interface {
  /** Where among the numbers of the file stands what it received and sent. */
  bytes: readonly [number, number] = [0, 0];
  readonly #file: ProcFile;
  readonly #state: Column;

  constructor(name: string, root: string) {
    this.#file = new ProcFile(join(root, 'sys/class/net', name, 'operstate'), 'short');
    this.#state = new Column(networkState, name);
  }

  /** Nothing where its counters began anew and it has not carried a byte since. */
  tellState(reader: Reader, sink: Sink): void {
    const [received, sent] = this.bytes;
    if ((scanned[received] === 0 && scanned[sent] === 0) || !this.#file.read(reader)) return;
    const state = states.findIndex((word) => reader.sees(word));
    // A word of a newer kernel is absent.
    this.#state.set(sink, state < 0 ? Number.NaN : state);
  }

  close(): void {
    this.#file.close();
  }
}
