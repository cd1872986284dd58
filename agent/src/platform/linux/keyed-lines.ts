// pure
import type { Reader } from './reader.ts';

/** What a line was found to be: which value it holds, and how its key looks. */
interface Place {
  /** -1: a line that nobody asked for. */
  readonly index: number;
  readonly length: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Files of lines `key: number` or `key number` (meminfo, vmstat): the order of the lines is learned once, since the
 * kernel keeps it, so that a cycle compares two bytes of a line in place of its name.
 */
export class KeyedLines {
  /** By the order of the names; NaN where the file has no such line. */
  readonly values: Float64Array;
  readonly #names: ReadonlyMap<string, number>;
  #places: readonly Place[] = [];
  /** How many of the names were found when last learned, and at best. */
  #found = 0;
  #bestFound = 0;

  constructor(names: readonly string[]) {
    this.values = new Float64Array(names.length).fill(Number.NaN);
    this.#names = new Map(names.map((name, index) => [name, index]));
  }

  parse(reader: Reader): void {
    // What was learned from a file that was cut off is not kept for ever.
    if (this.#fill(reader) && this.#found === this.#bestFound) return;
    reader.at = 0;
    this.#places = this.#learn(reader);
    this.#found = new Set(this.#places.map(({ index }) => index).filter((index) => index >= 0)).size;
    this.#bestFound = Math.max(this.#bestFound, this.#found);
    reader.at = 0;
    this.#fill(reader);
  }

  /** False when the lines are not as learned. */
  #fill(reader: Reader): boolean {
    this.values.fill(Number.NaN);
    const places = this.#places;
    for (let line = 0; ; line++) {
      if (reader.at >= reader.end) return line === places.length;
      const place = places[line];
      if (place === undefined) return false;
      if (place.index >= 0) {
        if (!looksLike(reader, place)) return false;
        reader.at += place.length;
        this.values[place.index] = reader.integer();
      }
      reader.nextLine();
    }
  }

  #learn(reader: Reader): Place[] {
    const places: Place[] = [];
    while (reader.at < reader.end) {
      const start = reader.at;
      const length = keyLength(reader);
      places.push({
        index: this.#names.get(reader.text(start, start + length)) ?? -1,
        length,
        first: reader.buffer[start] ?? 0,
        last: reader.buffer[start + length - 1] ?? 0,
      });
      reader.nextLine();
    }
    return places;
  }
}

function looksLike({ buffer, at }: Reader, { length, first, last }: Place): boolean {
  return buffer[at] === first && buffer[at + length - 1] === last && endsKey(buffer[at + length]);
}

function endsKey(byte: number | undefined): boolean {
  return byte === undefined || byte === 0x3a || byte === 0x20 || byte === 0x0a;
}

function keyLength({ buffer, at, end }: Reader): number {
  let to = at;
  while (to < end && !endsKey(buffer[to])) to++;
  return to - at;
}
