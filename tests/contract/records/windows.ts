import type { Window } from '@fettle/collector/domain/windows/index';
import type { PersonId, WindowId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { everywhere, note, noted, only, start, tally } from './samples.ts';

const window = (id: string, fields: Partial<Window> = {}): Window => ({
  id: id as WindowId,
  name: `The window ${id} "'`,
  selector: 'role in (db,web)',
  devices: null,
  scope: { sites: 'all' },
  reason: 'patches; drop table windows',
  when: {
    zone: 'Europe/Berlin',
    start: '2026-03-29T02:30',
    lastsMs: 3_600_000,
    repeat: { every: 'week', days: [1, 7] },
  },
  enabled: true,
  createdBy: 'pada' as PersonId,
  createdAt: start,
  version: 1,
  ...fields,
});

export function windowContract(open: Open): void {
  test('a window is kept as it is, changed by version, removed once', async () => {
    await using place = await open();
    const { windows } = place.records;
    expect(await windows.put(window('b'), note('made'))).toBe('put');
    expect(await windows.put(window('a', { createdBy: null, enabled: false }), note('made a'))).toBe('put');
    expect(await windows.windows(everywhere)).toEqual([window('a', { createdBy: null, enabled: false }), window('b')]);
    const changed = window('b', { name: 'New', version: 2 });
    const changes = await Promise.all([1, 2, 3].map(() => windows.put(changed, note('changed'))));
    expect(tally(changes)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await windows.window(everywhere, window('b').id)).toEqual(changed);
    expect(await windows.remove(window('b').id, 1, note('x'))).toBe('changed_meanwhile');
    const removals = await Promise.all([1, 2, 3].map(() => windows.remove(window('b').id, 2, note('removed'))));
    expect(tally(removals)).toEqual({ removed: 1, not_found: 2 });
    expect(await noted(place)).toEqual(['made', 'made a', 'changed', 'removed']);
  });

  test('made by several at once, one wins', async () => {
    await using place = await open();
    const made = await Promise.all([1, 2, 3].map(() => place.records.windows.put(window('a'), note('made'))));
    expect(tally(made)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await noted(place)).toEqual(['made']);
  });

  test('one that was removed meanwhile is not made anew by a change', async () => {
    await using place = await open();
    expect(await place.records.windows.put(window('a', { version: 2 }), note('x'))).toBe('changed_meanwhile');
    expect(await place.records.windows.windows(everywhere)).toEqual([]);
  });

  test('it is found within its sites only', async () => {
    await using place = await open();
    const { windows } = place.records;
    await windows.put(window('all'), note('x'));
    await windows.put(window('two', { scope: { sites: ['berlin', 'paris'], selector: 'os=linux' }, devices: ['d"1'] }), note('x'));
    const ids = async (...sites: string[]) => (await windows.windows(only(...sites))).map(({ id }) => id);
    expect(await ids('paris')).toEqual(['all', 'two']);
    expect(await ids('rome')).toEqual(['all']);
    expect(await windows.window(only('rome'), 'two' as WindowId)).toBeNull();
    expect(await windows.window(only('berlin'), 'two' as WindowId)).not.toBeNull();
  });
}
