import { Worker } from 'node:worker_threads';
import { errorCodes, type ErrorCode, FettleError } from '@fettle/shared/errors';

interface Answer {
  readonly type: string;
  readonly id: number;
}

interface Asked<From> {
  readonly resolve: (answer: From) => void;
  readonly reject: (error: Error) => void;
  readonly onPart: ((part: From) => void) | null;
}

export interface ThreadOptions {
  /** For people, in messages. */
  readonly name: string;
  readonly program: URL;
  /** The worker's data. */
  readonly data: unknown;
  /** It ended by itself; everything that was asked is rejected with the same. */
  readonly died: (error: Error) => void;
}

/** A worker that starts when it is first needed, and anew after it died. Each question has one last answer. */
export class Thread<From extends Answer> {
  readonly #options: ThreadOptions;
  #worker: Worker | null = null;
  #asked = new Map<number, Asked<From>>();
  #nextId = 1;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  get runs(): boolean {
    return this.#worker !== null;
  }

  newId(): number {
    return this.#nextId++;
  }

  start(): void {
    this.#worker ??= this.#begin();
  }

  /** Says something that has no answer; nothing when it does not run. */
  tell(message: object): void {
    this.#worker?.postMessage(message);
  }

  /**
   * Asks and gives the last answer; those of the type `found` before it go to `onPart`.
   * @throws FettleError what a `failed` says, or that the thread died
   */
  ask(
    message: { readonly id: number; readonly type: string },
    transfer: ArrayBuffer[] = [],
    onPart: Asked<From>['onPart'] = null,
  ): Promise<From> {
    this.#worker ??= this.#begin();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#asked.set(message.id, { resolve, reject, onPart });
      // While somebody waits for it the process must not end.
      worker.ref();
      worker.postMessage(message, transfer);
    });
  }

  /** Ends it now, whatever it does. What was asked is rejected. */
  async end(why: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(why);
    await worker?.terminate();
  }

  #begin(): Worker {
    const { name, program, data } = this.#options;
    const worker = new Worker(program, { workerData: data, name });
    worker.on('message', (message: From) => {
      if (this.#worker === worker) this.#heard(worker, message);
    });
    worker.on('error', (error) => this.#ended(worker, error));
    worker.on('exit', (code) => this.#ended(worker, new Error(`it ended with ${code}`)));
    worker.unref();
    return worker;
  }

  #heard(worker: Worker, message: From): void {
    const asked = this.#asked.get(message.id);
    if (!asked) return;
    if (message.type === 'found') {
      asked.onPart?.(message);
      return;
    }
    this.#asked.delete(message.id);
    if (this.#asked.size === 0) worker.unref();
    if (message.type === 'failed') asked.reject(failure(message as never));
    else asked.resolve(message);
  }

  #ended(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const why = cause instanceof Error ? cause.message : String(cause);
    const error = new FettleError('internal', `The ${this.#options.name} of the series died: ${why}. It starts anew.`);
    error.cause = cause;
    this.#rejectAll(error);
    this.#options.died(error);
  }

  #rejectAll(error: Error): void {
    const all = this.#asked;
    this.#asked = new Map();
    for (const { reject } of all.values()) reject(error);
  }
}

function failure({ code, message }: { readonly code: string; readonly message: string }): FettleError {
  return new FettleError(code in errorCodes ? (code as ErrorCode) : 'internal', message);
}
