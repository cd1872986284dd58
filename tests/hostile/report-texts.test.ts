// Hostile words in all that agents and people say (adversaries A4, A6), through the real API into every form of a report.
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { agentActor } from '@fettle/collector/domain/access/index';
import type { Device } from '@fettle/collector/domain/devices/index';
import { deviceId, newKey, toBase64 } from '@fettle/shared/trust/keys';
import { reportKinds } from '@fettle/shared/api/reports';
import { expect, test } from 'vitest';
import { incident } from '../contract/records/incidents.ts';
import { cookieOf, testApp, type TestApp } from '../support/app.ts';
import { hostileTexts } from '../support/hostile-texts.ts';
import { system } from '../support/orders-world.ts';
import { wrongInCsv, wrongInPage } from './business/judges.ts';

const { tag, bidi, escape, lines, cell, template } = hostileTexts;
/** By people: of each kind one. */
const byPeople = [tag, bidi, escape, lines, cell, template].map((text) => text ?? '');
const nothing = { events: [], audit: [] };
const day = 86_400_000;

/** One device a text, called by it, with an incident that says it; as agents and scripts would have told. */
async function told(app: TestApp): Promise<readonly Device[]> {
  const now = app.clock.now();
  const store = app.stores.devices;
  for (const [i, text] of Object.values(hostileTexts).entries()) {
    const [token, { publicKey }] = [toBase64(newKey().publicKey), newKey()];
    const times = { notBefore: now, notAfter: now + 1_000 };
    await publishToken({ store, now }, system, {
      key: token,
      envelope: '{}',
      site: 'berlin',
      labels: {},
      uses: 1,
      ...times,
    });
    const id = deviceId(publicKey);
    const record = { id, host: `h${i}`, publicKey: toBase64(publicKey), sealingKey: toBase64(newKey().publicKey) };
    await enrolDevice({ store, now }, agentActor(id), { record, tokenKey: token, agentVersion: '0.1.0' });
    // Past every check of a verb: what renders has to stand it all the same.
    await store.change({ sites: 'all' }, id, 1, { name: text }, nothing);
    const times2 = { openedAt: now - 2 * day, resolvedAt: now - day, state: 'resolved' as const };
    const said = incident(`t${i}`, { device: id, deviceName: text, words: text, ruleName: text, ...times2 });
    await app.stores.incidents.write([{ before: null, after: said, timeline: [] }], nothing);
  }
  return store.devices({ sites: 'all' });
}

test('nothing in a report acts, reckons or steers, and no form of it fails', async () => {
  await using app = await testApp({ jobs: 'driven', requestsPerMinute: 1_000_000 });
  const setup = { code: await app.setupCode(), name: 'ida', password: 'correct horse battery' };
  const cookie = cookieOf(await app.http.inject({ method: 'POST', url: '/api/v1/setup', payload: setup }));
  const ask = (method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) =>
    app.http.inject({ method, url, headers: { cookie }, ...(payload && { payload }) });
  const devices = await told(app);
  // What people say, where each text is taken or refused, and nothing fails.
  const answers: number[] = [];
  for (const [i, text] of byPeople.entries()) {
    const device = devices[i % devices.length]?.id ?? '';
    for (const [method, url, payload] of saidBy(i, text.slice(0, 120), device, app.clock.now())) {
      answers.push((await ask(method, url, payload)).statusCode);
    }
  }
  expect(answers.filter((status) => status >= 500)).toEqual([]);
  expect(answers.filter((status) => status < 300).length).toBeGreaterThan(25);
  const made = await Promise.all(
    reportKinds.map(
      async (kind) => (await ask('POST', '/api/v1/reports', { kind, period: 'last-30' })).json().id as string,
    ),
  );
  for (let i = 0; i < 20 && (await app.stores.reports.waiting()) > 0; i++) {
    app.clock.pass(10_000);
    await app.jobs.runDue();
  }
  let seen = 0;
  for (const [i, id] of made.entries()) {
    const kind = reportKinds[i];
    const report = (await ask('GET', `/api/v1/reports/${id}`)).json();
    expect(report, kind).toMatchObject({ state: 'made' });
    const file = async (as: string) => (await ask('GET', `/api/v1/reports/${id}/file?as=${as}`)).body;
    const html = await file('html');
    expect(wrongInPage(html.replaceAll(/<style>[\s\S]*?<\/style>/g, '')), `${kind} html`).toEqual([]);
    const csv = await file('csv');
    expect(wrongInCsv(csv), `${kind} csv`).toEqual([]);
    seen += html.includes('onerror=alert(1)') ? 1 : 0;
    const json = await file('json');
    expect(() => void JSON.parse(json), `${kind} json`).not.toThrow();
    if (i % 5 === 0) expect((await file('pdf')).startsWith('%PDF-'), `${kind} pdf`).toBe(true);
    expect((await ask('GET', `/api/v1/reports/${id}/document`)).statusCode).toBe(200);
  }
  // The controls: the words are there to be found, and who looks would notice them.
  expect(seen).toBeGreaterThan(2);
  expect(wrongInPage(hostileTexts['tag'] ?? '')).not.toEqual([]);
  expect(wrongInCsv(`a,${hostileTexts['cell']}\r\n`)).not.toEqual([]);
});

type Said = readonly ['PUT' | 'POST', string, object];

function saidBy(i: number, text: string, device: string, now: number): Said[] {
  const people = { owner: null, pointPerson: null, criticality: 'vital', calendar: null, costPerHour: 100, site: null };
  const part = {
    name: 'p',
    of: { kind: 'device', ids: [device], counts: 'any' },
    need: { kind: 'all' },
    impact: 'down',
  };
  const service = { name: `s${i}`, description: text, ...people, parts: [part], version: 0 };
  const objective = {
    kind: 'availability',
    targetPpm: 999_000,
    calendar: null,
    zone: 'UTC',
    period: 'month',
    withinMs: null,
  };
  const rest = { windows: 'count', degraded: 'up', burnRules: false, version: 0 };
  const found = { owner: null, due: null, measure: null, baselineDays: 30, problem: null, site: null, version: 0 };
  const project = {
    kind: 'roi',
    cost: 1,
    gainPerMonth: 1,
    owner: null,
    due: null,
    mandate: text,
    state: 'idea',
    version: 0,
  };
  return [
    ['PUT', `/api/v1/services/s${i}`, service],
    ['PUT', `/api/v1/services/n${i}`, { ...service, name: text }],
    ['PUT', `/api/v1/objectives/o${i}`, { service: `s${i}`, name: text, ...objective, ...rest }],
    ['PUT', `/api/v1/objectives/q${i}`, { service: `n${i}`, name: 'q', ...objective, ...rest }],
    ['POST', '/api/v1/improvements', { ...found, finding: text, action: text }],
    ['POST', '/api/v1/projects', { ...project, title: text, why: text, evidence: [{ words: text, link: '/x' }] }],
    ['POST', '/api/v1/hand-over/notes', { text }],
    ['POST', '/api/v1/requests', { item: null, title: text, text, answers: {}, device }],
    ['POST', '/api/v1/restore-tests', { device, time: now - 1, ok: false, words: text }],
    [
      'PUT',
      `/api/v1/brands/b${i}`,
      { name: text, sites: [`site${i}`], accent: null, logo: null, foot: text, version: 0 },
    ],
  ];
}
