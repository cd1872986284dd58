import { setImmediate as nextTurn } from 'node:timers/promises';
import { FettleError } from '@fettle/shared/errors';
import { FleetReading } from './fleet-reading.ts';
import type { Folder } from './folder.ts';
import { DeviceGathering, type Kept } from './gather.ts';
import type { Interval } from './intervals.ts';
import type { AskedDevice, Found, FoundSeries, RangeMessage } from './messages.ts';
import { unpackDevices } from './open-records.ts';
import { Question } from './question.ts';
import { type ReadPart, SettledSteps } from './settled.ts';
import { View } from './view.ts';
import { Writing } from './written.ts';

/** How long a question works before others get their turn, ms. */
const turnMs = 5;
/** How long files are held as they are at one moment; longer keeps the keeper from tidying its log. */
const viewMs = 50;
/** Values that are sent together. */
const batchValues = 16_384;

export interface Asker {
  /** Resolves when more may be sent. */
  send(found: Found): Promise<void>;
  /** Nobody wants the answer any more. */
  cancelled(): boolean;
}

/** How an answer ends. */
export interface Answered {
  /** What was found last and not sent yet; null: nothing. */
  readonly rest: Found | null;
  /** What it took. */
  readonly ms: number;
}

/**
 * Answers a question, a few devices at a time.
 * @throws FettleError `query_too_large`, `query_too_long`
 */
export async function answer(message: RangeMessage, folder: Folder, kept: Kept, asker: Asker): Promise<Answered> {
  if (message.to <= message.from || message.series.length === 0) return { rest: null, ms: 0 };
  const work = new Work(new Question(message), folder, kept, asker);
  try {
    return await work.run();
  } finally {
    work.close();
  }
}

class Work {
  readonly #question: Question;
  readonly #folder: Folder;
  readonly #kept: Kept;
  readonly #asker: Asker;
  readonly #fleet: FleetReading | null;
  /** Null: none is kept of such an answer, or now. */
  readonly #settled: SettledSteps | null;
  readonly #devices: readonly AskedDevice[];
  #damaged = false;
  #view: View | null = null;
  #viewSince = 0;
  #turnSince = performance.now();
  #spent = 0;
  #room: number;
  #batch: FoundSeries[] = [];
  readonly #writing: Writing | null;
  #batched = 0;

  constructor(question: Question, folder: Folder, kept: Kept, asker: Asker) {
    this.#question = question;
    this.#folder = folder;
    const damaged: Kept['damaged'] = (row) => {
      this.#damaged = true;
      kept.damaged(row);
    };
    this.#kept = { ...kept, damaged };
    this.#asker = asker;
    this.#devices = unpackDevices(question.message);
    this.#fleet = FleetReading.suits(question, this.#devices)
      ? new FleetReading(question, this.#devices, kept.fleet, damaged)
      : null;
    // Frames in a late file are part of answers only once the roll-ups have them.
    this.#settled = folder.hasLate() ? null : SettledSteps.of(question, kept.settled);
    this.#room = question.message.maxPoints;
    const { form } = question.message;
    this.#writing = form === null ? null : new Writing(form);
  }

  async run(): Promise<Answered> {
    for (const asked of this.#devices) {
      const found = await this.#answer(asked);
      if (found === null) return { rest: null, ms: this.#spent };
      await this.#give(found);
    }
    return { rest: this.#taken(), ms: this.#spent + performance.now() - this.#turnSince };
  }

  close(): void {
    this.#view?.close();
    this.#view = null;
  }

  /** Null: nobody wants it any more. @throws FettleError `query_too_large` */
  async #answer(asked: AskedDevice): Promise<readonly FoundSeries[] | null> {
    const parts: ReadPart[] = [];
    let isCertain = true;
    const settled = this.#settled?.readingOf(asked);
    for (const within of settled?.unread ?? [this.#question.wanted.range]) {
      const gathering = new DeviceGathering(this.#shared(within), () => this.#viewNow(), asked, this.#room);
      const reading = gathering.read();
      let step = reading.next();
      for (; !step.done; step = reading.next()) {
        await this.#breathe();
        if (this.#asker.cancelled()) return null;
      }
      parts.push({ within, found: step.value });
      isCertain &&= !gathering.unclear && !this.#damaged;
    }
    if (!this.#settled || !settled) return parts[0]?.found ?? [];
    return this.#settled.answer(settled, parts, isCertain);
  }

  #shared(within: Interval) {
    return { question: this.#question.within(within), kept: this.#kept, fleet: this.#fleet };
  }

  #viewNow(): View {
    const now = performance.now();
    if (this.#view && now - this.#viewSince < viewMs) return this.#view;
    this.close();
    const [from, to] = this.#question.wanted.range;
    const { start } = this.#question.steps ?? { start: from };
    const periods = this.#folder.periods().filter((period) => period.start < to && period.end > Math.min(start, from));
    this.#view = new View(this.#folder, periods, this.#question.wanted.exact.includes('hour'));
    this.#viewSince = now;
    return this.#view;
  }

  /** @throws FettleError `query_too_long` */
  async #breathe(): Promise<void> {
    const now = performance.now();
    const { budgetMs } = this.#question.message;
    if (this.#spent + now - this.#turnSince > budgetMs) {
      throw new FettleError('query_too_long', undefined, { budgetMs });
    }
    if (now - this.#turnSince < turnMs) return;
    this.#spent += now - this.#turnSince;
    await nextTurn();
    this.#turnSince = performance.now();
  }

  async #give(found: readonly FoundSeries[]): Promise<void> {
    if (found.reduce((sum, { values }) => sum + values.length, 0) > this.#room)
      throw new FettleError('query_too_large');
    for (const series of found) {
      const { length } = series.values;
      this.#room -= length;
      if (this.#writing !== null) await this.#write(this.#writing, series);
      else {
        this.#batch.push(series);
        this.#batched += length;
      }
    }
    if (this.#batched >= batchValues) await this.#send();
  }

  /** A long one in parts, none of them longer than what is sent together. */
  async #write(writing: Writing, series: FoundSeries): Promise<void> {
    const { length } = series.values;
    for (let first = 0; first < length;) {
      const end = Math.min(length, first + batchValues - this.#batched);
      writing.add(series, first, end);
      this.#batched += end - first;
      first = end;
      if (first === length) return;
      await this.#send();
      await this.#breathe();
      if (this.#asker.cancelled()) return;
    }
  }

  /** What is to be sent; null: nothing. */
  #taken(): Found | null {
    const found = { series: this.#batch, written: this.#writing?.take() ?? null };
    this.#batch = [];
    this.#batched = 0;
    return found.series.length === 0 && found.written === null ? null : found;
  }

  async #send(): Promise<void> {
    const found = this.#taken();
    if (found === null) return;
    this.#spent += performance.now() - this.#turnSince;
    const sent = this.#asker.send(found);
    // Whoever reads slowly does not hold the files.
    if (performance.now() - this.#viewSince > viewMs) this.close();
    await sent;
    this.#turnSince = performance.now();
  }
}
