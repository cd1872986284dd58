// pure
import { commonWords } from './common-passwords.ts';

/** Keys in the order in which fingers find them. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'a1b2c3d4e5f6g7h8i9',
];
const runs = [...rows, ...rows.map((row) => Array.from(row).toReversed().join(''))];
const longestFirst = commonWords.toSorted((a, b) => b.length - a.length);
const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Whether a password is too easy to guess: fewer than 12 characters, or nothing much beyond common words, the person's
 * own name, runs of keys and repetitions.
 */
export function isWeakPassword(password: string, name: string): boolean {
  const characters = Array.from(password.normalize('NFKC').toLowerCase());
  if (characters.length < 12 || new Set(characters).size < 5) return true;
  const text = characters.join('');
  if (/^(.{1,6}?)\1+$/su.test(text)) return true;
  const own = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/\P{L}+/u);
  const words = [...own.filter((word) => word.length >= 3), ...longestFirst];
  const core = text.replaceAll(/^[\P{L}]+|[\P{L}]+$/gu, '');
  const folded = core.replaceAll(/[013457@$!]/g, (sign) => lookalikes[sign] ?? sign);
  return [text, folded].some((reading) => beyond(withoutRuns(reading), words) < 4);
}

/** How many letters are left when the words are taken out. */
function beyond(text: string, words: readonly string[]): number {
  let rest = text;
  for (const word of words) rest = rest.replaceAll(word, '-');
  return [...rest.matchAll(/\p{L}/gu)].length;
}

/** The text without stretches of four or more neighbouring keys. */
function withoutRuns(text: string): string {
  let rest = '';
  for (let i = 0; i < text.length;) {
    let length = 0;
    while (i + length < text.length && runs.some((run) => run.includes(text.slice(i, i + length + 1)))) length++;
    if (length < 4) rest += text.charAt(i);
    i += length < 4 ? 1 : length;
  }
  return rest;
}
