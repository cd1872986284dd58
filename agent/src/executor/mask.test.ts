import { describe, expect, test } from 'vitest';
import { createMask } from './mask.ts';

/** The output in pieces of so many bytes. */
function masked(text: string, secrets: readonly string[], piece: number): string {
  const mask = createMask(secrets);
  const bytes = Buffer.from(text);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += piece) out.push(mask.push(bytes.subarray(at, at + piece)));
  return Buffer.concat([...out, mask.end()]).toString();
}

describe.each([1, 2, 3, 5, 1_000])('in pieces of %i bytes', (piece) => {
  test.each<[string, string, string[], string]>([
    ['a secret', 'a hunter2 b', ['hunter2'], 'a *** b'],
    ['twice, side by side', 'hunter2hunter2', ['hunter2'], '******'],
    ['nothing of one that only begins', 'hunter hunt', ['hunter2'], 'hunter hunt'],
    ['one that begins another', 'pass password passwor', ['pass', 'password'], '*** *** ***wor'],
    ['one within another', 'xxabc xxab ab', ['xxabc', 'ab'], '*** xx*** ***'],
    ['a secret after half of itself', 'huhunter2', ['hunter2'], 'hu***'],
    ['in base64, with and without its end', 'aHVudGVyMg== aHVudGVyMg', ['hunter2'], '***== ***'],
    ['as in a URL', '?p=s%20%26%C3%A9&x', ['s &é'], '?p=***&x'],
    ['each long line of it', 'one: BEGIN-KEY\nxx', ['BEGIN-KEY\nAAAABBBBCCCC\n'], 'one: ***\nxx'],
    ['without its line break', 'is hunter2.', ['hunter2\n'], 'is ***.'],
    ['without secrets nothing', 'hunter2', [], 'hunter2'],
    ['an empty one does nothing', 'hunter2', [''], 'hunter2'],
  ])('%s', (_name, text, secrets, expected) => {
    expect(masked(text, secrets, piece)).toBe(expected);
  });
});

test('what can be no secret comes at once', () => {
  const mask = createMask(['hunter2']);
  expect(mask.push(Buffer.from('abc hun')).toString()).toBe('abc ');
  expect(mask.push(Buffer.from('ger')).toString()).toBe('hunger');
  expect(mask.end().toString()).toBe('');
});
