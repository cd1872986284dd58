/** How many bytes of JavaScript's heap a cycle of the agent leaves behind: samplers, frame, outbox, TLS and link together. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runtimeFlags } from '@fettle/agent/flags';
import { startCollector } from './agent/agent.ts';
import type { Emit } from './figure.ts';

const start = promisify(execFile);
const interval = 1_000;
const usualSeconds = 60;
/** Nothing is collected before so many MB: then what is in use at the end is what was made. */
const nursery = 64;

export async function run(emit: Emit, { seconds = usualSeconds }: { seconds?: number } = {}): Promise<void> {
  await using collector = await startCollector();
  const folder = await collector.enrol('garbage');
  const flags = [
    ...runtimeFlags({ processes: 0, ffi: false }).filter((flag) => !flag.startsWith('--max-semi-space-size')),
    `--max-semi-space-size=${nursery}`,
    `--min-semi-space-size=${nursery}`,
  ];
  const inside = join(import.meta.dirname, 'agent', 'garbage-inside.ts');
  const { stdout } = await start(process.execPath, [...flags, inside, folder, String(interval), String(seconds)]);
  const told = JSON.parse(stdout) as { cycles: number; sampling: number; all: number; series: number; link: string };
  if (told.link !== 'connected') throw new Error(`the agent was ${told.link}`);
  const conditions = { cycles: told.cycles, interval_ms: interval, series: told.series, flags: flags.join(' ') };
  emit('allocated_bytes_per_cycle', Math.round(told.all / told.cycles), 'By', conditions);
  emit('allocated_bytes_per_cycle_sampling', Math.round(told.sampling / told.cycles), 'By', conditions);
}
