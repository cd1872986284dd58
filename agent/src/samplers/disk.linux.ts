import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  diskBusy,
  diskDiscarded,
  diskDuration,
  diskExtraDuration,
  diskExtraOperations,
  diskIo,
  diskMerged,
  diskOperations,
  diskPending,
  diskQueue,
} from '@fettle/shared/metrics/disk';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { bytesOf, Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import { growth, rate, secondsBetween } from './rate.ts';
import type { Instant, Sampler, SamplerFactory, Sink } from './sampler.ts';

/** Fields after the name in /proc/diskstats (Documentation/admin-guide/iostats.rst); times are 32-bit milliseconds. */
const fields = 17;
const [reads, readsMerged, sectorsRead, readMs, writes, writesMerged, sectorsWritten, writeMs, pending, busyMs] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;
/** Since Linux 2.6, 4.18 and 5.5. */
const [queueMs, discards, sectorsDiscarded, discardMs, flushes, flushMs] = [10, 11, 13, 14, 15, 16] as const;
/** Of this file, whatever the disk's own sectors are. */
const sectorBytes = 512;

const space = 0x20;
/** Loops and ram disks are files and memory under another name; floppies and empty trays only wake up. */
const neverDisks = /^(?:loop|ram|fd|sr|nbd)\d/;

/** Whole disks, mapped and striped devices that have moved at least one block; no partitions. */
export const disk: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/diskstats'));
  return file.read(new Reader()) ? new DiskSampler(file, host.root) : 'no /proc/diskstats';
};

class DiskSampler implements Sampler {
  readonly family = 'disk';
  readonly lane = 'fast';
  readonly #file: ProcFile;
  readonly #root: string;
  readonly #reader = new Reader();
  readonly #known = new Map<string, Disk>();
  /** By line: the kernel keeps their order, so that a name is compared and not made anew. */
  readonly #lines: Disk[] = [];

  constructor(file: ProcFile, root: string) {
    this.#file = file;
    this.#root = root;
  }

  sample(sink: Sink, at: Instant): void {
    const reader = this.#reader;
    if (!this.#file.read(reader)) return;
    let line = 0;
    do {
      reader.skip(2);
      while (reader.buffer[reader.at] === space) reader.at++;
      let known = this.#lines[line];
      if (!known || !reader.sees(known.prefix)) known = this.#meet(line);
      if (known.counts) {
        reader.at += known.prefix.length;
        known.read(reader, at.monotonic);
        known.tell(sink);
      }
      line++;
    } while (reader.nextLine());
  }

  close(): void {
    this.#file.close();
  }

  #meet(line: number): Disk {
    const reader = this.#reader;
    const start = reader.at;
    const name = reader.after(space) ? reader.text(start, reader.at - 1) : '';
    reader.at = start;
    let known = this.#known.get(name);
    if (!known) {
      known = new Disk(name, this.#counts(name), this.#shownName(name));
      this.#known.set(name, known);
    }
    this.#lines[line] = known;
    return known;
  }

  /** Partitions have no folder of their own under /sys/block. */
  #counts(name: string): boolean {
    return name !== '' && !neverDisks.test(name) && existsSync(this.#folder(name));
  }

  /** Mapped devices by the name that people gave them. */
  #shownName(name: string): string {
    const file = join(this.#folder(name), 'dm/name');
    return name.startsWith('dm-') && existsSync(file) ? readFileSync(file, 'utf8').trim() || name : name;
  }

  #folder(name: string): string {
    return join(this.#root, 'sys/block', name.replaceAll('/', '!'));
  }
}

class Disk {
  readonly prefix: Uint8Array;
  readonly counts: boolean;
  readonly #now = new Float64Array(fields).fill(Number.NaN);
  readonly #before = new Float64Array(fields).fill(Number.NaN);
  readonly #busy: Column;
  readonly #pending: Column;
  readonly #queue: Column;
  readonly #discarded: Column;
  readonly #extra: readonly Extra[];
  readonly #read: Direction;
  readonly #write: Direction;
  #seconds = Number.NaN;
  #lastAt = Number.NaN;

