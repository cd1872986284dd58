/** Damage to a file's bytes, the same for the same seed. */

/** Numbers from 0 to 1: mulberry32, which is good enough to choose with. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <Item>(random: () => number, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

const oddNumbers = ['0', '-1', '18446744073709551615', '4294967295', '1e999', 'NaN', '9'.repeat(400), '', '1.2.3', '٣'];
const oddBytes = [
  '\0',
  '\n\n\n',
  '(',
  ') ',
  ':',
  ' ',
  '\t',
  '\u{FFFD}',
  'é',
  '\x1b[31m',
  '} {',
  '"',
  'a'.repeat(5_000),
];

const kinds: readonly ((text: string, random: () => number) => string)[] = [
  () => '',
  (text, random) => text.slice(0, Math.floor(random() * text.length)),
  (text, random) => text.slice(Math.floor(random() * text.length)),
  (text, random) => text.replaceAll(/\d+/g, (digits) => (random() < 0.3 ? pick(random, oddNumbers) : digits)),
  (text, random) => inserted(text, random, pick(random, oddBytes)),
  (text, random) => shuffled(text.split('\n'), random).join('\n'),
  (text, random) => shuffled(text.split(/(?<=[ \n])/), random).join(''),
  (text) => text + text,
  (text) => text.replaceAll('\n', ' '),
  (text) => text.replaceAll(' ', ''),
  (_text, random) => Array.from({ length: 200 }, () => String.fromCharCode(Math.floor(random() * 256))).join(''),
];

/** The text as latin1, so that every byte is a character. */
export function damaged(text: string, random: () => number): string {
  return pick(random, kinds)(text, random);
}

function inserted(text: string, random: () => number, what: string): string {
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + what + text.slice(at);
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
