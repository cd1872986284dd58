import { Worker } from 'node:worker_threads';
import { type ErrorCode, errorCodes, FettleError } from '@fettle/shared/errors';
import { Writes } from '../files/writes.ts';
import type { Maintained } from './keeper.ts';
import type { DictionaryMessage, FromKeeper, MaintainMessage, Segment, ToKeeper } from './messages.ts';

type Answer = Exclude<FromKeeper, { readonly type: 'failed' }>;
type Asked = Exclude<ToKeeper, DictionaryMessage>;
type Question = Asked extends infer One ? (One extends Asked ? Omit<One, 'id'> : never) : never;

interface Outstanding {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** The collector's end of the keeper's thread. When the thread ends unasked, all that is outstanding and all that comes rejects. */
export class KeeperClient {
  readonly #worker: Worker;
  readonly #outstanding = new Map<number, Outstanding>();
  #last = 0;
  #ended: Error | null = null;

  /** @param onEnd is called when the thread ends unasked: nothing can be sealed any longer */
  constructor(folder: string, onEnd: (error: Error) => void, writes = new Writes()) {
    const data = { folder, writes: writes.memory };
    this.#worker = new Worker(new URL('thread.ts', import.meta.url), { workerData: data, name: 'keeper' });
    let cause: Error | null = null;
    this.#worker.on('message', (message: FromKeeper) => this.#hear(message));
    this.#worker.on('error', (error: Error) => {
      cause = error;
    });
    this.#worker.on('exit', (code) => {
      const wasAsked = this.#ended !== null;
      const error = ended(cause, code);
      this.#end(error);
      if (!wasAsked) onEnd(error);
    });
  }

  /** Once for each stored dictionary after the start, and for a new one before a segment that uses it. */
  dictionary(dictionary: Omit<DictionaryMessage, 'type'>): void {
    this.#post({ type: 'dictionary', ...dictionary });
  }

  /**
   * Resolves when the segments are blocks that survive power loss, with the highest block number of each file written.
   * Rejects when none of them counts: they are to be sealed again.
   */
  async seal(segments: readonly Segment[]): Promise<{ readonly confirm: Readonly<Record<string, number>> }> {
    return (await this.#ask({ type: 'seal', segments })) as Extract<Answer, { type: 'sealed' }>;
  }

  /** A slice of what is due by that time. `confirmed`: of each file the `confirm` that the journal has durably. */
  async maintain(
    now: number,
    plan: MaintainMessage['plan'],
    confirmed: MaintainMessage['confirmed'],
  ): Promise<Maintained> {
    return (await this.#ask({ type: 'maintain', now, plan, confirmed })) as Extract<Answer, { type: 'maintained' }>;
  }

  /** Resolves when all is in the files themselves; until `goOn` nothing is written, and seals wait. */
  async hold(): Promise<void> {
    await this.#ask({ type: 'hold' });
  }

  async goOn(): Promise<void> {
    await this.#ask({ type: 'go-on' });
  }

  /** Finishes what was asked before, closes the files and ends the thread. */
  async close(): Promise<void> {
    if (this.#ended !== null) return;
    const closed = this.#ask({ type: 'close' });
    this.#ended = new FettleError('not_ready', 'The series store is closed.');
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    await closed;
    await exited;
  }

  #ask(question: Question): Promise<Answer> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#outstanding.set(id, { resolve, reject });
      this.#post({ ...question, id });
    });
  }

  #post(message: ToKeeper): void {
    if (this.#ended === null) this.#worker.postMessage(message, []);
  }

  #hear(message: FromKeeper): void {
    const asked = this.#outstanding.get(message.id);
    this.#outstanding.delete(message.id);
    if (message.type !== 'failed') asked?.resolve(message);
    else asked?.reject(new FettleError(message.code as ErrorCode, message.message));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#outstanding.values()) reject(error);
    this.#outstanding.clear();
  }
}

/** What a thread throws arrives as a copy, which has the code but is no FettleError any longer. */
function ended(cause: Error | null, exitCode: number): FettleError {
  const code = cause !== null && 'code' in cause ? String(cause.code) : '';
  const why = cause?.message ?? `exit code ${exitCode}`;
  const error =
    code in errorCodes
      ? new FettleError(code as ErrorCode, why)
      : new FettleError('internal', `The thread that keeps the series ended: ${why}. Start the collector again.`);
  if (cause !== null) error.cause = cause;
  return error;
}
