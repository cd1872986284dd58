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
import type { Steps } from '../platform/wasm/steps.ts';
import type { SamplerFactory, Sink } from './sampler.ts';
import { ToldFile } from './told-file.ts';

/** Fields after the name in /proc/diskstats (Documentation/admin-guide/iostats.rst); times are 32-bit milliseconds. */
const [
  readCount,
  readsMerged,
  sectorsRead,
  readMs,
  writeCount,
  writesMerged,
  sectorsWritten,
  writeMs,
  pending,
  busyMs,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
/** Since Linux 2.6, 4.18 and 5.5. */
const [queueMs, discardCount, sectorsDiscarded, discardMs, flushCount, flushMs] = [10, 11, 13, 14, 15, 16] as const;
const directions = [
  { name: 'read', count: readCount, merged: readsMerged, sectors: sectorsRead, ms: readMs },
  { name: 'write', count: writeCount, merged: writesMerged, sectors: sectorsWritten, ms: writeMs },
] as const;
const extras = [
  { name: 'discard', count: discardCount, ms: discardMs },
  { name: 'flush', count: flushCount, ms: flushMs },
] as const;
/** In bytes, of this file, whatever the disk's own sectors are. */
const sectors = { factor: 512 };
const secondsPerMs = 1e-3;

/** Major and minor number of the device stand before its name. */
const beforeName = 2;
/** Loops and ram disks are files and memory under another name; floppies and empty trays only wake up. */
const neverDisks = /^(?:loop|ram|fd|sr|nbd)\d/;

/** Whole disks, mapped and striped devices that have moved at least one block; no partitions. */
export const disk: SamplerFactory = (host) => {
  const file = new ToldFile(join(host.root, 'proc/diskstats'), (lines, steps, sink) => {
    for (const line of lines) {
      const [name = ''] = line.words;
      const folder = join(host.root, 'sys/block', name.replaceAll('/', '!'));
      // Partitions have no folder of their own there.
      if (name === '' || neverDisks.test(name) || !existsSync(folder)) continue;
      const place = (field: number) => (beforeName + field < line.count ? line.first + beforeName + field : undefined);
      const [reads, writes] = [place(readCount), place(writeCount)];
      if (reads === undefined || writes === undefined) continue;
      steps.unlessZero([reads, writes], () => planDisk(place, steps, sink, shownName(name, folder)));
    }
  });
  if (!file.exists) return 'no /proc/diskstats';
  return {
    family: 'disk',
    lane: 'fast',
    sample: (sink, at) => void file.tell(sink, at.monotonic),
    close: () => file.close(),
  };
};

/** Mapped devices by the name that people gave them. */
function shownName(name: string, folder: string): string {
  const file = join(folder, 'dm/name');
  return name.startsWith('dm-') && existsSync(file) ? readFileSync(file, 'utf8').trim() || name : name;
}

type PlaceOf = (field: number) => number | undefined;

function planDisk(place: PlaceOf, steps: Steps, sink: Sink, device: string): void {
  // The kernel counts it in whole ticks, which may be one more than the time between two readings.
  steps.busyShare(place(busyMs), () => sink.column(diskBusy, device), secondsPerMs);
  steps.gauge(place(pending), () => sink.column(diskPending, device));
  for (const { name, ...fields } of directions) {
    steps.rate(place(fields.sectors), () => sink.column(diskIo, device, name), sectors);
    steps.rate(place(fields.merged), () => sink.column(diskMerged, device, name));
    const operations = sink.column(diskOperations, device, name);
    steps.rate(place(fields.count), () => operations);
    steps.spentEach(place(fields.ms), operations, () => sink.column(diskDuration, device, name));
  }
  steps.rate(place(queueMs), () => sink.column(diskQueue, device), { factor: secondsPerMs, bits: 32 });
  steps.rate(place(sectorsDiscarded), () => sink.column(diskDiscarded, device), sectors);
  for (const { name, count, ms } of extras) {
    if (place(count) === undefined) continue;
    const operations = sink.column(diskExtraOperations, device, name);
    steps.rate(place(count), () => operations);
    steps.spentEach(place(ms), operations, () => sink.column(diskExtraDuration, device, name));
  }
}
