/** Services that are written to a file and read again are the same services, and what is wrong in a file is told. */
import { readFileSync } from 'node:fs';
import { readFile, serviceKind, textOf } from '@fettle/collector/edge/files/index';
import { countsAs, criticalities, type Part, type ServiceBody } from '@fettle/shared/api/services';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const read = (text: string) => {
  const file = readFile('x.yaml', text);
  return {
    bodies: file.items.map(({ body }) => body as ServiceBody),
    problems: file.source.problems.map((one) => one.message),
  };
};

test('a file says a service shortly', () => {
  const text = `services:
  mail:
    name: Mail
    criticality: vital
    cost-per-hour: 250000
    parts:
      servers: { devices: role=mail, counts: critical, need: 2 }
      port: { check: port-open, scope: role=mail, instance: port=25, impact: degraded }
      below: { services: [db, dns], need: any }
`;
  expect(read(text)).toEqual({
    problems: [],
    bodies: [
      {
        name: 'Mail',
        description: '',
        owner: null,
        pointPerson: null,
        criticality: 'vital',
        calendar: null,
        costPerHour: 250_000,
        site: null,
        parts: [
          {
            name: 'servers',
            of: { kind: 'devices', selector: 'role=mail', counts: 'critical' },
            need: { kind: 'at-least', count: 2 },
            impact: 'down',
          },
          {
            name: 'port',
            of: { kind: 'check', rule: 'port-open', selector: 'role=mail', instance: 'port=25' },
            need: { kind: 'all' },
            impact: 'degraded',
          },
          { name: 'below', of: { kind: 'service', ids: ['db', 'dns'] }, need: { kind: 'any' }, impact: 'down' },
        ],
      },
    ],
  });
});

test('the examples of docs/services.md are read', () => {
  const examples = [...readFileSync('docs/services.md', 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
    ([, text = '']) => text,
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const text of examples) expect(read(text).problems).toEqual([]);
});

describe('what is wrong is told where it stands', () => {
  const part = (text: string) => `services:\n  mail:\n    parts:\n      a: ${text}\n`;
  test.each([
    ['services:\n  mail:\n    name: x\n', 'parts'],
    ['services:\n  mail:\n    parts: {}\n', '1 to 20'],
    ['services:\n  mail:\n    colour: red\n    parts: { a: { devices: "" } }\n', 'no “colour”'],
    ['services:\n  mail:\n    criticality: huge\n    parts: { a: { devices: "" } }\n', 'vital, important, ordinary'],
    ['services:\n  mail:\n    cost-per-hour: 2.5\n    parts: { a: { devices: "" } }\n', 'whole number'],
    [part('{ need: any }'), 'made of one of these'],
    [part('{ devices: "", services: db }'), 'made of one of these'],
    [part('{ devices: "role=" }'), ''],
    [part('{ services: db, counts: any }'), '“counts” belongs'],
    [part('{ devices: "", instance: x }'), '“instance” belongs'],
    [part('{ devices: "", need: most }'), '“all”, “any” or'],
    [part('{ devices: "", need: 0 }'), 'whole number of 1'],
    [part('{ check: "Disk full" }'), 'by its id'],
    [part('{ devices: "", impact: bad }'), 'down, degraded'],
  ])('%s', (text, words) => {
    const { problems } = read(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });
});

const word = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() === text && !/[\p{C}\p{Z}]/u.test(text));
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const id = fc.constantFrom('d1', 'true', '0x1', 'p4k', '1e3');
const counts = fc.constantFrom(...countsAs);
const selector = fc.constantFrom('', 'role=db', 'role in (db, "a b")', 'os!="# 1"');
const of: fc.Arbitrary<Part['of']> = fc.oneof(
  fc.record({ kind: fc.constant('devices' as const), selector, counts }),
  fc.record({ kind: fc.constant('device' as const), ids: fc.uniqueArray(id, { minLength: 1 }), counts }),
  fc.record({ kind: fc.constant('service' as const), ids: fc.uniqueArray(slug, { minLength: 1, maxLength: 5 }) }),
  fc.record(
    { kind: fc.constant('check' as const), rule: slug, selector, instance: word },
    { requiredKeys: ['kind', 'rule', 'selector'] },
  ),
);
const need: fc.Arbitrary<Part['need']> = fc.oneof(
  fc.constantFrom({ kind: 'all' as const }, { kind: 'any' as const }),
  fc.record({ kind: fc.constant('at-least' as const), count: fc.integer({ min: 1, max: 10_000 }) }),
);
const parts = fc.uniqueArray(
  fc.record({ name: word, of, need, impact: fc.constantFrom('down' as const, 'degraded' as const) }),
  { minLength: 1, maxLength: 5, selector: ({ name }) => name },
);
const service: fc.Arbitrary<ServiceBody> = fc.record({
  name: word,
  description: fc.string({ maxLength: 60 }),
  owner: fc.option(id),
  pointPerson: fc.option(id),
  criticality: fc.constantFrom(...criticalities),
  calendar: fc.option(slug),
  costPerHour: fc.option(fc.nat(100_000_000)),
  site: fc.option(word),
  parts,
});

test('whatever a service is, written and read again it is the same', () => {
  fc.assert(
    fc.property(service, (body) => {
      expect(read(textOf(serviceKind, [{ id: 'mail', body }]))).toEqual({ problems: [], bodies: [body] });
    }),
    { numRuns: 300 },
  );
});
