/** Every example of docs/rules.md is read, and is what the page says that it is. */
import { readFileSync } from 'node:fs';
import { readFile, ruleKind, textOf } from '@fettle/collector/edge/files/index';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { describe, expect, test } from 'vitest';

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');

test('the page has an example of every kind', () => {
  const kinds = examples.flatMap((text) =>
    readFile('page', text).items.map(({ body }) => (body as RuleBody).when.kind),
  );
  expect(new Set(kinds)).toEqual(new Set(['value', 'change', 'state', 'told', 'absent', 'device', 'trend', 'formula']));
});

describe.each(examples.map((text) => [/^ {2}(\S+):/m.exec(text)?.[1] ?? '', text] as const))('%s', (_name, text) => {
  test('is read without a mistake', () => {
    const { source, items } = readFile('page', text);
    expect(source.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(items.length).toBeGreaterThan(0);
  });

  test('written again it is read as the same', () => {
    const { items } = readFile('page', text);
    const again = readFile(
      'again',
      textOf(
        ruleKind,
        items.map(({ id, body }) => ({ id, body: body as RuleBody })),
      ),
    );
    expect(again.source.failed).toBe(false);
    expect(again.items.map(({ id, body }) => [id, body])).toEqual(items.map(({ id, body }) => [id, body]));
  });
});
