// Names of hostile agents (adversary A4) on the terminal of whoever asks for them.
import { failure, print, table } from '@fettle/collector/commands/output';
import { FettleError } from '@fettle/shared/errors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hostileTexts } from '../support/hostile-texts.ts';

/** What a terminal obeys, and what turns the direction of writing. */
const steering = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u;

function printed(work: () => void): string {
  let text = '';
  const take = (chunk: unknown) => ((text += String(chunk)), true);
  vi.spyOn(process.stdout, 'write').mockImplementation(take);
  vi.spyOn(process.stderr, 'write').mockImplementation(take);
  work();
  vi.restoreAllMocks();
  return text;
}
afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(hostileTexts))('%s', (_name, text) => {
  test('stays in its cell, and steers nothing', () => {
    const rows = table(
      ['Device', 'What'],
      [
        ['web-1', text],
        [text, 'fine'],
      ],
    );
    expect(rows.split('\n')).toHaveLength(3);
    expect(printed(() => print(false, {}, rows))).not.toMatch(steering);
    expect(printed(() => print(false, {}, `Device: ${text}`))).not.toMatch(steering);
  });

  test('steers nothing as JSON either, and is still what it was', () => {
    const json = printed(() => print(true, { name: text }, ''));
    expect(json.slice(0, -1)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(json)).toEqual({ name: text });
  });

  test('steers nothing in what went wrong', () => {
    expect(printed(() => failure(new FettleError('input_invalid', text), false))).not.toMatch(steering);
  });
});

test('the steering is there to be found', () => {
  expect(Object.values(hostileTexts).filter((text) => steering.test(text)).length).toBeGreaterThanOrEqual(5);
  expect(printed(() => process.stdout.write(hostileTexts['escape'] ?? ''))).toMatch(steering);
});
