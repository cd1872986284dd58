/** What the outbox on disk costs a device: each frame of about 500 values written before it is sent, and read again. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@fettle/agent/clock';
import { DiskOutbox } from '@fettle/agent/link/outbox-disk/outbox-disk';
import { diskBounds } from '@fettle/agent/link/outbox-disk/room';
import { createMemoryOutbox, type Outbox } from '@fettle/agent/link/outbox';
import { machine } from '../support/machine.ts';
import type { Emit } from './figure.ts';

const frames = 3_600;
const silent = { error() {}, warn() {}, info() {} };

export async function run(emit: Emit): Promise<void> {
  for (const shape of ['idle', 'busy'] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'fettle-outbox-'));
    try {
      const outbox = new DiskOutbox({ folder, bounds: diskBounds, clock: systemClock, log: silent, boot: 'bench' });
      measure(emit, outbox, shape, () => folderBytes(folder));
      await outbox.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
    measure(emit, createMemoryOutbox({ frames, bytes: 1e9 }), shape);
  }
}

function measure(emit: Emit, outbox: Outbox, shape: 'idle' | 'busy', onDisk?: () => number): void {
  const source = machine({ seed: 7, values: 500, interval: 10_000, busy: shape === 'busy' });
  const stream = Array.from({ length: frames }, () => source.next());
  const conditions = { outbox: outbox.where, values: source.dictionary.series.length, frames, shape };
  const began = process.cpuUsage();
  for (const frame of stream) outbox.append({ frame, dictionary: source.dictionary, base: 0 });
  emit('append', perFrame(began), 'us', conditions);
  if (onDisk !== undefined) emit('bytes_per_frame', onDisk() / frames, 'By', conditions);
  const beganReading = process.cpuUsage();
  let read = 0;
  for (let at = 0; ;) {
    const entries = outbox.pending(at, 16);
    if (entries.length === 0) break;
    read += entries.length;
    at = entries.at(-1)?.frame.sequence ?? at;
  }
  if (read !== frames) throw new Error(`${read} frames were read of ${frames}`);
  emit('read', perFrame(beganReading), 'us', conditions);
}

function perFrame(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / frames;
}

function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
