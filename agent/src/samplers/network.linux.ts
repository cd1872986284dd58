import { join } from 'node:path';
import {
  networkDetail,
  networkDropped,
  networkErrors,
  networkIo,
  networkPackets,
  networkState,
} from '@fettle/shared/metrics/network';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { bytesOf, Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { Counters } from './counters.ts';
import { rate, secondsBetween } from './rate.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';

/** Fields after the name in /proc/net/dev: eight received, eight sent, of which these are told, in this order. */
const told = [networkIo, networkPackets, networkErrors, networkDropped] as const;
const perDirection = 8;
/** Those behind them, in the order of the file. */
const details = [
  ['receive', 'queue_full'],
  ['receive', 'broken_frame'],
  ['receive', 'compressed'],
  ['receive', 'multicast'],
  ['transmit', 'queue_full'],
  ['transmit', 'collision'],
  ['transmit', 'carrier_lost'],
  ['transmit', 'compressed'],
] as const;

const states = (networkState.states ?? []).map(bytesOf);

const space = 0x20;
const colon = 0x3a;
/** Ends of container cables: they come and go by the thousand, and the bridge behind them tells the same bytes. */
const neverInterfaces = /^veth/;

/** Every network interface that has carried at least one byte, the loopback too. */
export const network: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/net/dev'));
  return file.read(new Reader()) ? new NetworkSampler(file, host.root) : 'no /proc/net/dev';
};

class NetworkSampler implements Sampler {
  readonly family = 'network';
  readonly lane = 'fast';
  readonly #file: ProcFile;
  readonly #root: string;
  readonly #reader = new Reader();
  readonly #known = new Map<string, Interface>();
  /** By line: the kernel keeps their order, so that a name is compared and not made anew. */
  readonly #lines: Interface[] = [];

  constructor(file: ProcFile, root: string) {
    this.#file = file;
    this.#root = root;
  }

  sample(sink: Sink, at: Instant): void {
    const reader = this.#reader;
    if (!this.#file.read(reader)) return;
    // Two lines of headings.
    reader.nextLine();
    let line = 0;
    for (; reader.nextLine(); line++) {
      while (reader.buffer[reader.at] === space) reader.at++;
      let known = this.#lines[line];
      if (!known || !reader.sees(known.prefix)) known = this.#meet(line);
      if (!known.counts) continue;
      reader.at += known.prefix.length;
      known.sample(reader, sink, at.monotonic);
    }
    for (let place = 0; place < line; place++) this.#lines[place]?.tellState(reader, sink);
  }

  close(): void {
    this.#file.close();
    for (const known of this.#known.values()) known.close();
  }

  #meet(line: number): Interface {
    const reader = this.#reader;
    const start = reader.at;
    const name = reader.after(colon) ? reader.text(start, reader.at - 1) : '';
    reader.at = start;
    let known = this.#known.get(name);
    if (!known) {
      known = new Interface(name, this.#root);
      this.#known.set(name, known);
    }
    this.#lines[line] = known;
    return known;
  }
}

class Interface {
  readonly prefix: Uint8Array;
  readonly counts: boolean;
  readonly #before = new Float64Array(2 * told.length).fill(Number.NaN);
  readonly #now = new Float64Array(2 * told.length).fill(Number.NaN);
  readonly #columns: readonly Column[];
  readonly #details = new Float64Array(details.length).fill(Number.NaN);
  readonly #detailed: Counters;
  readonly #stateFile: ProcFile;
  readonly #state: Column;
  #lastAt = Number.NaN;

  constructor(name: string, root: string) {
    this.#stateFile = new ProcFile(join(root, 'sys/class/net', name, 'operstate'));
    this.#state = new Column(networkState, name);
    this.prefix = bytesOf(`${name}:`);
    this.counts = name !== '' && !neverInterfaces.test(name);
    const columns = details.map(([direction, packet]) => new Column(networkDetail, name, direction, packet));
    this.#detailed = new Counters(this.#details, columns, { bits: 32 });
    this.#columns = ['receive', 'transmit'].flatMap((direction) =>
      told.map((metric) => new Column(metric, name, direction)),
    );
  }

  sample(reader: Reader, sink: Sink, monotonic: number): void {
    // Its own time: an interface that was away for a while was not read in the cycle before.
    const seconds = secondsBetween(this.#lastAt, monotonic);
    this.#lastAt = monotonic;
    this.#before.set(this.#now);
    const now = this.#now;
    for (let direction = 0; direction < 2; direction++) {
      for (let at = 0; at < told.length; at++) now[direction * told.length + at] = reader.integer();
      for (let at = 0; at < perDirection - told.length; at++) {
        this.#details[direction * told.length + at] = reader.integer();
      }
    }
    if (!this.#used()) return;
    for (let at = 0; at < now.length; at++) {
      // Some drivers count in 32 bits.
      this.#columns[at]?.set(sink, rate(this.#before[at] as number, now[at] as number, seconds, 32));
    }
    this.#detailed.tell(sink, seconds);
  }

  /** Apart from `sample`, because it reads another file into the same buffer. */
  tellState(reader: Reader, sink: Sink): void {
    if (!this.counts || !this.#used() || !this.#stateFile.read(reader)) return;
    const state = states.findIndex((word) => reader.sees(word));
    // A word of a newer kernel is absent.
    this.#state.set(sink, state < 0 ? Number.NaN : state);
  }

  close(): void {
    this.#stateFile.close();
  }

  /** Whether it ever carried a byte. */
  #used(): boolean {
    return this.#now[0] !== 0 || this.#now[told.length] !== 0;
  }
}
