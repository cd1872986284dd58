import type { SavedView } from '@fettle/collector/domain/views/index';
import type { PersonId, ViewId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { everywhere, note, noted, only, start, tally } from './samples.ts';

const most = 4;
const view = (id: string, fields: Partial<SavedView> = {}): SavedView => ({
  id: id as ViewId,
  name: `View ${id} "'; drop table views`,
  query: 'metric=system.cpu.utilization&selector=role%3Ddb',
  by: 'pada' as PersonId,
  scope: { sites: 'all' },
  changedAt: start,
  version: 1,
  ...fields,
});

export function viewContract(open: Open): void {
  test('a view is kept as it is, changed by version, removed once', async () => {
    await using place = await open();
    const { views } = place.records;
    expect(await views.put(view('b'), most, note('made b'))).toBe('put');
    expect(await views.put(view('a', { by: null }), most, note('made a'))).toBe('put');
    expect(await views.views(everywhere)).toEqual([view('a', { by: null }), view('b')]);
    const changed = view('b', { name: 'A', query: 'metric=x', version: 2 });
    const changes = await Promise.all([1, 2, 3].map(() => views.put(changed, most, note('changed'))));
    expect(tally(changes)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await views.view(everywhere, view('b').id)).toEqual(changed);
    expect(await views.remove(view('b').id, 1, note('x'))).toBe('changed_meanwhile');
    const removals = await Promise.all([1, 2, 3].map(() => views.remove(view('b').id, 2, note('removed'))));
    expect(tally(removals)).toEqual({ removed: 1, not_found: 2 });
    expect(await noted(place)).toEqual(['made b', 'made a', 'changed', 'removed']);
  });

  test('made by several at once, one wins; one that was removed meanwhile is not made anew by a change', async () => {
    await using place = await open();
    const { views } = place.records;
    const made = await Promise.all([1, 2, 3].map(() => views.put(view('a'), most, note('made'))));
    expect(tally(made)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await views.put(view('gone', { version: 2 }), most, note('x'))).toBe('changed_meanwhile');
    expect(await noted(place)).toEqual(['made']);
  });

  test('no more than so many are kept; those that are may change', async () => {
    await using place = await open();
    const { views } = place.records;
    for (const id of ['a', 'b', 'c', 'd']) expect(await views.put(view(id), most, note(id))).toBe('put');
    expect(await views.put(view('e'), most, note('e'))).toBe('full');
    expect(await views.put(view('a', { version: 2 }), most, note('a 2'))).toBe('put');
    expect(await noted(place)).toEqual(['a', 'b', 'c', 'd', 'a 2']);
  });

  test('who sees less than whoever saved it does not find it', async () => {
    await using place = await open();
    const { views } = place.records;
    await views.put(view('all'), most, note('x'));
    await views.put(view('berlin', { scope: { sites: ['berlin'] } }), most, note('x'));
    await views.put(view('linux', { scope: { sites: ['berlin'], selector: 'os=linux' } }), most, note('x'));
    const ids = async (...sites: string[]) => (await views.views(only(...sites))).map(({ id }) => id);
    expect(await ids('berlin', 'paris')).toEqual(['berlin', 'linux']);
    expect(await ids('paris')).toEqual([]);
    expect((await views.views({ sites: ['berlin'], selector: 'os=linux' })).map(({ id }) => id)).toEqual(['linux']);
    expect(await views.view(only('paris'), 'berlin' as ViewId)).toBeNull();
    expect(await views.view(only('berlin'), 'berlin' as ViewId)).not.toBeNull();
  });
}
