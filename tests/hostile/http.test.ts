// Every route × method × role × what a hostile mind may send; more of them: `npm run hostile -- http --cases 5000000`.
import { expect, test } from 'vitest';
import { longPatience } from '../support/patience.ts';
import { runSuite } from './http/run.ts';
import { type Case, verdictOn } from './http/verdict.ts';
import { held } from './suite.ts';

test(
  '50,000 requests: nothing fails, shows insides, is done without right, or is shown to others',
  { timeout: longPatience },
  async () => {
    const result = await runSuite({ cases: 50_000, seed: 1 });
    expect(result.fell).toEqual([]);
    expect(held(result), JSON.stringify(result)).toBe(true);
    // Verbs were reached, and doors were shut: else this tested nothing.
    expect(result.figures?.['done']).toBeGreaterThan(result.cases * 0.2);
    expect(result.figures?.['refused']).toBeGreaterThan(result.cases * 0.1);
    expect(result.figures?.['routes']).toBeGreaterThan(150);
  },
);

test('the judge finds each kind of wrong, and nothing wrong with what is right', () => {
  const asker = {
    name: 'x',
    caller: { kind: 'person', role: 'viewer' },
    headers: {},
    hidden: ['far'],
    person: null,
  } as const;
  const asked = { method: 'GET', url: '/x?q=y', headers: {}, named: ['o1'] };
  const one: Case = { route: { permission: 'run.read' }, asker, asked, outside: [], secret: ['seal'] };
  const read: Case = { ...one, route: { permission: 'device.read' } };
  expect(verdictOn(read, { status: 500, text: '' })?.kind).toBe('fails');
  expect(verdictOn(one, { status: 200, text: '' })?.kind).toBe('unauthorised');
  expect(verdictOn({ ...one, route: undefined }, { status: 204, text: '' })?.kind).toBe('unauthorised');
  expect(verdictOn(read, { status: 400, text: 'x\n    at f (/a.ts:1:2)' })?.kind).toBe('insides');
  expect(verdictOn(read, { status: 200, text: 'a seal' })?.kind).toBe('secret');
  expect(verdictOn(read, { status: 404, text: 'far away' })?.kind).toBe('foreign');
  expect(verdictOn({ ...read, outside: ['o1'] }, { status: 200, text: '' })?.kind).toBe('foreign');
  expect(verdictOn(read, { status: 200, text: 'fine' })).toBeNull();
  expect(verdictOn(one, { status: 403, text: 'no' })).toBeNull();
  // What they sent themselves tells them nothing.
  expect(verdictOn({ ...read, asked: { ...asked, payload: 'far' } }, { status: 400, text: 'no far' })).toBeNull();
});
