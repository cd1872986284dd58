// pure
import type { Reader } from './reader.ts';

const space = 0x20;
const colon = 0x3a;

type Wanted = readonly (readonly [line: string, label: string, ...unknown[]])[];

/**
 * Numbers that stand under a label on a line with a name, in the two forms of /proc/net. Where each number stands is
 * learned from the first reading: the kernel's forms do not change while it runs.
 */
export class LabelledNumbers {
  /** By the order of what is wanted; NaN where the file has no such label. */
  readonly values: Float64Array;
  readonly #wanted: Wanted;
  /** For each line of values, by its number: for each of its numbers the index of the value, or -1. */
  #places: readonly (readonly number[])[] | undefined;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.values = new Float64Array(wanted.length).fill(Number.NaN);
  }

  /** `TCP: inuse 1 orphan 0`: label and number by turns. */
  parsePairs(reader: Reader): void {
    this.#places ??= this.#learnPairs(reader.text(0, reader.end));
    this.#fill(reader, this.#places);
  }

  /** `Tcp: RtoMin InSegs` and below it `Tcp: 200 7`: a line of labels, then one of numbers. */
  parseTable(reader: Reader): void {
    this.#places ??= this.#learnTable(reader.text(0, reader.end));
    this.#fill(reader, this.#places);
  }

  #fill(reader: Reader, places: readonly (readonly number[])[]): void {
    this.values.fill(Number.NaN);
    reader.at = 0;
    for (let at = 0; at < places.length; at++) {
      const line = places[at] as readonly number[];
      // A name may hold digits (TCP6).
      if (line.length > 0 && reader.after(colon)) {
        for (let label = 0; label < line.length; label++) {
          const index = line[label] as number;
          const value = reader.integer();
          if (index >= 0) this.values[index] = value;
        }
      }
      if (!reader.nextLine()) return;
    }
  }

  #learnPairs(text: string): number[][] {
    return text.split('\n').map((line) => {
      const [name, rest] = named(line);
      return rest.filter((_, at) => at % 2 === 0).map((label) => this.#index(name, label));
    });
  }

  #learnTable(text: string): number[][] {
    return text.split('\n').map((line, at, all) => {
      const [name] = named(line);
      const [above, labels] = named(all[at - 1] ?? '');
      return at % 2 === 1 && above === name ? labels.map((label) => this.#index(name, label)) : [];
    });
  }

  #index(line: string, label: string): number {
    return this.#wanted.findIndex((wanted) => wanted[0] === line && wanted[1] === label);
  }
}

function named(line: string): [name: string, words: string[]] {
  const [name = '', rest = ''] = line.split(String.fromCharCode(colon), 2);
  return [name, rest.split(String.fromCharCode(space)).filter((word) => word !== '')];
}
