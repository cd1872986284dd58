/** Gives series to the thread that makes reports, no faster than it takes them. */
import type { SeriesPoints, SeriesStore } from './domain/series/index.ts';
import { failureOf, type FromThread, type ToThread } from './reports-messages.ts';

type Say = (message: ToThread, transfer?: readonly ArrayBuffer[]) => void;

interface Scan {
  stopped: boolean;
  onWay: number;
  /** Called when one was taken, or nobody wants more. */
  go: () => void;
}

/** Series of one message, and messages that may be on their way. */
const atOnce = 16;
const ahead = 4;

export class SeriesGiver {
  readonly #series: Pick<SeriesStore, 'scan'>;
  readonly #say: Say;
  readonly #scans = new Map<number, Scan>();

  constructor(series: Pick<SeriesStore, 'scan'>, say: Say) {
    this.#series = series;
    this.#say = say;
  }

  async scan({ id, query }: Extract<FromThread, { type: 'scan' }>): Promise<void> {
    const own: Scan = { stopped: false, onWay: 0, go: () => {} };
    this.#scans.set(id, own);
    try {
      let some: SeriesPoints[] = [];
      for await (const points of this.#series.scan(query)) {
        if (own.stopped) break;
        some.push(points);
        if (some.length < atOnce) continue;
        await this.#give(id, own, some);
        some = [];
      }
      if (some.length > 0) await this.#give(id, own, some);
      this.#say({ type: 'end', id });
    } catch (error) {
      this.#say({ type: 'failed', id, failure: failureOf(error) });
    } finally {
      this.#scans.delete(id);
    }
  }

  taken(id: number): void {
    const own = this.#scans.get(id);
    if (own) own.onWay--;
    own?.go();
  }

  stop(id: number): void {
    const own = this.#scans.get(id);
    if (own) own.stopped = true;
    own?.go();
  }

  /** Nobody is there any more who takes them. */
  stopAll(): void {
    for (const id of this.#scans.keys()) this.stop(id);
  }

  async #give(id: number, own: Scan, some: readonly SeriesPoints[]): Promise<void> {
    while (own.onWay >= ahead && !own.stopped) {
      await new Promise<void>((resolve) => {
        own.go = resolve;
      });
    }
    if (own.stopped) return;
    own.onWay++;
    // Copies, and alone in their memory: of a part of it all would be sent.
    const points = some.map((one) => ({ ...one, times: one.times.slice(), values: one.values.slice() }));
    this.#say(
      { type: 'points', id, points },
      points.flatMap(({ times, values }) => [times.buffer, values.buffer]),
    );
  }
}
