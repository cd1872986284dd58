import { machine, memory, text } from '../wasm/machine.ts';

/** A line of a file of /proc as it is looked at once, to learn what its numbers mean. */
export interface LearnedLine {
  /** What stands before the first blank, `:` or line end. */
  readonly key: string;
  /** All words but the key, in their order, where they are no numbers. */
  readonly words: readonly string[];
  /** The place of its first number among all of the file, and how many it has. */
  readonly first: number;
  readonly count: number;
}

const decoder = new TextDecoder();

/** Scans the first `length` bytes of the text: what the numbers are afterwards is what is told of them here. */
export function learnLines(length: number): LearnedLine[] {
  machine.scan(length, true);
  const places = memory.words.subarray(machine.places.value / 4, machine.places.value / 4 + machine.count.value);
  const lines: LearnedLine[] = [];
  let first = 0;
  for (let from = 0; from < length;) {
    const found = text.indexOf(newline, from);
    const to = found < 0 || found > length ? length : found;
    let behind = first;
    while (behind < places.length && (places[behind] as number) < to) behind++;
    const [key = '', ...words] = decoder
      .decode(text.subarray(from, to))
      .trim()
      .split(/:\s*|\s+/);
    lines.push({ key, words: words.filter((word) => /\D/.test(word)), first, count: behind - first });
    first = behind;
    from = to + 1;
  }
  return lines;
}

const newline = 0x0a;
