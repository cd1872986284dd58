/** Planned reports in files: what docs/reports.md shows is read, written it is read the same, mistakes are told where they stand. */
import { readFileSync } from 'node:fs';
import { readFile, textOf } from '@fettle/collector/edge/files/index';
import type { ReportPlanBody } from '@fettle/shared/api/reports';
import { describe, expect, test } from 'vitest';

const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const read = (text: string) => {
  const { source, items } = readFile('reports.yaml', text);
  return { problems: source.problems.map(({ message }) => message), items };
};

test('the examples of docs/reports.md are read, and written again they are read as the same', () => {
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const { problems, items } = read(example);
    expect(problems).toEqual([]);
    for (const { kind, id, body } of items) {
      const again = read(textOf(kind, [{ id, body }]));
      expect(again.problems).toEqual([]);
      expect(again.items.map((one) => [one.id, one.body])).toEqual([[id, body]]);
    }
  }
});

test('what a file need not say is a whole month of UTC, made when somebody asks', () => {
  const { items } = read('reports:\n  short:\n    kind: incidents\n');
  expect(items.map(({ body }) => body)).toEqual([
    {
      name: 'short',
      kind: 'incidents',
      period: 'month',
      zone: 'UTC',
      enabled: true,
      schedule: null,
      site: null,
      selector: '',
      service: null,
      to: [],
      channel: null,
      attach: [],
      brand: null,
      madeFor: '',
    } satisfies ReportPlanBody,
  ]);
});

describe('what is wrong is told', () => {
  const plan = (text: string) => `reports:\n  month:\n    kind: executive\n    ${text}\n`;
  test.each([
    ['reports:\n  month:\n    name: x\n', 'no “kind”'],
    ['reports:\n  month:\n    kind: gossip\n', 'executive'],
    [plan('colour: red'), 'no “colour”'],
    [plan('period: decade'), 'quarter'],
    [plan('zone: Europe/Atlantis'), 'Europe/Atlantis'],
    [plan('every: 0 8 32 * *'), '32'],
    [plan('business-day: after'), 'belongs to “every”'],
    [plan('attach: [odt]'), 'pdf'],
    [plan('to: { karin: true }'), 'An address is one text'],
  ])('%j', (text, words) => {
    const { problems } = read(text);
    expect(problems.join('\n')).toContain(words);
  });
});
