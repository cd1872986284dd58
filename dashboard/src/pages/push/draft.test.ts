import type { ScriptBody, ScriptItem } from '@fettle/shared/api/scripts';
import { expect, test } from 'vitest';
import { newPush, type PushDraft, pushDraft, readPush } from './draft.ts';
import { pushProse } from './prose.ts';
import { type Known, newStep } from './step-draft.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();
const body = {
  title: 'Clear temp',
  check: true,
  undo: false,
  parameters: [
    {
      name: 'days',
      type: 'integer',
      title: 'Older than, days',
      required: true,
      default: 7,
      min: 1,
      max: 9,
      choices: [],
    },
  ],
} as unknown as ScriptBody;
const item = { name: 'clear-temp', title: 'Clear temp', published: 4, statement: 'abcd0123ffff' } as ScriptItem;
const known: Known = { items: [item], bodyOf: (name) => (name === 'clear-temp' ? body : undefined) };
const start = (query = 'script=clear-temp&selector=role%3Dweb&reason=space') =>
  newPush(new URLSearchParams(query), now, 'UTC');
const read = (some: Partial<PushDraft> = {}, from = start()) => readPush({ ...from, ...some }, known, 'UTC');

test('what the address names is filled in; one device needs no rings', () => {
  const draft = start('script=clear-temp&devices=d1,d2,%3Cx%3E&incident=i1&p.days=3&reason=full');
  expect(draft).toMatchObject({ who: 'devices', devices: ['d1', 'd2'], incident: 'i1', reason: 'full', inRings: true });
  expect(draft.steps[0]?.values).toEqual({ days: '3' });
  expect(start('devices=d1').inRings).toBe(false);
});

test('a form that is right comes to the body of an order', () => {
  expect(read().body).toEqual({
    title: '',
    reason: 'space',
    change: null,
    incident: null,
    what: {
      kind: 'order',
      action: {
        kind: 'script',
        steps: [{ script: 'clear-temp', mode: 'run', parameters: { days: 7 }, when: null }],
      },
      targets: { kind: 'selector', selector: 'role=web' },
      notBefore: null,
      expiresInMs: 28_800_000,
      rings: { first: 1, share: 0.1, haltAt: 0.05, waitMs: 600_000 },
    },
  });
});

test('what was kept fills the same form again', () => {
  const kept = read({
    begins: 'at',
    at: '2026-11-20T22:00',
    steps: [newStep('clear-temp'), { ...newStep('clear-temp'), when: { step: 0, exits: '0, 3' } }],
  });
  if (kept.body?.what.kind !== 'order') throw new Error('no order');
  const again = readPush(pushDraft(kept.body, kept.body.what, 'UTC'), known, 'UTC');
  expect(again.body).toEqual(kept.body);
  expect(kept.body.what.action).toMatchObject({ steps: [{ when: null }, { when: { step: 0, exits: [0, 3] } }] });
});

test.each([
  [{ reason: ' ' }, 'reason'],
  [{ expires: '31 d' }, 'expires'],
  [{ who: 'devices', devices: [] }, 'devices'],
  [{ begins: 'at', at: 'later' }, 'at'],
  [{ first: '0' }, 'first'],
  [{ share: '101' }, 'share'],
  [{ haltAt: 'x' }, 'haltAt'],
  [{ wait: '8 d' }, 'wait'],
  [{ kind: 'unit-restart', unit: 'a b' }, 'unit'],
  [{ kind: 'reboot', notice: '2 d' }, 'notice'],
  [{ steps: [newStep()] }, 'steps.0.script'],
  [{ steps: [{ ...newStep('clear-temp'), values: { days: '0' } }] }, 'steps.0.p.days'],
  [{ steps: [{ ...newStep('clear-temp'), mode: 'undo' }] }, 'steps.0.mode'],
  [{ steps: [newStep('clear-temp'), { ...newStep('clear-temp'), when: { step: 0, exits: '256' } }] }, 'steps.1.exits'],
] as const)('%j is said at %s, and there is no body', (some, path) => {
  const { errors, body: found } = read(some);
  expect([...errors.keys()]).toEqual([path]);
  expect(found).toBeUndefined();
});

test('a script that is not read yet is no order yet, and nothing is called wrong', () => {
  const { errors, body: found } = read({ steps: [newStep('not-read')] });
  expect([errors.size, found]).toEqual([0, undefined]);
});

test('the prose says what, whom, when and how it stops', () => {
  const { body: found } = read({ begins: 'at', at: '2026-11-19T22:00' });
  if (found?.what.kind !== 'order') throw new Error('no order');
  const reckoned = { targets: { count: 38 }, rings: [1, 4, 33] } as never;
  const words = pushProse(found.what, reckoned, known, Date.parse('2026-11-19T14:00Z'))
    .map(({ text, strong }) => (strong ? `*${text}*` : text))
    .join('');
  expect(words).toContain('Run *Clear temp 4*, exactly the version with hash abcd 0123 … ff, with *older than 7 days*');
  expect(words).toContain('on *38 devices* that fit role=web, named in it one by one');
  expect(words).toContain('*One device first, then 4, then 33*; *stop if more than 5 % fail*.');
  expect(words).toContain('Each device runs it *at most once*.');
});
