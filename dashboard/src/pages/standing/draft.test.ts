import type { StandingItem } from '@fettle/shared/api/orders';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { expect, test } from 'vitest';
import { newStanding, nextVersion, readStanding, standingDraft, type StandingDraft } from './draft.ts';
import { standingProse } from './prose.ts';

const known = {
  items: undefined,
  bodyOf: () => ({ parameters: [], check: false, undo: false }) as unknown as ScriptBody,
};
const right: StandingDraft = {
  ...newStanding(new URLSearchParams('rule=filesystem-used&script=clear-temp&selector=role%3Dweb')),
  name: 'Free space',
  reason: 'Disks fill up at night',
};
const read = (some: Partial<StandingDraft> = {}) => readStanding({ ...right, ...some }, known);

test('by rule and by clock, there and back', () => {
  for (const some of [{}, { kind: 'clock', zone: 'Europe/Berlin', missed: 'run' }] as const) {
    const { body, errors } = read(some);
    expect([...errors]).toEqual([]);
    if (body?.what.kind !== 'standing') throw new Error('no standing order');
    expect(readStanding(standingDraft(body, body.what), known).body).toEqual(body);
  }
  expect(read().body?.what).toMatchObject({
    trigger: { kind: 'rule', rule: 'filesystem-used', severity: 'warning', settle: 120 },
    caps: { perHour: 2, coolDown: 900, bootGuard: 900, failures: 3 },
    days: 90,
  });
});

test.each([
  [{ name: '' }, 'name'],
  [{ rule: '' }, 'rule'],
  [{ selector: ' ' }, 'selector'],
  [{ reason: '' }, 'reason'],
  [{ days: '91' }, 'days'],
  [{ perHour: '0' }, 'perHour'],
  [{ coolDown: 'soon' }, 'coolDown'],
  [{ kind: 'clock', cron: '99 * * * *' }, 'cron'],
  [{ kind: 'clock', zone: 'Europe/Atlantis' }, 'zone'],
] as const)('%j is said at %s', (some, path) => {
  const { errors, body } = read(some);
  expect([...errors.keys()]).toEqual([path]);
  expect(body).toBeUndefined();
});

test('a next version keeps its clock, its devices and its caps', () => {
  const item = {
    id: 's1',
    name: 'Night',
    kind: 'clock',
    trigger: '30 3 * * 1-5 Europe/Berlin',
    selector: 'has site',
    caps: { perHour: 1, coolDown: 60, bootGuard: 0, failures: 5 },
  };
  expect(nextVersion(item as StandingItem)).toMatchObject({
    replaces: 's1',
    cron: '30 3 * * 1-5',
    zone: 'Europe/Berlin',
    coolDown: '1 min',
    bootGuard: '0',
  });
});

test('in prose: what fires it, its bounds, when it is over', () => {
  const what = read().body?.what;
  if (what?.kind !== 'standing') throw new Error('no standing order');
  const words = standingProse(what, 'File system fills up', undefined, known)
    .map(({ text }) => text)
    .join('');
  expect(words).toBe(
    'Whenever a device itself finds that “File system fills up” is warning or worse, it shall run clear-temp . It holds for devices whose grant fits role=web. At most 2 runs an hour on each, 15 min apart, none in the first 15 min after a start; after 3 failures in a row it stops there until it is signed anew. It holds for 90 days.',
  );
});
