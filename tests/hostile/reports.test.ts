// Reports (adversaries A4, A6): hostile words in all that stands in them, pictures that blow up, mail that goes elsewhere, and who still reads them.
import {
  deleteReport,
  getBasis,
  getDocument,
  getReport,
  beginReport,
  listPlans,
  listReports,
  makePlan,
  putBrand,
  sendReport,
} from '@fettle/collector/domain/reports/index';
import { renderPdf } from '@fettle/collector/edge/renderers/pdf';
import { putChannel } from '@fettle/collector/domain/notifications/index';
import { personActor } from '@fettle/collector/domain/access/index';
import { ReportPlanPut, BrandPut, reportKinds } from '@fettle/shared/api/reports';
import type { Permission } from '@fettle/collector/domain/access/index';
import { checked } from '@fettle/shared/api/checked';
import { FettleError } from '@fettle/shared/errors';
import { describe, expect, test } from 'vitest';
import { code, hour, minute, person } from '../stories/device-world.ts';
import { cli, reportWorld } from '../stories/report-world.ts';
import { sampleReport } from '../support/sample-report.ts';
import { rightPng, wrongPictures } from './business/pictures.ts';

const begin = '2026-11-02T06:00Z';
const nothing = { events: [], audit: [] };
/** Whether the API takes it, as the server holds a body against its schema. */
function taken(schema: typeof BrandPut | typeof ReportPlanPut, body: unknown): boolean {
  try {
    checked(schema, body, 'It');
    return true;
  } catch (error) {
    if (error instanceof FettleError && error.code === 'message_malformed') return false;
    throw error;
  }
}

const brand = (bytes: Buffer, type: 'image/png' | 'image/jpeg' = 'image/png') => ({
  id: 'holm',
  name: 'Holm',
  sites: ['berlin'],
  accent: null,
  logo: { type, base64: bytes.toString('base64') },
  foot: '',
  version: 0,
});

describe('a logo', () => {
  test('that is whole is drawn', async () => {
    await using world = await reportWorld(begin);
    const kept = await putBrand(world.desk.context(), cli, brand(rightPng()));
    const { name, accent, logo, foot } = kept;
    const pdf = await renderPdf({ ...sampleReport, brand: { name, accent, logo, foot } }, { address: '', id: null });
    expect(Buffer.from(pdf).toString('latin1')).toContain('/SMask');
  });

  test('that is broken, too large, unpacks to very much or is something else is refused before anybody draws it', async () => {
    await using world = await reportWorld(begin);
    for (const [name, make] of Object.entries(wrongPictures)) {
      for (const type of ['image/png', 'image/jpeg'] as const) {
        await expect(putBrand(world.desk.context(), cli, brand(make(), type)), `${name} as ${type}`).rejects.toEqual(
          code('input_invalid'),
        );
      }
    }
    expect(await world.reports.brands()).toEqual([]);
  });

  test('is of no other kind and no longer than the API takes', () => {
    const { id: _id, ...body } = brand(rightPng());
    const fits = (logo: object) => taken(BrandPut, { ...body, logo });
    expect(fits(body.logo)).toBe(true);
    expect(fits({ ...body.logo, type: 'image/svg+xml' })).toBe(false);
    expect(fits({ ...body.logo, base64: 'A'.repeat(400_004) })).toBe(false);
  });
});

const wrongAddresses = [
  'a@example.org\r\nBcc: evil@example.org',
  'a@example.org\nSubject: x',
  'a@example.org, evil@example.org',
  'a@example.org;evil@example.org',
  'Ann <a@example.org>',
  'group:a@example.org',
  '"a b"@example.org',
  'a@example.org\u0000',
  'a@exam\u202eple.org',
  '|cat@',
  '@example.org',
  `${'a'.repeat(250)}@example.org`,
  '',
];

