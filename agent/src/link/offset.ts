// pure
/** What must be added to the device's clock to get the collector's, estimated from pings. */

/** So many of the last pings are looked at; the quickest of them tells most. */
const kept = 8;

export interface OffsetEstimate {
  /** A ping that left at `left` came back at `back`, both monotonic; in between the collector's clock was `theirs`. */
  add(ping: { readonly left: number; readonly back: number; readonly theirs: number }): void;
  /** The device may have slept: the next ping counts more than all before it. */
  restart(): void;
  /** The offset of a moment whose wall clock was `base` ahead of the monotonic one, whole ms; null before the first ping. */
  at(base: number): number | null;
  /** Round trip of the quickest recent ping, ms; null before the first. */
  readonly roundTrip: number | null;
}

interface Pair {
  readonly roundTrip: number;
  /** Collector's clock minus the monotonic one: it does not change when the device's clock is set. */
  readonly ahead: number;
}

/** By the smallest round trip, as Cristian's algorithm (1989): the answer is taken to be made half way. */
export function createOffsetEstimate(): OffsetEstimate {
  let pairs: Pair[] = [];
  let best: Pair | undefined;

  return {
    add({ left, back, theirs }) {
      const roundTrip = Math.max(0, back - left);
      pairs = [...pairs, { roundTrip, ahead: theirs - (left + roundTrip / 2) }].slice(-kept);
      best = pairs.reduce((a, b) => (b.roundTrip <= a.roundTrip ? b : a));
    },
    restart() {
      pairs = [];
    },
    at: (base) => (best === undefined ? null : Math.round(best.ahead - base)),
    get roundTrip() {
      return best?.roundTrip ?? null;
    },
  };
}
