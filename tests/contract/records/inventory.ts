import type { FactChange } from '@fettle/collector/domain/inventory/index';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { device, deviceId, enrolled, note, noted, start } from './samples.ts';

export function inventoryContract(open: Open): void {
  const sheet = (time: number, facts: Record<string, string>) => ({ device: deviceId('a'), time, facts });
  const noteOf = (changes: readonly FactChange[]) => note(changes.map(({ name }) => name).join('+'));

  test('a sheet becomes the facts, and says what differed', async () => {
    await using place = await open();
    const { inventory } = place.records;
    await enrolled(place, device('a'));
    expect(await inventory.facts(deviceId('a'))).toEqual([]);
    const first = await inventory.replace(sheet(start, { os: 'Debian 12', boot: '5', host: 'ä"\\' }), noteOf);
    expect(first).toEqual([
      { name: 'boot', before: null, after: '5' },
      { name: 'host', before: null, after: 'ä"\\' },
      { name: 'os', before: null, after: 'Debian 12' },
    ]);
    const second = await inventory.replace(sheet(start + 5, { os: 'Debian 13', host: 'ä"\\', new: '' }), noteOf);
    expect(second).toEqual([
      { name: 'boot', before: '5', after: null },
      { name: 'new', before: null, after: '' },
      { name: 'os', before: 'Debian 12', after: 'Debian 13' },
    ]);
    expect(await inventory.facts(deviceId('a'))).toEqual([
      { name: 'host', value: 'ä"\\', since: start },
      { name: 'new', value: '', since: start + 5 },
      { name: 'os', value: 'Debian 13', since: start + 5 },
    ]);
    expect(await inventory.facts(deviceId('b'))).toEqual([]);
    expect(await noted(place)).toEqual(['boot+host+os', 'boot+new+os']);
  });

  test('the same again and an older sheet change nothing and ask for no note', async () => {
    await using place = await open();
    const { inventory } = place.records;
    await enrolled(place, device('a'));
    await inventory.replace(sheet(start, { os: 'x' }), noteOf);
    const never = () => {
      throw new Error('asked for a note');
    };
    expect(await inventory.replace(sheet(start + 1, { os: 'x' }), never)).toEqual([]);
    expect(await inventory.replace(sheet(start, { os: 'older' }), never)).toEqual([]);
    expect(await inventory.facts(deviceId('a'))).toEqual([{ name: 'os', value: 'x', since: start }]);
  });

  test('names that are special to JavaScript are names like others', async () => {
    await using place = await open();
    const { inventory } = place.records;
    await enrolled(place, device('a'));
    const facts = JSON.parse('{"__proto__": "1", "constructor": "2"}') as Record<string, string>;
    await inventory.replace(sheet(start, facts), noteOf);
    const changes = await inventory.replace(sheet(start + 1, {}), noteOf);
    expect(changes.map(({ name, before }) => `${name}=${before}`)).toEqual(['__proto__=1', 'constructor=2']);
  });

  test('of the same sheet ten times at once one is new; of different ones the newest stands', async () => {
    await using place = await open();
    const { inventory } = place.records;
    await enrolled(place, device('a'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => inventory.replace(sheet(start, { os: 'x' }), noteOf)),
    );
    expect(answers.filter((changes) => changes.length > 0)).toHaveLength(1);
    const times = [3, 9, 1, 7, 5];
    await Promise.all(times.map((time) => inventory.replace(sheet(start + time, { os: `at ${time}` }), noteOf)));
    expect(await inventory.facts(deviceId('a'))).toEqual([{ name: 'os', value: 'at 9', since: start + 9 }]);
  });

  test('a device that is not there is said so, and nothing is kept', async () => {
    await using place = await open();
    await expect(place.records.inventory.replace(sheet(start, { os: 'x' }), noteOf)).rejects.toMatchObject({
      code: 'device_unknown',
    });
    expect(await noted(place)).toEqual([]);
  });

  test('as many facts as the protocol allows fit into one sheet', async () => {
    await using place = await open();
    const { inventory } = place.records;
    await enrolled(place, device('a'));
    const many = (value: string) => Object.fromEntries(Array.from({ length: 1_024 }, (_, i) => [`fact${i}`, value]));
    expect(await inventory.replace(sheet(start, many('x'.repeat(1_024))), () => note('facts'))).toHaveLength(1_024);
    expect(await inventory.replace(sheet(start + 1, many('y')), () => note('facts'))).toHaveLength(1_024);
    expect(await inventory.facts(deviceId('a'))).toHaveLength(1_024);
  });
}
