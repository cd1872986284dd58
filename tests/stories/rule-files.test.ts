/** Rules as people keep them: over the API with tokens, in files, tried before they are kept; told on the real app. */
import { createApiToken } from '@fettle/collector/domain/access/index';
import { installDefaults } from '@fettle/collector/domain/rules/index';
import type { Role } from '@fettle/shared/api/session';
import type { Applied, BackTest, Rule } from '@fettle/shared/api/rules';
import { describe, expect, test } from 'vitest';
import { cli, minute } from './device-world.ts';
import { full, world } from './rules-world.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
type World = Awaited<ReturnType<typeof world>>;

/** Asks as a program with a token of a role. */
async function program({ http, stores, clock }: World, role: Role, sites: 'all' | readonly string[] = 'all') {
  const input = { name: role, role, sites, expiresAt: null } as const;
  const { secret } = await createApiToken({ store: stores.access, now: clock.now() }, cli, input);
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what is answered
  return async <Body>(method: Method, url: string, payload?: object) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await http().inject({ method, url, headers, ...(payload && { payload }) });
    const body = (answer.body === '' ? null : JSON.parse(answer.body)) as Body & { code?: string; detail?: string };
    return { status: answer.statusCode, body };
  };
}

const file = `rules:
  full:
    name: File systems fill up
    scope: role=db
    metric: system.filesystem.utilization
    warning: above 85 %
    critical: above 95 %, clear below 90 %
    clear: below 80 %
    for: 2m
    runbook: Make room.
`;
const text = { name: 'rules.yaml', text: file };
const audits = async ({ stores }: World) =>
  (await stores.events.audit(0, 1_000)).filter(({ action }) => action.startsWith('rules.'));

describe('a rule over the API', () => {
  test('is made, changed by whoever read it last, and deleted; the audit log has what it was', async () => {
    await using place = await world(['a']);
    const ask = await program(place, 'operator');
    const rule = full({ name: 'Full', selector: 'kind!=desktop' });
    const made = await ask<Rule>('PUT', '/api/v1/rules/full', { ...rule, version: 0 });
    expect(made).toMatchObject({
      status: 200,
      body: { id: 'full', origin: 'person', version: 1, devices: 1, incidents: 0 },
    });
    expect(made.body.words).toMatch(/85.*95/);
    expect(made.body.file).toContain('critical: above 95 %, clear below 90 %');
    const changed = await ask<Rule>('PUT', '/api/v1/rules/full', { ...rule, forMs: 60_000, version: 1 });
    expect(changed.body).toMatchObject({ version: 2, forMs: 60_000 });
    const late = await ask('PUT', '/api/v1/rules/full', { ...rule, name: 'Other', version: 1 });
    expect(late).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    const { body: list } = await ask<{ items: Rule[] }>('GET', '/api/v1/rules');
    expect(list.items).toEqual([changed.body]);
    expect((await ask('DELETE', '/api/v1/rules/full?version=1')).status).toBe(409);
    expect((await ask('DELETE', '/api/v1/rules/full?version=2')).status).toBe(204);
    expect((await ask('GET', '/api/v1/rules/full')).status).toBe(404);
    const rows = await audits(place);
    expect(rows.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'rules.put rule:full',
      'rules.put rule:full',
      'rules.remove rule:full',
    ]);
    expect(rows[1]?.detail).toMatchObject({ before: { forMs: 0 }, after: { forMs: 60_000 } });
    expect(rows[2]?.detail).toMatchObject({ before: { forMs: 60_000 }, after: null });
  });

  test('that is wrong is told with all that is wrong', async () => {
    await using place = await world([]);
    const ask = await program(place, 'operator');
    const when = { kind: 'value', metric: 'system.cpu.bussy', is: 'above', levels: { warning: { limit: 1 } } };
    const { status, body } = await ask('PUT', '/api/v1/rules/x', { ...full(), when, selector: 'a=', version: 0 });
    expect(status).toBe(400);
    expect(body.code).toBe('input_invalid');
    expect(body.detail).toMatch(/selector: .*system\.cpu\.bussy/s);
    expect((await ask('PUT', '/api/v1/rules/Not-A-Slug', { ...full(), version: 0 })).status).toBe(400);
  });

  test('viewers read and try, operators change, and only for their own sites', async () => {
    await using place = await world(['a']);
    const put = { ...full(), version: 0 };
    const viewer = await program(place, 'viewer');
    expect((await viewer('PUT', '/api/v1/rules/x', put)).status).toBe(403);
    expect((await viewer('POST', '/api/v1/apply?dryRun=1', text)).status).toBe(403);
    expect((await viewer('GET', '/api/v1/rules')).status).toBe(200);
    expect((await viewer('GET', '/api/v1/export')).status).toBe(200);
    const berlin = await program(place, 'operator', ['berlin']);
    const everywhere = await berlin('PUT', '/api/v1/rules/x', put);
    expect(everywhere).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
    expect(everywhere.body.detail).toContain('site in (berlin)');
    const own = { ...full({ selector: 'role=db, site=berlin' }), version: 0 };
    expect((await berlin('PUT', '/api/v1/rules/x', own)).status).toBe(200);
    expect((await berlin('PUT', '/api/v1/rules/x', { ...full({ selector: 'site!=vienna' }), version: 1 })).status).toBe(
      403,
    );
    const all = await program(place, 'operator');
    expect((await all('PUT', '/api/v1/rules/all', put)).status).toBe(200);
    expect((await berlin('DELETE', '/api/v1/rules/all?version=1')).status).toBe(403);
  });
});