describe('to whom a report goes', () => {
  test('is a plain address: what would be a header, a list, a group, a name or a command is none', async () => {
    await using world = await reportWorld(begin);
    const { id } = await beginReport(world.desk.context(), cli, { kind: 'incidents' });
    await world.work();
    for (const to of wrongAddresses) {
      await expect(world.plan({ to: [to] }), to).rejects.toEqual(code('input_invalid'));
      const sending = sendReport(world.desk.context(), cli, { id, to: [to], channel: 'mail', attach: [] });
      await expect(sending, to).rejects.toEqual(code('input_invalid'));
    }
    expect(world.box.mails).toEqual([]);
    // The control.
    await sendReport(world.desk.context(), cli, { id, to: ['a@example.org'], channel: 'mail', attach: [] });
    await world.work();
    expect(world.box.mails).toHaveLength(1);
  });

  test('is fifty addresses at most, each once however it is written, also that of the channel itself; what a mail starts it does not start again', async () => {
    const { id: _id, ...plan } = { id: '', ...planOf(Array.from({ length: 50 }, (_, i) => `r${i}@example.org`)) };
    expect(taken(ReportPlanPut, plan)).toBe(true);
    expect(taken(ReportPlanPut, { ...plan, to: [...plan.to, 'one@example.org'] })).toBe(false);
    await using world = await reportWorld(begin);
    // The channel's own address: a collector that mails itself.
    const to = [...plan.to.slice(0, 48), 'fettle@example.org', 'R0@EXAMPLE.ORG'];
    await world.plan({ to, attach: [], madeFor: 'x' });
    world.clock.time = Date.parse('2026-12-01T07:00Z');
    await world.work();
    const all = world.box.mails.flatMap((mail) => mail.to);
    expect(all).toHaveLength(49);
    expect(new Set(all.map((one) => one.toLowerCase())).size).toBe(49);
    expect(world.box.mails.every((mail) => mail.to.length === 1 && mail.header('bcc') === undefined)).toBe(true);
    await world.passes(3 * hour, 10 * minute);
    expect(world.box.mails).toHaveLength(49);
  });

  test('goes by a channel for mail alone, also when the channel has become something else meanwhile', async () => {
    await using world = await reportWorld(begin);
    const hook = { kind: 'webhook', url: 'https://example.org/x', preset: 'plain' } as const;
    const ports = { channels: world.channels, now: world.clock.now(), key: new Uint8Array(32).fill(7) };
    await putChannel(ports, cli, { id: 'hook', name: 'Hook', enabled: true, to: hook, version: 0 });
    await expect(world.plan({ channel: 'hook' })).rejects.toThrow('is not for mail');
    await world.plan({ to: ['a@example.org'], attach: [] });
    await putChannel(ports, cli, { id: 'mail', name: 'Mail', enabled: true, to: hook, version: 1 });
    world.clock.time = Date.parse('2026-12-01T07:00Z');
    await world.work();
    const [report] = await world.made();
    const [sent] = (await getReport(world.desk.context(), cli, { id: report?.id ?? '' })).sent;
    expect(sent).toMatchObject({ to: 'a@example.org', ok: false });
    expect(world.box.mails).toEqual([]);
  });
});

const planOf = (to: string[]) => ({
  name: 'x',
  enabled: true,
  kind: 'incidents',
  period: 'month',
  zone: 'UTC',
  site: null,
  selector: '',
  service: null,
  schedule: null,
  to,
  channel: 'mail',
  attach: [],
  brand: null,
  madeFor: '',
  version: 0,
});

