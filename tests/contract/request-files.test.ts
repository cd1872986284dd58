/** What may be asked for, in files: what is written is read the same, mistakes are told where they stand, applying is all or nothing. */
import { readFileSync } from 'node:fs';
import { everywhere, systemActor } from '@fettle/collector/domain/access/index';
import { applyFiles, exportFile, readFile, requestItemKind, textOf } from '@fettle/collector/edge/files/index';
import { openRecords } from '@fettle/collector/store/open';
import { checked } from '@fettle/shared/api/checked';
import { RequestItemBody } from '@fettle/shared/api/requests';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const actor = systemActor('test');
const read = (text: string) => {
  const { items, source } = readFile('x.yaml', text);
  return {
    bodies: items.map(({ body }) => body as RequestItemBody),
    problems: source.problems.map(({ line, message }) => `${line}: ${message}`),
  };
};
const examples = [...readFileSync('docs/requests.md', 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
  ([, text = '']) => text,
);
const script = `scripts:
  clear-temp:
    title: Clear temp
    class: change
    programs: [{ platforms: [linux], interpreter: sh, body: 'true' }]
`;

async function world() {
  const records = await openRecords({ sqlite: ':memory:' });
  const apply = (text: string, way: object = {}) =>
    applyFiles({ ...records, now: 1_000 }, actor, [{ name: 'x.yaml', text }], { prune: false, dryRun: false, ...way });
  return { records, apply, [Symbol.asyncDispose]: () => records.close() };
}

test('the example of docs/requests.md is applied, exported and applied again without a change', async () => {
  expect(examples).toHaveLength(1);
  const [example = ''] = examples;
  await using place = await world();
  // Its script comes with it.
  const shown = await place.apply(`${script}${example}`, { dryRun: true });
  expect(shown.problems).toEqual([]);
  expect(await place.records.requests.items()).toEqual([]);
  const { changes } = await place.apply(`${script}${example}`);
  expect(changes.map(({ kind, id, what }) => [kind, id, what])).toEqual([
    ['script', 'clear-temp', 'create'],
    ['request item', 'clear-temp', 'create'],
    ['request item', 'second-screen', 'create'],
  ]);
  expect(await place.records.requests.item('clear-temp')).toEqual({
    id: 'clear-temp',
    version: 1,
    name: 'Clear my temporary files',
    description: 'Removes what is older than you say. It takes a minute.',
    enabled: true,
    script: { name: 'clear-temp', version: 0, parameters: { keep: '10' } },
    questions: [
      { id: 'age', label: 'Older than how many days?', required: true, choices: ['7', '30', '90'], parameter: 'days' },
      { id: 'why', label: 'What for?', required: false, choices: [], parameter: null },
    ],
    selector: 'os=linux',
    approval: 'none',
    fromEndpoint: true,
    targetMs: 4 * 3_600_000,
  });
  expect(await place.records.requests.item('second-screen')).toMatchObject({
    script: null,
    approval: 'manager',
    fromEndpoint: false,
    targetMs: null,
  });
  const text = await exportFile({ ...place.records, now: 2_000 }, actor);
  expect((await place.apply(text)).changes.map(({ what }) => what)).toEqual(['same', 'same', 'same']);
  const changed = await place.apply(example.replace('approval: none', 'approval: manager'));
  expect(changed.changes.filter(({ what }) => what !== 'same')).toMatchObject([
    { id: 'clear-temp', what: 'change', diff: expect.arrayContaining(['+    approval: manager']) },
  ]);
  expect(await place.records.requests.item('clear-temp')).toMatchObject({ version: 2, approval: 'manager' });
  const kinds = (await place.records.events.after(everywhere, 0, 100)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'request-item.changed')).toHaveLength(3);
});

test('one whose script is not there: none of the file is applied, and it is said which', async () => {
  await using place = await world();
  const text = 'request-items:\n  a: { name: A }\n  b: { name: B, script: nowhere }\n';
  await expect(place.apply(text)).rejects.toThrow('There is no script “nowhere”');
  expect(await place.records.requests.items()).toEqual([]);
});

describe('what is wrong is told where it stands', () => {
  const one = (text: string) => `request-items:\n  a:\n    name: A\n${text}`;
  test.each([
    [one('    colour: red\n'), '4: A request item has no “colour”'],
    [one('    script: Clear Temp\n'), '4: A script is named by its id'],
    [one('    script: clear@0\n'), '4: A script is named by its id'],
    [one('    parameters: { days: 3 }\n'), '4: “parameters” belong to a “script”'],
    [one('    approval: boss\n'), '4: “approval” is one of none, technician, manager'],
    [one('    at-device: perhaps\n'), '4: “at-device” is true or false'],
    [one('    within: soon\n'), '4: “within”: “soon” is no time'],
    [one('    within: 5s\n'), '4: “within” is a minute or more'],
    [one('    scope: "site="\n'), '4: '],
    [one('    questions: { Age: { label: x } }\n'), '4: A question is named by'],
    [one('    questions: { age: { required: true } }\n'), '4: “age” has no “label”'],
    [one('    questions: { age: { label: x, parameter: days } }\n'), '2: “age” fills a parameter, but no script'],
    [
      one('    script: s\n    parameters: { days: 1 }\n    questions: { age: { label: x, parameter: days } }\n'),
      '2: The parameter “days” is given by the item and asked by “age”',
    ],
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
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/);
const item: fc.Arbitrary<RequestItemBody> = fc.record({
  name: word,
  description: fc.string({ maxLength: 60 }).map((text) => text.trim()),
  enabled: fc.boolean(),
  script: fc.record({
    name: slug,
    version: fc.nat(1_000),
    parameters: fc.dictionary(fc.constantFrom('keep', 'true', '1e3'), word),
  }),
  questions: fc.uniqueArray(
    fc.record({
      id: name,
      label: word,
      required: fc.boolean(),
      choices: fc.array(fc.oneof(word, fc.constantFrom('7', 'yes', '0x1', '1.0')), { maxLength: 4 }),
      parameter: fc.constant(null),
    }),
    { maxLength: 4, selector: ({ id }) => id },
  ),
  selector: fc.constantFrom('', 'role=db', 'role in (db, "a b")', 'os!="# 1"'),
  approval: fc.constantFrom('none', 'technician', 'manager'),
  fromEndpoint: fc.boolean(),
  targetMs: fc.option(fc.integer({ min: 60_000, max: 400 * 86_400_000 })),
});

test('whatever an item is, written and read again it is the same', () => {
  fc.assert(
    fc.property(item, (body) => {
      const again = read(textOf(requestItemKind, [{ id: 'a', body }]));
      expect(again).toEqual({ problems: [], bodies: [body] });
      expect(checked(RequestItemBody, again.bodies[0], 'the item')).toEqual(body);
    }),
    { numRuns: 80 },
  );
});