describe('a file of rules', () => {
  test('shown, applied, applied again, changed, exported', async () => {
    await using place = await world(['a']);
    const ask = await program(place, 'operator');
    const dry = await ask<Applied>('POST', '/api/v1/apply?dryRun=1', text);
    expect(dry.body).toMatchObject({
      dryRun: true,
      changes: [{ kind: 'rule', id: 'full', what: 'create' }],
      problems: [],
    });
    expect((await ask<{ items: Rule[] }>('GET', '/api/v1/rules')).body.items).toEqual([]);
    await ask('POST', '/api/v1/apply', text);
    const again = await ask<Applied>('POST', '/api/v1/apply', text);
    expect(again.body.changes).toEqual([{ kind: 'rule', id: 'full', what: 'same', diff: [] }]);
    const other = { ...text, text: file.replace('for: 2m', 'for: 5m') };
    const changed = await ask<Applied>('POST', '/api/v1/apply', other);
    expect(changed.body.changes[0]?.diff).toContain('-    for: 2m');
    expect(changed.body.changes[0]?.diff).toContain('+    for: 5m');
    const { body } = await ask<{ text: string }>('GET', '/api/v1/export');
    const back = await ask<Applied>('POST', '/api/v1/apply', { name: 'export', text: body.text });
    expect(back.body.changes.map(({ what }) => what)).toEqual(['same']);
    expect(await audits(place)).toHaveLength(2);
  });

  test('with a mistake says where, and changes nothing', async () => {
    await using place = await world([]);
    const ask = await program(place, 'operator');
    const wrong = { ...text, text: `${file}  other:\n    metric: system.cpu.busy\n    warnign: above 90 %\n` };
    const { body } = await ask<Applied>('POST', '/api/v1/apply', wrong);
    expect(body.changes).toEqual([]);
    const errors = body.problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '11:3 This rule has no limit: give it “warning: above 85 %”, “critical: …”, or both.',
      '13:5 A rule has no “warnign”. Did you mean “warning”?',
    ]);
    expect(await place.stores.rules.rules()).toEqual([]);
  });

  test('what a file says is what devices are measured by, from the next second on', async () => {
    await using place = await world(['a']);
    const ask = await program(place, 'operator');
    await place.labels('a', { role: 'db' });
    place.device('a').values['/var'] = 0.9;
    await place.pass(5 * minute);
    expect(place.told()).toEqual([]);
    await ask('POST', '/api/v1/apply', text);
    await place.pass(3 * minute);
    expect(place.told()).toEqual(['full /var warning']);
    expect((await ask('GET', '/api/v1/rules/full')).body).toMatchObject({ devices: 1, incidents: 1 });
    await ask('POST', '/api/v1/apply', { ...text, text: file.replace('name:', 'enabled: false\n    name:') });
    await place.pass(20_000);
    expect(place.told()).toEqual(['full /var clear']);
  });
});

