import type { Standing } from '@fettle/collector/domain/orders/index';
import { assumedSettings } from '@fettle/collector/domain/value/index';
import type { RunId, StatementId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { run, two } from './orders.ts';
import type { Open, Place } from './place.ts';
import { day, device, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const silent = { events: [], audit: [] };

/** Moves runs to done, in berlin a second after those in porto. */
async function done({ records }: Place, name: string): Promise<void> {
  const found = await records.runs.runs(everywhere, { order: name, limit: 10, sort: 'ring' });
  await records.runs.move(
    found.map((one) => ({
      before: one.state,
      after: { ...one, state: 'done', endedAt: start + (one.site === 'berlin' ? 1_000 : 0) },
    })),
    () => silent,
  );
}

const standing = (signedVersion: number, signedAt: number, scripts: Standing['scripts']): Standing => ({
  id: 's' as StatementId,
  signedVersion,
  name: 'Clear',
  words: 'When it is full',
  trigger: { kind: 'clock', words: '0 3 * * * device', rule: null },
  selector: '',
  class: 'change',
  steps: ['Run'],
  scripts,
  dangers: [],
  caps: { perHour: 1, coolDown: 0, bootGuard: 900, failures: 3 },
  state: 'in-force',
  signedAt,
  signers: ['ann'],
  submittedBy: { id: 'person:pada', name: 'Ada' },
  expires: start + 9 * day,
  envelope: { payload: 'e30=', payloadType: 'x', signatures: [] },
  hash: `h${signedVersion}`,
  enabled: true,
  draft: null,
});

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

  test('runs that ended done count for each script of their order, once; checks and undoings do not', async () => {
    await using place = await open();
    await enrolled(place, device('a'));
    await enrolled(place, device('b', { site: 'porto' }));
    const { value, orders } = place.records;
    const clear = { name: 'clear-temp', version: 1 };
    const scripts = [clear, { name: 'restart', version: 3 }, { ...clear, version: 2 }];
    await orders.add(two('x', { scripts }), silent);
    await orders.add(two('y', { mode: 'check' }), silent);
    await orders.add(two('z', {}), silent);
    await done(place, 'ox');
    await done(place, 'oy');
    const found = await value.doneRuns(everywhere, start, start + day);
    expect([...found]).toEqual([
      ['clear-temp', ['uxb', 'uxa']],
      ['restart', ['uxb', 'uxa']],
    ]);
    const at = async (scope = everywhere, from = start, to = start + day) => [
      ...((await value.doneRuns(scope, from, to)).get('restart') ?? []),
    ];
    expect([await at(only('berlin')), await at(nowhere)]).toEqual([['uxa'], []]);
    expect([await at(everywhere, start + 1), await at(everywhere, start, start + 1_000)]).toEqual([['uxa'], ['uxb']]);
    expect(await at({ sites: 'all', selector: 'site=porto' })).toEqual(['uxb']);
  });

  test('a firing counts for the scripts of the version that was signed last before it', async () => {
    await using place = await open();
    await enrolled(place, device('a'));
    const { value, runs, standing: store } = place.records;
    const more = { sealed: [], blobs: [], bodies: [] };
    await store.add(standing(1, start, [{ name: 'old', version: 1 }]), more, silent);
    await store.add(standing(2, start + day, [{ name: 'new', version: 1 }]), more, silent);
    const fired = (n: number, at: number) => {
      const one = run('s', 'a', { id: `us${n}` as RunId, kind: 'standing', order: 's', run: n, queuedAt: at });
      const after = { ...one, statement: 's' as StatementId, state: 'done' as const, endedAt: at };
      const link = { device: one.device, seq: n, hash: `h${n}`, previous: null, run: one.id };
      const receipt = { payload: 'e30=', payloadType: 'x', signatures: [] };
      const kept = { firing: null, output: '', outputSha256: 'x', outputTotal: 0 };
      const result = { run: one.id, receipt, seq: n, steps: [], ...kept };
      return { before: null, after, result, link, judged: [], note: silent };
    };
    await runs.end([fired(1, start + 5), fired(2, start + day + 5)]);
    expect([...(await value.doneRuns(everywhere, start, start + 2 * day))]).toEqual([
      ['old', ['us1']],
      ['new', ['us2']],
    ]);
  });
}
