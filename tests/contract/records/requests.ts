import type { Improvement, Project } from '@fettle/collector/domain/improvements/index';
import type { Request, RequestItem } from '@fettle/collector/domain/requests/index';
import type { RequestId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { day, device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const item = (id: string, fields: Partial<RequestItem> = {}): RequestItem => ({
  id,
  name: `Clear “temp” "'`,
  description: 'drop table requests',
  enabled: true,
  script: { name: 'clear-temp', version: 0, parameters: { days: '7' } },
  questions: [],
  selector: '',
  approval: 'technician',
  fromEndpoint: true,
  targetMs: null,
  version: 1,
  ...fields,
});

export const request = (name: string, fields: Partial<Request> = {}): Request => ({
  id: `r${name}` as RequestId,
  item: 'clear',
  script: null,
  approval: 'none',
  title: `It is “slow” "'`,
  text: 'since Monday',
  answers: { why: 'ü' },
  parameters: {},
  device: deviceId('a'),
  deviceName: 'a',
  site: 'berlin',
  asker: { kind: 'person', id: 'pada', name: 'Ada' },
  askedAt: start,
  state: 'waiting',
  decidedBy: null,
  decidedAt: null,
  draft: null,
  composedAt: null,
  order: null,
  run: null,
  incident: null,
  owner: null,
  outcome: '',
  endedAt: null,
  dueAt: null,
  attached: [{ title: 'Newest values', lines: ['1'] }],
  timeline: [{ time: start, actor: null, words: 'Asked' }],
  key: null,
  version: 1,
  ...fields,
});

async function fleet(open: Open): Promise<Place> {
  const place = await open();
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto', labels: { role: 'web' } }));
  return place;
}

const ids = (found: readonly Request[]) => found.map(({ id }) => id);

export function requestContract(open: Open): void {
  describe('items', () => {
    test('are put and removed by their versions; of two at once one wins', async () => {
      await using place = await open();
      const { requests } = place.records;
      const twice = [item('clear'), item('clear')].map((one) => requests.putItem(one, note('item')));
      expect(tally(await Promise.all(twice))).toEqual({ put: 1, changed_meanwhile: 1 });
      expect(await requests.item('clear')).toEqual(item('clear'));
      const next = item('clear', { enabled: false, version: 2 });
      const again = [next, next].map((one) => requests.putItem(one, note('changed')));
      expect(tally(await Promise.all(again))).toEqual({ put: 1, changed_meanwhile: 1 });
      await requests.putItem(item('a-first'), note('other'));
      expect((await requests.items()).map(({ id }) => id)).toEqual(['a-first', 'clear']);
      expect(await requests.removeItem('clear', 1, note('lost'))).toBe('changed_meanwhile');
      expect(await requests.removeItem('clear', 2, note('removed'))).toBe('removed');
      expect(await requests.removeItem('clear', 2, note('lost'))).toBe('not_found');
      expect(await requests.item('clear')).toBeNull();
      expect(await noted(place)).toEqual(['item', 'changed', 'other', 'removed']);
    });

    test('several are put together or not at all; two at once do not wait for each other', async () => {
      await using place = await open();
      const { requests } = place.records;
      expect(await requests.putItems([item('b'), item('a')], note('both'))).toBe('put');
      const stale = [item('a', { name: 'new', version: 2 }), item('b', { name: 'new' })];
      expect(await requests.putItems(stale, note('lost'))).toBe('changed_meanwhile');
      expect(await requests.items()).toEqual([item('a'), item('b')]);
      const next = [item('a', { version: 2 }), item('b', { version: 2 })];
      const twice = [next, next.toReversed()].map((items) => requests.putItems(items, note('next')));
      expect(tally(await Promise.all(twice))).toEqual({ put: 1, changed_meanwhile: 1 });
      expect(await noted(place)).toEqual(['both', 'next']);
    });
  });

  describe('requests', () => {
    test('what was added is read as it was; changed twice at once, one wins', async () => {
      await using place = await fleet(open);
      const { requests } = place.records;
      expect(await requests.add(request('x'), note('asked'))).toBe('added');
      expect(await requests.add(request('x'), note('lost'))).toBe('exists');
      expect(await requests.request(everywhere, 'rx' as RequestId)).toEqual(request('x'));
      const next = request('x', { state: 'approved', version: 2 });
      const twice = [next, next].map((one) => requests.change(one, note('decided')));
      expect(tally(await Promise.all(twice))).toEqual({ changed: 1, changed_meanwhile: 1 });
      expect(await requests.underWay()).toEqual([next]);
      expect((await noted(place)).slice(-2)).toEqual(['asked', 'decided']);
    });

    test('the same key of a device is one request, of another device or without a key it is another', async () => {
      await using place = await fleet(open);
      const { requests } = place.records;
      const twice = [request('x', { key: 'k' }), request('y', { key: 'k' })].map((one) =>
        requests.add(one, note('asked')),
      );
      expect(tally(await Promise.all(twice))).toEqual({ added: 1, exists: 1 });
      const b = { device: deviceId('b'), site: 'porto' };
      expect(await requests.add(request('z', { key: 'k', ...b }), note('asked'))).toBe('added');
      expect(await requests.add(request('v'), note('asked'))).toBe('added');
      expect(await requests.add(request('w'), note('asked'))).toBe('added');
      expect(ids(await requests.byKeys(deviceId('b'), ['k', 'other']))).toEqual(['rz']);
      expect(await requests.byKeys(deviceId('b'), [])).toEqual([]);
      expect(await requests.byKeys(deviceId('a'), ['k'])).toHaveLength(1);
    });

    test('are listed newest first, in pages, by state, device, asker and time', async () => {
      await using place = await fleet(open);
      const { requests } = place.records;
      for (let i = 0; i < 5; i++) {
        await requests.add(request(`${i}`, { askedAt: start + Math.floor(i / 2) }), note('asked'));
      }
      const mia = { kind: 'endpoint', id: '1000', name: 'mia' } as const;
      await requests.add(
        request('b', { device: deviceId('b'), site: 'porto', state: 'done', endedAt: start, asker: mia }),
        note('asked'),
      );
      const limit = 10;
      expect(ids(await requests.requests(everywhere, { limit }))).toEqual(['r4', 'r3', 'r2', 'rb', 'r1', 'r0']);
      const first = await requests.requests(everywhere, { limit: 2 });
      const [, last] = first;
      expect(ids(first)).toEqual(['r4', 'r3']);
      expect(ids(await requests.requests(everywhere, { limit: 2, ...(last && { after: last }) }))).toEqual([
        'r2',
        'rb',
      ]);
      expect(ids(await requests.requests(everywhere, { states: ['done'], limit }))).toEqual(['rb']);
      expect(await requests.requests(everywhere, { states: [], limit })).toEqual([]);
      expect(ids(await requests.requests(everywhere, { device: deviceId('b'), limit }))).toEqual(['rb']);
      expect(ids(await requests.requests(everywhere, { asker: { kind: 'endpoint', id: '1000' }, limit }))).toEqual([
        'rb',
      ]);
      expect(await requests.requests(everywhere, { asker: { kind: 'person', id: '1000' }, limit })).toEqual([]);
      expect(ids(await requests.requests(everywhere, { from: start + 1, to: start + 2, limit }))).toEqual(['r3', 'r2']);
    });

    test('a scope shows what is at its sites, and where the device is now; a selector only what it chooses', async () => {
      await using place = await fleet(open);
      const { requests } = place.records;
      await requests.add(request('a'), note('asked'));
      // It was asked at berlin, before the device moved.
      await requests.add(request('b', { device: deviceId('b') }), note('asked'));
      await requests.add(request('c', { device: null, site: 'berlin' }), note('asked'));
      await requests.add(request('d', { device: null, site: null }), note('asked'));
      const limit = 10;
      expect(ids(await requests.requests(everywhere, { limit }))).toEqual(['rd', 'rc', 'rb', 'ra']);
      expect(ids(await requests.requests(only('berlin'), { limit }))).toEqual(['rc', 'ra']);
      expect(ids(await requests.requests(only('porto'), { limit }))).toEqual(['rb']);
      expect(await requests.requests(nowhere, { limit })).toEqual([]);
      const web = { sites: 'all', selector: 'role=web' } as const;
      // Pages go on past what the selector leaves out.
      expect(ids(await requests.requests(web, { limit: 1 }))).toEqual(['rb']);
      expect(await requests.request(web, 'ra' as RequestId)).toBeNull();
      expect(await requests.request(only('berlin'), 'rd' as RequestId)).toBeNull();
    });

    test('the cursor moves from where it was read; what ended long ago goes, a bounded part at once', async () => {
      await using place = await fleet(open);
      const { requests } = place.records;
      expect(await requests.cursor()).toBeNull();
      expect(tally(await Promise.all([requests.heard(null, 5), requests.heard(null, 6)]))).toEqual({
        moved: 1,
        changed_meanwhile: 1,
      });
      const at = await requests.cursor();
      expect(await requests.heard(at, 9)).toBe('moved');
      expect(await requests.heard(at, 10)).toBe('changed_meanwhile');
      expect(await requests.cursor()).toBe(9);
      for (const [name, endedAt] of [
        ['x', start],
        ['y', start + 1],
        ['z', start + day],
        ['v', null],
      ] as const) {
        await requests.add(request(name, { state: 'done', endedAt }), note('asked'));
      }
      expect(await requests.retain(start + 2, 1)).toBe(1);
      expect(await requests.retain(start + 2, 10)).toBe(1);
      expect(await requests.retain(start + 2, 10)).toBe(0);
      expect(ids(await requests.requests(everywhere, { limit: 10 })).toSorted()).toEqual(['rv', 'rz']);
    });
  });
}

const improvement: Omit<Improvement, 'id'> = {
  finding: `Disks fill “often” "'`,
  action: '',
  owner: null,
  due: null,
  measure: { kind: 'incidents', rule: 'filesystem-full', device: null, service: null },
  baselineDays: 30,
  problem: null,
  site: null,
  state: 'open',
  foundAt: start,
  doneAt: null,
  baseline: { from: start - 30 * day, to: start, value: 31, words: '31 incidents' },
  now: null,
  version: 1,
};

const project: Omit<Project, 'id'> = {
  title: 'Bigger disks',
  why: '',
  kind: 'roi',
  cost: 120_000,
  gainPerMonth: 10_000,
  owner: null,
  due: null,
  mandate: '',
  evidence: [{ words: '31 incidents', link: '/incidents' }],
  state: 'idea',
  madeAt: start,
  version: 1,
};

export function improvementContract(open: Open): void {
  test('improvements are numbered from 1, without a gap also when many are added at once', async () => {
    await using place = await open();
    const { improvements } = place.records;
    const many = await Promise.all(
      Array.from({ length: 6 }, () => improvements.add(improvement, (id) => note(`found ${id}`))),
    );
    expect(many.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await improvements.improvement(3)).toEqual({ ...improvement, id: 3 });
    expect((await improvements.improvements(null)).map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1]);
    expect((await noted(place)).toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((id) => `found ${id}`));
  });

  test('one that was changed meanwhile is not changed; states choose', async () => {
    await using place = await open();
    const { improvements } = place.records;
    const added = await improvements.add(improvement, () => note('found'));
    const next: Improvement = { ...added, state: 'done', doneAt: start, version: 2 };
    const twice = [next, next].map((one) => improvements.change(one, note('changed')));
    expect(tally(await Promise.all(twice))).toEqual({ changed: 1, changed_meanwhile: 1 });
    expect(await improvements.improvements(['done'])).toEqual([next]);
    expect(await improvements.improvements(['open'])).toEqual([]);
    expect(await improvements.improvements([])).toEqual([]);
    expect(await improvements.improvement(7)).toBeNull();
    expect(await noted(place)).toEqual(['found', 'changed']);
  });

  test('projects are numbered and changed in the same way', async () => {
    await using place = await open();
    const { improvements } = place.records;
    const many = await Promise.all([1, 2, 3].map(() => improvements.addProject(project, () => note('made'))));
    expect(many.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    const next: Project = { ...project, id: 2, state: 'approved', version: 2 };
    const twice = [next, next].map((one) => improvements.changeProject(one, note('changed')));
    expect(tally(await Promise.all(twice))).toEqual({ changed: 1, changed_meanwhile: 1 });
    expect(await improvements.project(2)).toEqual(next);
    expect((await improvements.projects()).map(({ id, state }) => [id, state])).toEqual([
      [1, 'idea'],
      [2, 'approved'],
      [3, 'idea'],
    ]);
  });
}
