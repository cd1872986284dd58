// pure
import type { Reader } from './reader.ts';

const space = 0x20;
const colon = 0x3a;

/** One number that is wanted: so many others stand before it. */
interface Place {
  readonly skip: number;
  readonly index: number;
}

interface Line {
  readonly wanted: readonly Place[];
  /** With its end, where it is one of labels; else 0. */
  readonly bytes: number;
}

type Wanted = readonly (readonly [line: string, label: string, ...unknown[]])[];

/**
 * Numbers that stand under a label on a line with a name, in the two forms of /proc/net. Where each number stands is
 * learned, since the kernel's forms hardly change while it runs.
 */
export class LabelledNumbers {
  /** By the order of what is wanted; NaN where the file has no such label. */
  readonly values: Float64Array;
  readonly #wanted: Wanted;
  #lines: readonly Line[] | undefined;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.values = new Float64Array(wanted.length).fill(Number.NaN);
  }

  /** `TCP: inuse 1 orphan 0`: label and number by turns. */
  parsePairs(reader: Reader): void {
    this.#lines ??= this.#learnPairs(reader.text(0, reader.end));
    this.#fill(reader, this.#lines);
  }

  /** `Tcp: RtoMin InSegs` and below it `Tcp: 200 7`: a line of labels, then one of numbers. */
  parseTable(reader: Reader): void {
    this.#lines ??= this.#learnTable(reader.text(0, reader.end));
    if (this.#fill(reader, this.#lines)) return;
    // A line of counters appears with the first message of its sort (IcmpMsg).
    this.#lines = this.#learnTable(reader.text(0, reader.end));
    this.#fill(reader, this.#lines);
  }

  /** @returns false when a line of labels is not as long as it was */
  #fill(reader: Reader, lines: readonly Line[]): boolean {
    this.values.fill(Number.NaN);
    reader.at = 0;
    for (let at = 0; at < lines.length; at++) {
      const { wanted, bytes } = lines[at] as Line;
      const start = reader.at;
      // A name may hold digits (TCP6).
      if (wanted.length > 0 && reader.after(colon)) {
        for (let next = 0; next < wanted.length; next++) {
          const { skip, index } = wanted[next] as Place;
          if (skip > 0) reader.skip(skip);
          this.values[index] = reader.integer();
        }
      }
      const more = reader.nextLine();
      if (bytes > 0 && reader.at - start !== bytes) return false;
      if (!more) return true;
    }
    return true;
  }

  #learnPairs(text: string): Line[] {
    return text.split('\n').map((line) => {
      const [name, rest] = named(line);
      return {
        bytes: 0,
        wanted: this.#places(
          name,
          rest.filter((_, at) => at % 2 === 0),
        ),
      };
    });
  }

  #learnTable(text: string): Line[] {
    const lines = text.split('\n');
    return lines.map((line, at) => {
      const [name] = named(line);
      const [above, labels] = named(lines[at - 1] ?? '');
      const isNumbers = at % 2 === 1 && above === name;
      return { bytes: at % 2 === 0 ? line.length + 1 : 0, wanted: isNumbers ? this.#places(name, labels) : [] };
    });
  }

  #places(name: string, labels: readonly string[]): Place[] {
    const places: Place[] = [];
    let skip = 0;
    for (const label of labels) {
      const index = this.#index(name, label);
      if (index < 0) skip++;
      else places.push({ skip, index });
      if (index >= 0) skip = 0;
    }
    return places;
  }

  #index(line: string, label: string): number {
    return this.#wanted.findIndex((wanted) => wanted[0] === line && wanted[1] === label);
  }
}

function named(line: string): [name: string, words: string[]] {
  const [name = '', rest = ''] = line.split(String.fromCharCode(colon), 2);
  return [name, rest.split(String.fromCharCode(space)).filter((word) => word !== '')];
}
