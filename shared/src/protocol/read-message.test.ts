import { describe, expect, test } from 'vitest';
import type { FettleError } from '../errors.ts';
import { readFromAgent, readFromCollector } from './read-message.ts';

const code = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return (error as FettleError).code;
  }
  return 'read';
};
const agent = (message: unknown) => code(() => readFromAgent(JSON.stringify(message)));
const dictionary = (change: object) => ({ type: 'dictionary', id: 1, omitted: 0, series: [], ...change });
const series = (change: object) => ({ metric: 'm', attributes: {}, decimals: 0, ...change });

test('what fits is given as it came, unknown properties included', () => {
  expect(readFromAgent('{"type":"ping","sent":5,"colour":"red"}')).toEqual({ type: 'ping', sent: 5, colour: 'red' });
});

test.each(['snapshot', 'constructor', '__proto__', 'toString', ''])(
  'the type %j is not an agent’s and no error',
  (type) => {
    expect(readFromAgent(JSON.stringify({ type }))).toEqual({ unknown: type });
  },
);

test('an agent’s message is unknown from a collector', () => {
  expect(readFromCollector('{"type":"ping","sent":5}')).toEqual({ unknown: 'ping' });
});

describe('malformed', () => {
  test.each(['', '{', 'null', '[]', '"ping"', '{"type":5}', '{}', '['.repeat(100_000)])('%.20j', (text) => {
    expect(code(() => readFromAgent(text))).toBe('message_malformed');
  });

  test.each([
    ['a property is missing', { type: 'ping' }],
    ['a number is a text', { type: 'ping', sent: '5' }],
    ['a number is negative', { type: 'ping', sent: -1 }],
    ['a number is no whole one', { type: 'ping', sent: 1.5 }],
    ['a number is beyond 2^53', { type: 'ping', sent: 2 ** 53 }],
    ['no version', { type: 'hello', versions: [], agent: 'x', device: null, nonce: 'AA==' }],
    ['a nonce is no base64', { type: 'hello', versions: [1], agent: 'x', device: null, nonce: '*' }],
    ['a word is none of the list', { type: 'goodbye', reason: 'bored' }],
    ['an interval is too short', { type: 'interval', interval: 999, watched: false }],
    ['a flag is a number', { type: 'interval', interval: 1_000, watched: 1 }],
    ['a series has too many decimals', dictionary({ series: [series({ decimals: 5 })] })],
    [
      'a series has too many attributes',
      dictionary({
        series: [series({ attributes: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`a${i}`, ''])) })],
      }),
    ],
    ['an optional property is wrong', dictionary({ keep: -1 })],
    ['facts are a list', { type: 'facts', time: 1, facts: [] }],
  ])('%s', (_what, message) => expect(agent(message)).toBe('message_malformed'));
});

test('what is too long or too many has a code of its own', () => {
  expect(agent(dictionary({ series: Array.from({ length: 2_049 }, () => series({})) }))).toBe('series_limit');
  expect(agent(dictionary({ series: [series({ metric: 'm'.repeat(129) })] }))).toBe('name_too_long');
  expect(agent(dictionary({ series: [series({ metric: '' })] }))).toBe('name_too_long');
  expect(agent(dictionary({ series: [series({ attributes: { a: 'v'.repeat(257) } })] }))).toBe('name_too_long');
  expect(agent(dictionary({ series: [series({ attributes: { ['k'.repeat(257)]: 'v' } })] }))).toBe('name_too_long');
  expect(agent({ type: 'facts', time: 1, facts: { a: 'v'.repeat(1_025) } })).toBe('name_too_long');
});

test('2,048 series of usual size are read in a few milliseconds', () => {
  const text = JSON.stringify(
    dictionary({
      series: Array.from({ length: 2_048 }, (_, i) =>
        series({ metric: `system.m${i}`, attributes: { device: 'sda' } }),
      ),
    }),
  );
  readFromAgent(text);
  const began = performance.now();
  readFromAgent(text);
  expect(performance.now() - began).toBeLessThan(50);
});
