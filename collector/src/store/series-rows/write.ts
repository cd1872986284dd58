import type { Database, Statement } from 'better-sqlite3';
import type { Appended } from '../../domain/series/types.ts';
import type { DeviceNumbers } from './devices.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { NewestFrames } from './newest.ts';
import type { PreparedFrame } from './prepare.ts';
import type { Tables } from './tables.ts';

export interface WriterParts {
  readonly devices: DeviceNumbers;
  readonly dictionaries: Dictionaries;
  readonly newest: NewestFrames;
  readonly tables: Tables;
}

/** Writes batches of frames, each batch in one transaction, and tells memory of them once they are durable. */
export class FrameWriter {
  readonly #insert: Statement;
  readonly #parts: WriterParts;
  readonly #transaction: (batch: readonly (readonly PreparedFrame[])[]) => Appended[][];

  constructor(db: Database, parts: WriterParts) {
    this.#parts = parts;
    this.#insert = db.prepare(`
      insert into frame (device, sequence, time, shift, offset, dictionary, data) values (?, ?, ?, ?, ?, ?, ?)
      on conflict (device, sequence) do nothing`);
    this.#transaction = db.transaction((batch: readonly (readonly PreparedFrame[])[]) =>
      batch.map((frames) => frames.map((frame) => this.#write(frame))),
    );
  }

  /** Answers in the order given; on an error nothing is written and nothing remembered. */
  write(batch: readonly (readonly PreparedFrame[])[]): Appended[][] {
    const { devices, dictionaries } = this.#parts;
    let answers: Appended[][];
    try {
      answers = this.#transaction(batch);
    } catch (error) {
      devices.settle('rolled back');
      dictionaries.forget();
      throw error;
    }
    devices.settle('committed');
    batch.forEach((frames, call) =>
      frames.forEach((frame, place) => {
        if (answers[call]?.[place] === 'stored') this.#remember(frame);
      }),
    );
    return answers;
  }

  #write(frame: PreparedFrame): Appended {
    const { devices, dictionaries, tables } = this.#parts;
    const device = devices.number(frame.device);
    const dictionary = dictionaries.id(frame.dictionary);
    const { sequence, time, shift, offset, data } = frame;
    const { changes } = this.#insert.run(device, sequence, time, shift, offset, dictionary, data);
    if (changes === 0) return 'duplicate';
    tables.write(device, frame);
    return 'stored';
  }

  #remember(frame: PreparedFrame): void {
    this.#parts.newest.take(frame);
    this.#parts.tables.take(frame);
  }
}