describe('the rules that ship', () => {
  test('hold for a new device without a click; one that is deleted does not come back', async () => {
    await using place = await world(['a']);
    const install = () => installDefaults({ store: place.stores.rules, now: place.clock.now() }, cli);
    await install();
    await place.pass(minute);
    place.device('a').values['/var'] = 0.97;
    place.device('a').values.nginx = 2;
    await place.pass(8 * minute);
    const told = place.told();
    expect(told).toContain('filesystem-full /var critical');
    expect(told.some((line) => line.startsWith('service-failed'))).toBe(true);
    const ask = await program(place, 'operator');
    await ask('DELETE', '/api/v1/rules/filesystem-full?version=1');
    await place.pass(20_000);
    expect(place.told()).toContain('filesystem-full /var clear');
    await install();
    expect((await ask('GET', '/api/v1/rules/filesystem-full')).status).toBe(404);
  });
});

describe('a rule tried on the past', () => {
  test('tells what was told, and what it would have been', async () => {
    await using place = await world(['a', 'b']);
    const kept = full({ selector: '', forMs: 2 * minute });
    await place.rule('full', kept);
    await place.pass(5 * minute);
    for (const value of [0.9, 0.5, 0.97, 0.5]) {
      place.device('a').values['/var'] = value;
      await place.pass(4 * minute);
    }
    place.device('b').values['/home'] = 0.99;
    await place.pass(4 * minute);
    const told = place.told();
    expect(told.filter((line) => line.endsWith('/home critical'))).toHaveLength(1);
    const ask = await program(place, 'viewer');
    const rule = { ...kept, forMs: 10 * minute };
    const { status, body } = await ask<BackTest>('POST', '/api/v1/rules/back-test', { id: 'full', rule });
    expect(status).toBe(200);
    expect(body).toMatchObject({ step: 0, devices: 2, notes: [] });
    expect(body.then).toEqual({ count: 0, devices: 0, lasted: 0, fired: [] });
    expect(body.now).toMatchObject({ count: 3, devices: 2 });
    const fired = body.now?.fired.map(({ deviceName, instance, severity, to, peak }) => {
      return [deviceName, instance.split('=').at(-1), severity, to === null, peak];
    });
    expect(fired?.toSorted()).toEqual([
      ['host-a', '/var', 'critical', false, 0.97],
      ['host-a', '/var', 'warning', false, 0.9],
      ['host-b', '/home', 'critical', true, 0.99],
    ]);
    expect(body.samples).toBe(2 * 2 * 25 * 6);
  });

  test('on devices of other sites tells nothing', async () => {
    await using place = await world(['a']);
    place.device('a').values['/var'] = 0.9;
    await place.pass(2 * minute);
    const ask = await program(place, 'viewer', ['vienna']);
    const { body } = await ask<BackTest>('POST', '/api/v1/rules/back-test', { rule: full() });
    expect(body).toMatchObject({ devices: 0, samples: 0, now: null });
    expect(body.then.count).toBe(0);
  });

  test('that was silent tells by the states that devices had', async () => {
    await using place = await world(['a']);
    await place.pass(2 * minute);
    place.device('a').is = 'off';
    await place.pass(10 * minute);
    place.device('a').is = 'on';
    await place.pass(2 * minute);
    const ask = await program(place, 'viewer');
    const when = { kind: 'device', states: { critical: ['offline', 'late', 'unreachable'] } } as const;
    const rule = { ...full({ forMs: 3 * minute }), when };
    const { body } = await ask<BackTest>('POST', '/api/v1/rules/back-test', { rule });
    expect(body.then).toMatchObject({ count: 1, fired: [{ severity: 'critical', instance: '' }] });
    const [only] = body.then.fired;
    expect((only?.to ?? 0) - (only?.from ?? 0)).toBeGreaterThan(6 * minute);
    expect((only?.to ?? 0) - (only?.from ?? 0)).toBeLessThan(8 * minute);
  });
});