describe('somebody whose scope shrank', () => {
  test('reads no report of before, nor a figure’s basis, and removes and sends none; his plan is switched off and says why', async () => {
    await using world = await reportWorld(begin);
    const { id, actor } = await world.manager('Mia');
    const context = () => world.desk.context();
    const bases = () => ({ ...context(), incidents: world.incidents, runs: world.runs, devices: world.devices });
    const own = await beginReport(context(), actor, { kind: 'incidents' });
    await world.plan({ to: ['mia@example.org'], attach: [] }, actor);
    await world.work();
    const [key = ''] = Object.keys((await getDocument(context(), actor, own)).bases);
    expect(await getBasis(bases(), actor, { id: own.id, key })).toHaveProperty('formula');
    const before = await world.access.person(id);
    await world.people.changePerson({ sites: 'all' }, id, before?.version ?? 0, { sites: ['berlin'] }, nothing);
    const now = await world.access.person(id);
    if (!now) throw new Error('nobody');
    const less = personActor(now);
    for (const read of [getReport, getDocument])
      await expect(read(context(), less, own)).rejects.toEqual(code('not_found'));
    await expect(getBasis(bases(), less, { id: own.id, key })).rejects.toEqual(code('not_found'));
    await expect(deleteReport(context(), less, { id: own.id, version: 2 })).rejects.toEqual(code('not_found'));
    const send = { id: own.id, to: ['x@example.org'], channel: 'mail', attach: [] };
    await expect(sendReport(context(), less, send)).rejects.toEqual(code('not_found'));
    await expect(makePlan(context(), less, { id: 'month' })).rejects.toEqual(code('not_found'));
    expect((await listReports(context(), less, {})).items).toEqual([]);
    expect(await listPlans(context(), less)).toEqual([]);
    world.clock.time = Date.parse('2026-12-01T07:00Z');
    await world.work();
    expect(await world.made()).toEqual([]);
    expect(world.box.mails).toEqual([]);
    const [plan] = await listPlans(context(), cli);
    expect(plan).toMatchObject({ enabled: false, nextAt: null });
    expect(plan?.off).toContain('Mia, who saved it, does not see all of it any more');
    // Told to everybody that it changed; why, to those who see it.
    const events = (await world.events.after({ sites: ['nowhere'] }, 0, 1_000)).filter(
      ({ kind }) => kind === 'report-plan.changed',
    );
    expect(events.at(-1)?.detail).toEqual({ plan: 'month', off: true });
    // The control: somebody who sees all of it saves it again, and it is made.
    await world.plan({ to: ['mia@example.org'], attach: [], version: plan?.version ?? 0 });
    world.clock.time = Date.parse('2027-01-01T07:30Z');
    await world.work();
    expect(world.box.mails).toHaveLength(1);
  });
});

describe('what tells of money or of people', () => {
  const needs: Partial<Record<(typeof reportKinds)[number], Permission>> = {
    executive: 'value.read',
    value: 'value.read',
    availability: 'value.read',
    'service-levels': 'value.read',
    capacity: 'value.read',
    improvement: 'value.read',
    workload: 'manpower.read',
    customer: 'manpower.read',
  };

  test('is made and read by managers; a kept one is not read by who became less', async () => {
    await using world = await reportWorld(begin);
    const context = world.desk.context();
    for (const kind of reportKinds) {
      const made = await beginReport(context, cli, { kind });
      for (const role of ['viewer', 'technician', 'operator'] as const) {
        const isOpen = needs[kind] === undefined && (kind !== 'hand-over' || role !== 'viewer');
        const outcome = await beginReport(context, person(role), { kind }).then(
          () => 'done',
          (error: Error) => error,
        );
        if (isOpen) expect(outcome, `${role} ${kind}`).toBe('done');
        else expect(outcome, `${role} ${kind}`).toEqual(code('not_allowed'));
        const read = await getReport(context, person(role), made).then(
          () => 'done',
          (error: Error) => error,
        );
        if (isOpen) expect(read, `${role} ${kind}`).toBe('done');
        else expect(read, `${role} ${kind}`).toEqual(code('not_allowed'));
      }
      expect(await getReport(context, person('manager'), made)).toMatchObject({ kind });
    }
    const shown = (await listReports(context, person('viewer'), { limit: 1_000 })).items.map(({ kind }) => kind);
    expect(shown.filter((kind) => needs[kind] !== undefined)).toEqual([]);
  });
});
