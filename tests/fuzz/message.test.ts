import { FettleError } from '@fettle/shared/errors';
import { readFromAgent, readFromCollector } from '@fettle/shared/protocol/read-message';
import { expect, test } from 'vitest';
import { fromAgent, fromCollector } from '../golden/protocol/examples.ts';
import { mulberry32 } from '../support/machine.ts';

const readers: readonly { side: string; read: (text: string) => object; messages: readonly object[] }[] = [
  { side: 'agent', read: readFromAgent, messages: Object.values(fromAgent) },
  { side: 'collector', read: readFromCollector, messages: Object.values(fromCollector) },
];
const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  '',
  'x'.repeat(70_000),
  '\ud800',
  '__proto__',
  [],
  [[]],
  {},
  { type: 'ping' },
  Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, i])),
];

/** Every place of a JSON value, as a path. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.keys(value).flatMap((key) => places((value as Record<string, unknown>)[key], [...path, key])),
  ];
}

function changed(value: unknown, [key, ...rest]: readonly string[], change: (before: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = changed((value as Record<string, unknown>)[key], rest, change);
  return copy;
}

test.each(readers)(
  '20,000 changed messages of the $side: read, unknown, or refused with a code; never anything else',
  ({ read, messages }) => {
    const random = mulberry32(7);
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
    const outcomes = { read: 0, unknown: 0, refused: 0 };
    for (let n = 0; n < 20_000; n++) {
      const message = pick(messages);
      const path = pick(places(message));
      let text = JSON.stringify(changed(message, path, () => pick(odd)));
      if (n % 4 === 0) text = text.slice(0, Math.floor(random() * text.length));
      if (n % 7 === 0) text = text.replace(/[{"[,:]/, () => pick(['"', '{', ']', '\\u0000', ',,']));
      try {
        const answer = read(text ?? '');
        outcomes['unknown' in answer ? 'unknown' : 'read']++;
      } catch (error) {
        expect(error).toBeInstanceOf(FettleError);
        expect((error as FettleError).code).toMatch(/^(message_malformed|name_too_long|series_limit)$/);
        expect((error as FettleError).message.length).toBeLessThan(400);
        outcomes.refused++;
      }
    }
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(100);
  },
);
