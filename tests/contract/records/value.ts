import { assumedSettings } from '@fettle/collector/domain/value/index';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { note, noted, tally } from './samples.ts';

export function valueContract(open: Open): void {
  test('settings are what was set last; called at once, one wins', async () => {
    await using place = await open();
    const { value } = place.records;
    expect(await value.settings()).toBeNull();
    const first = { ...assumedSettings, currency: 'CHF', scriptMinutes: { 'clear-temp': 7.5 }, version: 1 };
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => value.setSettings(first, note(name))));
    expect(tally(answers)).toEqual({ set: 1, changed_meanwhile: 2 });
    expect(await value.settings()).toEqual(first);
    const second = { ...first, deviceCosts: [{ selector: 'kind=server', perMonth: 1_250 }], version: 2 };
    const again = await Promise.all([1, 2].map(() => value.setSettings(second, note('d'))));
    expect(tally(again)).toEqual({ set: 1, changed_meanwhile: 1 });
    expect(await value.settings()).toEqual(second);
    expect(await value.setSettings({ ...second, version: 4 }, note('e'))).toBe('changed_meanwhile');
    expect(await noted(place)).toHaveLength(2);
  });
}
