/**
 * How `fettle backup` asks the collector that runs: by a file in its data folder, which only its own user can write; answers are
 * another. So nobody can make a collector write anywhere over the network.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, FettleError } from '@fettle/shared/errors';
import { readIfThere, writeDurably } from '../operator/durable-file.ts';
import type { Manifest } from '../store/backup/manifest.ts';

/** Paths in the data folder that no backup holds. */
export const deskFiles = ['backup.request', 'backup.answer'] as const;
const [requestFile, answerFile] = deskFiles;

interface Request {
  readonly id: string;
  readonly target: string;
}

type Answer =
  | { readonly id: string; readonly state: 'working' }
  | { readonly id: string; readonly state: 'done'; readonly manifest: Manifest }
  | { readonly id: string; readonly state: 'failed'; readonly code: ErrorCode; readonly message: string };

/** The collector's side. */
export class BackupDesk {
  readonly #data: string;
  readonly #make: (target: string, signal: AbortSignal) => Promise<Manifest>;
  readonly #failed: (error: Error) => void;
  readonly #abort = new AbortController();
  #working: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looks = false;

  /** @param failed hears of requests that cannot be read and of answers that cannot be written */
  constructor(
    data: string,
    make: (target: string, signal: AbortSignal) => Promise<Manifest>,
    failed: (error: Error) => void,
  ) {
    this.#data = data;
    this.#make = make;
    this.#failed = failed;
  }

  /** Looks twice a second from now on. */
  open(): void {
    this.#timer = setInterval(() => void this.look().catch(this.#failed), 500);
  }

  /** Begins what is asked for, if anything is and nothing is under way. */
  async look(): Promise<void> {
    if (this.#looks || this.#working !== null || this.#abort.signal.aborted) return;
    this.#looks = true;
    try {
      const file = join(this.#data, requestFile);
      const text = await readIfThere(file);
      if (text === null) return;
      await rm(file, { force: true });
      const { id, target } = JSON.parse(text) as Request;
      this.#working = this.#work(id, target).finally(() => (this.#working = null));
    } finally {
      this.#looks = false;
    }
  }

  /** Gives up what is under way; its folder is left empty. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#abort.abort(new FettleError('not_ready', 'The collector stops.'));
    await this.#working;
  }

  async #work(id: string, target: string): Promise<void> {
    const say = (answer: Answer) => writeDurably(join(this.#data, answerFile), `${JSON.stringify(answer)}\n`);
    try {
      await say({ id, state: 'working' });
      await say({ id, state: 'done', manifest: await this.#make(target, this.#abort.signal) });
    } catch (error) {
      const code = error instanceof FettleError ? error.code : 'internal';
      await say({ id, state: 'failed', code, message: (error as Error).message }).catch(this.#failed);
    }
  }
}

/** How long a collector that runs may take to begin, ms. */
const beginMs = 15_000;

/**
 * The side of the command: asks and waits for the end. @param target absolute
 * @throws FettleError what the collector says; `not_ready` when none answers
 */
export async function askForBackup(data: string, target: string): Promise<Manifest> {
  const id = randomUUID();
  await writeDurably(join(data, requestFile), `${JSON.stringify({ id, target } satisfies Request)}\n`);
  const latest = performance.now() + beginMs;
  try {
    for (;;) {
      const text = await readIfThere(join(data, answerFile));
      const answer = text === null ? null : (JSON.parse(text) as Answer);
      if (answer?.id === id && answer.state === 'done') return answer.manifest;
      if (answer?.id === id && answer.state === 'failed') throw new FettleError(answer.code, answer.message);
      if (answer?.id !== id && performance.now() > latest) throw silent(data);
      await sleep(100);
    }
  } finally {
    for (const name of deskFiles) await rm(join(data, name), { force: true });
  }
}

function silent(data: string): FettleError {
  return new FettleError(
    'not_ready',
    `Something uses ${data}, but no collector answers there. Is another backup under way? Try again, or stop the collector first.`,
  );
}