  constructor(name: string, counts: boolean, shown: string) {
    this.prefix = bytesOf(`${name} `);
    this.counts = counts;
    this.#busy = new Column(diskBusy, shown);
    this.#pending = new Column(diskPending, shown);
    this.#queue = new Column(diskQueue, shown);
    this.#discarded = new Column(diskDiscarded, shown);
    this.#extra = [extraOf(shown, 'discard', discards, discardMs), extraOf(shown, 'flush', flushes, flushMs)];
    this.#read = new Direction(shown, 'read', {
      sectors: sectorsRead,
      operations: reads,
      ms: readMs,
      merged: readsMerged,
    });
    this.#write = new Direction(shown, 'write', {
      sectors: sectorsWritten,
      operations: writes,
      ms: writeMs,
      merged: writesMerged,
    });
  }

  read(reader: Reader, monotonic: number): void {
    this.#before.set(this.#now);
    for (let field = 0; field < fields; field++) this.#now[field] = reader.integer();
    // Its own time: a disk that was away for a while was not read in the cycle before.
    this.#seconds = secondsBetween(this.#lastAt, monotonic);
    this.#lastAt = monotonic;
  }

  tell(sink: Sink): void {
    const now = this.#now;
    if (now[reads] === 0 && now[writes] === 0) return;
    const busy = rate(this.#before[busyMs] as number, now[busyMs] as number, this.#seconds, 32) / 1_000;
    // The kernel counts it in whole ticks, which may be one more than the time between two readings.
    this.#busy.set(sink, Math.min(busy, 1));
    this.#pending.set(sink, now[pending] as number);
    this.#read.tell(sink, this.#before, now, this.#seconds);
    this.#write.tell(sink, this.#before, now, this.#seconds);
    this.#tellMore(sink);
  }

  #tellMore(sink: Sink): void {
    const [before, now] = [this.#before, this.#now];
    const waited = rate(before[queueMs] as number, now[queueMs] as number, this.#seconds, 32);
    this.#queue.set(sink, waited / 1_000);
    const sectors = rate(before[sectorsDiscarded] as number, now[sectorsDiscarded] as number, this.#seconds);
    this.#discarded.set(sink, sectors * sectorBytes);
    for (let at = 0; at < this.#extra.length; at++) {
      const { operations, ms, count, duration } = this.#extra[at] as Extra;
      const done = growth(before[operations] as number, now[operations] as number);
      count.set(sink, rate(before[operations] as number, now[operations] as number, this.#seconds));
      duration.set(sink, done > 0 ? growth(before[ms] as number, now[ms] as number, 32) / done : Number.NaN);
    }
  }
}

interface Extra {
  readonly operations: number;
  readonly ms: number;
  readonly count: Column;
  readonly duration: Column;
}

function extraOf(device: string, operation: string, operations: number, ms: number): Extra {
  return {
    operations,
    ms,
    count: new Column(diskExtraOperations, device, operation),
    duration: new Column(diskExtraDuration, device, operation),
  };
}

interface Places {
  readonly sectors: number;
  readonly operations: number;
  readonly ms: number;
  readonly merged: number;
}

/** What is measured alike of reading and of writing. */
class Direction {
  readonly #places: Places;
  readonly #io: Column;
  readonly #operations: Column;
  readonly #duration: Column;
  readonly #merged: Column;

  constructor(device: string, direction: 'read' | 'write', places: Places) {
    this.#places = places;
    this.#io = new Column(diskIo, device, direction);
    this.#operations = new Column(diskOperations, device, direction);
    this.#duration = new Column(diskDuration, device, direction);
    this.#merged = new Column(diskMerged, device, direction);
  }

  tell(sink: Sink, before: Float64Array, now: Float64Array, seconds: number): void {
    const { sectors, operations, ms, merged } = this.#places;
    this.#io.set(sink, rate(before[sectors] as number, now[sectors] as number, seconds) * sectorBytes);
    this.#operations.set(sink, rate(before[operations] as number, now[operations] as number, seconds));
    this.#merged.set(sink, rate(before[merged] as number, now[merged] as number, seconds));
    const done = growth(before[operations] as number, now[operations] as number);
    const spent = growth(before[ms] as number, now[ms] as number, 32);
    this.#duration.set(sink, done > 0 ? spent / done : Number.NaN);
  }
}
