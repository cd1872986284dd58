/** Reports made beside everything else: on a thread that is started when it is first needed, and ended when it has had nothing to do for a while. */
import { Worker } from 'node:worker_threads';
import { FettleError } from '@fettle/shared/errors';
import type { Made, Progress } from './domain/reports/index.ts';
import type { SeriesStore } from './domain/series/index.ts';
import type { ReportFile } from './edge/renderers/file.ts';
import { type Asked, errorOf, type FromThread, type ToThread } from './reports-messages.ts';
import { SeriesGiver } from './reports-series.ts';
import type { ReportWork } from './reports-work.ts';

export interface BesideOptions {
  /** The records' file. */
  readonly file: string;
  readonly series: Pick<SeriesStore, 'scan'>;
  /** It ends after so long without work, ms; default: a minute. */
  readonly restMs?: number;
  /** Default: reports-thread.ts. */
  readonly program?: URL;
}

interface Pending {
  readonly progress: Progress;
  readonly done: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

const noProgress: Progress = async () => undefined;

export class ReportsBeside implements ReportWork {
  readonly #options: BesideOptions;
  readonly #giver: SeriesGiver;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #rest: NodeJS.Timeout | undefined;
  #lastId = 0;
  #closed = false;

  constructor(options: BesideOptions) {
    this.#options = options;
    this.#giver = new SeriesGiver(options.series, (message, transfer) => this.#say(message, transfer));
  }

  make: ReportWork['make'] = (ask, progress) => this.#ask({ work: 'make', ask }, progress) as Promise<Made>;

  preview: ReportWork['preview'] = (order, now) => this.#ask({ work: 'preview', order, now }) as Promise<string>;

  file: ReportWork['file'] = async (report, ask) => {
    const file = (await this.#ask({ work: 'file', report, ask })) as ReportFile | null;
    if (file === null || typeof file.content === 'string') return file;
    const { buffer, byteOffset, byteLength } = file.content;
    return { ...file, content: Buffer.from(buffer, byteOffset, byteLength) };
  };

  /** What is under way is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end(new FettleError('not_ready', 'The collector stops.'));
  }

  /** @throws FettleError `not_ready` */
  #ask(asked: Asked, progress: Progress = noProgress): Promise<unknown> {
    if (this.#closed) throw new FettleError('not_ready', 'The collector stops.');
    clearTimeout(this.#rest);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((done, fail) => {
      this.#pending.set(id, { progress, done, fail });
      // While somebody waits the process must not end.
      worker.ref();
      this.#say({ type: 'ask', id, asked });
    });
  }

  #say(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  #start(): Worker {
    const { file, program = new URL('./reports-thread.ts', import.meta.url) } = this.#options;
    const worker = new Worker(program, { workerData: { file }, name: 'reports' });
    worker.on('message', (message: FromThread) => {
      if (this.#worker === worker) this.#hear(message);
    });
    const ended = (reason: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll(new Error(`the thread of reports ended (${reason}); what is asked next starts it anew`));
    };
    worker.once('error', (error) => ended(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => ended(`code ${code}`));
    worker.unref();
    return worker;
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'scan':
        void this.#giver.scan(message);
        return;
      case 'more':
        this.#giver.taken(message.id);
        return;
      case 'stop':
        this.#giver.stop(message.id);
        return;
      case 'progress':
        void this.#tell(message);
        return;
      case 'failed':
        this.#forget(message.id)?.fail(errorOf(message.failure));
        return;
      case 'done':
      default:
        this.#forget(message.id)?.done(message.answer);
    }
  }

  /** Whoever is told may not want it any more. */
  async #tell({ id, share, doing }: Extract<FromThread, { type: 'progress' }>): Promise<void> {
    try {
      await this.#pending.get(id)?.progress(share, doing);
    } catch (error) {
      this.#say({ type: 'cancel', id });
      this.#forget(id)?.fail(error as Error);
    }
  }

  #forget(id: number): Pending | undefined {
    const known = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size > 0) return known;
    this.#worker?.unref();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#end(), this.#options.restMs ?? 60_000).unref();
    return known;
  }

  async #end(why = new Error('the thread of reports was ended')): Promise<void> {
    clearTimeout(this.#rest);
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = null;
    this.#failAll(why);
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    worker.ref();
    worker.postMessage({ type: 'close' } satisfies ToThread, []);
    await ended;
  }

  #failAll(error: Error): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    this.#giver.stopAll();
    for (const one of all) one.fail(error);
  }
}
