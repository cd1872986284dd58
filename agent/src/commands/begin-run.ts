import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../clock.ts';
import { dataFolder, executorPlace, inherited, type OutboxFlags, outboxOf, readSettings } from '../config.ts';
import { startAgain } from '../platform/start-again.ts';

export interface RunFlags extends OutboxFlags {
  readonly data?: string;
  readonly interval?: string;
  readonly executor?: string;
  readonly reexec: boolean;
}

const text = { type: 'string' } as const;
const options = {
  data: text,
  interval: text,
  executor: text,
  outbox: text,
  'outbox-size': text,
  'outbox-days': text,
  'no-reexec': { type: 'boolean' },
} as const;

/**
 * The flags of a plain `run`, or null for whatever else: another command, help, a mistake. Those are the command line's
 * affair, which a process that stays for months need not hold in memory (3 MB).
 */
export function plainRun([command, ...args]: readonly string[]): RunFlags | null {
  if (command !== 'run') return null;
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const { 'no-reexec': no = false, 'outbox-size': outboxSize, 'outbox-days': outboxDays, ...plain } = values;
    return {
      ...plain,
      ...(outboxSize !== undefined && { outboxSize }),
      ...(outboxDays !== undefined && { outboxDays }),
      reexec: !no,
    };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) return null;
    throw error;
  }
}

/** Measures and sends until the process is told to stop. @throws FettleError */
export async function beginRun({ data, interval, executor, reexec, ...outbox }: RunFlags): Promise<void> {
  const folder = dataFolder(data);
  const place = executorPlace(executor);
  const settings = () => readSettings(folder, { interval });
  if (reexec) startAgain(inherited());
  const log = pino({ level: settings().logLevel, base: null }, pino.destination(2));
  // Loaded here: the samplers are of no use to the other commands.
  const { runCommand } = await import('./run.ts');
  await runCommand({ folder, settings, outbox: outboxOf(outbox), executor: place }, systemClock, log);
}
