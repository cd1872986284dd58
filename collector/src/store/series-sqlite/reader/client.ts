import { Worker } from 'node:worker_threads';
import { type ErrorCode, errorCodes, FettleError } from '@fettle/shared/errors';
import type { SeriesForm } from '@fettle/shared/json/series';
import type { Writes } from '../files/writes.ts';
import type { DictionaryMessage } from '../keeper/messages.ts';
import { Inbox } from './inbox.ts';
import type {
  DamagedRow,
  Found,
  FoundSeries,
  FromReader,
  RangeMessage,
  ReleaseMessage,
  SizeMessage,
  TableMessage,
  ToReader,
  Written,
} from './messages.ts';
import { movedWith } from './open-records.ts';

type Answer<Type extends FromReader['type']> = Extract<FromReader, { readonly type: Type }>;
/** Without the number that an answer is known by. */
type Asked<Message> = Omit<Message, 'id' | 'type'>;
type AskedRange = Omit<Asked<RangeMessage>, 'form'>;
type Final = Exclude<FromReader, { readonly type: 'found' }>;

interface Pending {
  readonly found: (found: Found) => void;
  readonly final: (message: Final) => void;
  readonly fail: (error: Error) => void;
}

export interface ReaderOptions {
  /** Where the period files are. */
  readonly folder: string;
  /** What is written beside it; absent: it looks at all files for each question. */
  readonly writes?: Writes;
  /** Rows that did not fit their checksums were passed over. */
  readonly onDamage?: (rows: readonly DamagedRow[]) => void;
  /** Default: thread.ts. */
  readonly program?: URL;
}

/**
 * Questions to the reader's thread, which is started when it is first needed. If it dies, what it was asked is rejected with
 * `internal`, and the next question starts it anew.
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #dictionaries = new Map<number, DictionaryMessage>();
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #lastId = 0;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Columns of frames that may be among the open ones of a question to come. */
  dictionary(message: DictionaryMessage): void {
    if (this.#dictionaries.has(message.id)) return;
    this.#dictionaries.set(message.id, message);
    this.#worker?.postMessage(message, []);
  }

  /**
   * What is found, as it is found; whoever stops reading ends the work.
   * @throws FettleError `query_too_large`, `query_too_long`, `internal`, `not_ready`
   */
  async *range(asked: AskedRange): AsyncGenerator<FoundSeries, void> {
    for await (const { series } of this.#found({ ...asked, form: null })) yield* series;
  }

  /** The same, written. @throws FettleError as `range` */
  async *written(asked: AskedRange, form: SeriesForm): AsyncGenerator<Written, void> {
    for await (const { written } of this.#found({ ...asked, form })) if (written !== null) yield written;
  }

  async *#found(asked: Asked<RangeMessage>): AsyncGenerator<Found, void> {
    const inbox = new Inbox<Found>();
    const id = this.#ask({ type: 'range', ...asked }, inbox, movedWith(asked.devices));
    try {
      for (let next = await inbox.next(); next !== null; next = await inbox.next()) {
        yield next;
        // The last was not sent ahead of anything.
        if (this.#pending.has(id)) this.#say({ type: 'more', id });
      }
    } finally {
      if (this.#forget(id)) this.#say({ type: 'cancel', id });
    }
  }

  /** The newest table at or before a time, of what is in blocks; its content is as in journal/table-rows.ts. */
  async table(asked: Asked<TableMessage>): Promise<Answer<'table'> | null> {
    const answer = await this.#once({ type: 'table', ...asked });
    return answer.type === 'table' ? answer : null;
  }

  /** What of a device is in blocks and roll-ups. */
  async size(asked: Asked<SizeMessage>): Promise<Answer<'size'>> {
    return (await this.#once({ type: 'size', ...asked })) as Answer<'size'>;
  }

  /** Lets go of files that were removed. */
  async release(files: ReleaseMessage['files']): Promise<void> {
    this.#say({ type: 'release', id: 0, files });
  }

  /** Questions that are open are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = null;
    this.#failAll(new FettleError('not_ready', 'The series are closed.'));
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    worker.ref();
    worker.postMessage({ type: 'close', id: 0 } satisfies ToReader, []);
    await ended;
  }

  #once(message: object): Promise<Final> {
    return new Promise((final, fail) => {
      this.#ask(message, { found: () => {}, final, fail });
    });
  }

  /** @throws FettleError `not_ready` */
  #ask(message: object, pending: Pending, moved: readonly ArrayBuffer[] = []): number {
    if (this.#closed) throw new FettleError('not_ready', 'The series are closed.');
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    this.#pending.set(id, pending);
    // While somebody waits the process must not end.
    worker.ref();
    worker.postMessage({ ...message, id }, moved);
    return id;
  }

  #say(message: ToReader): void {
    this.#worker?.postMessage(message, []);
  }

  #start(): Worker {
    const worker = new Worker(this.#options.program ?? new URL('./thread.ts', import.meta.url), {
      workerData: { folder: this.#options.folder, writes: this.#options.writes?.memory ?? null },
    });
    worker.on('message', (message: FromReader) => this.#hear(message));
    const ended = (reason: string, cause?: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      const error = new FettleError(
        'internal',
        `The reader of the series ended (${reason}). Ask again: it starts anew.`,
      );
      error.cause = cause;
      this.#failAll(error);
    };
    worker.once('error', (error) => ended(error instanceof Error ? error.message : String(error), error));
    worker.once('exit', (code) => ended(`code ${code}`));
    worker.unref();
    for (const dictionary of this.#dictionaries.values()) worker.postMessage(dictionary, []);
    return worker;
  }

  #hear(message: FromReader): void {
    if (message.type === 'done' && message.damaged.length > 0) this.#options.onDamage?.(message.damaged);
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.type === 'found') {
      pending.found(message.found);
      return;
    }
    this.#forget(message.id);
    if (message.type === 'done' && message.found !== null) pending.found(message.found);
    if (message.type === 'failed') pending.fail(errorOf(message));
    else pending.final(message);
  }

  /** Whether it was still open. */
  #forget(id: number): boolean {
    const known = this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker?.unref();
    return known;
  }

  #failAll(error: Error): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of all) one.fail(error);
  }
}

function errorOf({ code, message }: { readonly code: string; readonly message: string }): FettleError {
  return new FettleError(code in errorCodes ? (code as ErrorCode) : 'internal', message);
}
