import type { NewChange, Plan } from '@fettle/collector/domain/changes/index';
import type { Window } from '@fettle/collector/domain/windows/index';
import type { ChangeId, DeviceId, IncidentId, PersonId, RuleId, WindowId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const change = (id: string, fields: Partial<NewChange> = {}): NewChange => ({
  id,
  time: start,
  kind: 'run',
  device: deviceId('a'),
  words: `“Clear temp” ran; "'`,
  by: 'Ada',
  link: `/runs/${id}`,
  outcome: 'done',
  run: id,
  rule: null,
  instance: null,
  plan: null,
  ...fields,
});

const plan = (id: string, fields: Partial<Plan> = {}): Plan => ({
  id: id as ChangeId,
  title: `Patch “${id}” "'`,
  reason: 'patches; drop table plans',
  risk: 'low',
  wayBack: '',
  selector: null,
  devices: [deviceId('a')],
  scope: { sites: ['berlin'] },
  from: start,
  to: start + 3_600_000,
  window: true,
  state: 'proposed',
  madeBy: 'pada' as PersonId,
  madeAt: start,
  changedBy: 'pada' as PersonId,
  approvedBy: null,
  approvedAt: null,
  begunAt: null,
  endedAt: null,
  outcome: '',
  version: 1,
  ...fields,
});

const window = (id: string): Window => ({
  id: id as WindowId,
  name: 'Patch',
  selector: '',
  devices: [deviceId('a')],
  scope: { sites: ['berlin'] },
  reason: '',
  when: { zone: 'UTC', start: '2026-10-01T00:00', lastsMs: 3_600_000, repeat: { every: 'once' } },
  enabled: true,
  createdBy: null,
  createdAt: start,
  version: 1,
});

async function fleet(open: Open): Promise<Place> {
  const place = await open();
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto', labels: { role: 'web' } }));
  return place;
}

export function changeContract(open: Open): void {
  describe('rows', () => {
    test('are kept once, also at once, and say where their device is now', async () => {
      await using place = await fleet(open);
      const { changes, devices } = place.records;
      await changes.keep([]);
      const rows = [change('one'), change('two', { time: start + 1, device: deviceId('b') })];
      await Promise.all([1, 2, 3].map(() => changes.keep(rows)));
      await changes.keep([change('gone', { device: 'dnobody' as DeviceId })]);
      const found = await changes.list(everywhere, { limit: 10 });
      expect(found.map(({ id, deviceName, site }) => [id, deviceName, site])).toEqual([
        ['two', 'b', 'porto'],
        ['one', 'a', 'berlin'],
      ]);
      expect(found[1]).toEqual({ ...change('one'), deviceName: 'a', site: 'berlin', incident: null });
      await devices.change(everywhere, deviceId('a'), 1, { name: 'new', site: 'rome' }, { events: [], audit: [] });
      expect(await changes.change(everywhere, 'one')).toMatchObject({ deviceName: 'new', site: 'rome' });
      expect(await changes.change(only('berlin'), 'one')).toBeNull();
    });

    test('told again with more, they have more, and keep the incident they were attached to', async () => {
      await using place = await fleet(open);
      const { changes } = place.records;
      await changes.keep([change('one')]);
      await changes.attached('one', 'i1' as IncidentId);
      const more = change('one', { outcome: 'failed', rule: 'disk-full' as RuleId, instance: 'm=/v', time: start + 5 });
      await changes.keep([more]);
      expect(await changes.change(everywhere, 'one')).toMatchObject({ ...more, incident: 'i1' });
      const key = { rule: 'disk-full', device: deviceId('a'), instance: 'm=/v' };
      expect((await changes.remedies(key, start)).map(({ id }) => id)).toEqual(['one']);
      expect(await changes.remedies(key, start + 6)).toEqual([]);
      expect(await changes.remedies({ ...key, instance: '' }, start)).toEqual([]);
    });

    test('are chosen by device, site, kind and time, a page after the other, within the scope', async () => {
      await using place = await fleet(open);
      const { changes } = place.records;
      const many = Array.from({ length: 450 }, (_, i) =>
        change(`e${i}`, {
          time: start + Math.floor(i / 2),
          kind: i % 3 === 0 ? 'facts' : 'run',
          device: deviceId(i % 2 === 0 ? 'a' : 'b'),
        }),
      );
      await changes.keep(many);
      const ids = async (query: object, scope = everywhere) =>
        (await changes.list(scope, { limit: 1_000, ...query })).map(({ id }) => id);
      expect((await ids({})).length).toBe(450);
      expect((await ids({ devices: [deviceId('a')], kind: 'facts' })).length).toBe(75);
      expect((await ids({ devices: [] })).length).toBe(0);
      expect((await ids({ site: 'porto' })).length).toBe(225);
      expect((await ids({ from: start + 10, to: start + 20 })).length).toBe(20);
      expect(await ids({}, nowhere)).toEqual([]);
      expect((await ids({}, only('porto'))).length).toBe(225);
      expect((await ids({ limit: 30 }, { sites: 'all', selector: 'role=web' })).length).toBe(30);
      const paged: string[] = [];
      for (let after: { time: number; id: string } | undefined; ;) {
        const some = await changes.list(everywhere, { limit: 100, ...(after && { after }) });
        paged.push(...some.map(({ id }) => id));
        after = some.at(-1);
        if (some.length < 100) break;
      }
      expect(paged).toEqual(await ids({}));
      expect(await changes.retain(start + 5)).toBe(10);
    });

    test('the cursor moves once from where it stands', async () => {
      await using place = await fleet(open);
      const { changes } = place.records;
      expect(await changes.cursor()).toBeNull();
      const first = await Promise.all([1, 2, 3].map(() => changes.heard(null, 5)));
      expect(tally(first)).toEqual({ moved: 1, changed_meanwhile: 2 });
      const next = await Promise.all([6, 6, 6].map((to) => changes.heard(5, to)));
      expect(tally(next)).toEqual({ moved: 1, changed_meanwhile: 2 });
      expect(await changes.cursor()).toBe(6);
    });
  });

  describe('plans', () => {
    test('are kept as they are, changed by version, listed newest first', async () => {
      await using place = await open();
      const { plans } = place.records;
      const made = await Promise.all([1, 2, 3].map(() => plans.putPlan(plan('c1'), null, note('planned'))));
      expect(tally(made)).toEqual({ put: 1, changed_meanwhile: 2 });
      const second = plan('c2', { madeAt: start + 1, state: 'approved', selector: 'role=db', devices: [] });
      await plans.putPlan(second, null, note('second'));
      expect(await plans.plans(null)).toEqual([second, plan('c1')]);
      expect(await plans.plans(['approved'])).toEqual([second]);
      expect(await plans.plan('c1' as ChangeId)).toEqual(plan('c1'));
      expect(await plans.plan('none' as ChangeId)).toBeNull();
      expect(await plans.putPlan(plan('c9', { version: 2 }), null, note('x'))).toBe('changed_meanwhile');
      expect(await noted(place)).toEqual(['planned', 'second']);
    });

    test('a window comes and goes with its plan, or neither', async () => {
      await using place = await open();
      const { plans, windows } = place.records;
      await plans.putPlan(plan('c1'), null, note('planned'));
      const begun = plan('c1', { state: 'under-way', version: 2 });
      const begins = await Promise.all([1, 2].map(() => plans.putPlan(begun, { put: window('w') }, note('begun'))));
      expect(tally(begins)).toEqual({ put: 1, changed_meanwhile: 1 });
      expect(await windows.windows(everywhere)).toEqual([window('w')]);
      // A window of that name is there already: nothing of it happens.
      const again = plan('c1', { state: 'done', version: 3 });
      expect(await plans.putPlan(again, { put: window('w') }, note('x'))).toBe('changed_meanwhile');
      expect((await plans.plan('c1' as ChangeId))?.state).toBe('under-way');
      expect(await plans.putPlan(again, { remove: 'w' as WindowId }, note('done'))).toBe('put');
      expect(await windows.windows(everywhere)).toEqual([]);
      const last = plan('c1', { state: 'done', version: 4 });
      expect(await plans.putPlan(last, { remove: 'w' as WindowId }, note('gone already'))).toBe('put');
      expect(await noted(place)).toEqual(['planned', 'begun', 'done', 'gone already']);
    });
  });
}
