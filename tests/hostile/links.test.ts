// Links of notices (adversaries A2, A3, A6): whoever gets hold of one, or tries to make one.
import type { PersonPatch } from '@fettle/collector/domain/access/index';
import { newDelivery } from '@fettle/collector/domain/notifications/deliveries-of';
import { linkCode } from '@fettle/collector/domain/notifications/sealing';
import { describe, expect, test } from 'vitest';
import { matrixWorld } from '../support/matrix/world.ts';

const key = new Uint8Array(32).fill(9);
const everywhere = { sites: 'all' } as const;
const nothing = { events: [], audit: [] };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function linked() {
  const world = await matrixWorld(key);
  const { http, stores, clock } = world.app;
  const person = await stores.access.personNamed('the technician');
  if (!person) throw new Error('no technician');
  const { incident } = world.troubles.inside;
  const place = { incidents: [incident], site: 'berlin', kind: 'opened', channel: 'mail', target: 'x' } as const;
  const said = { words: 'full', cause: null, processes: [], knownError: null, runbook: '', step: null } as const;
  const notice = {
    kind: 'opened',
    severity: 'warning',
    ruleName: 'x',
    items: [],
    ...said,
    time: 0,
    zone: 'UTC',
  } as const;
  const delivery = newDelivery({ ...place, person: person.id, others: [], key: 'link', notice, now: clock.now() });
  await stores.notices.add([{ ...delivery, nextAt: null }]);
  const path = `/act/${linkCode(key, delivery.id)}`;
  return {
    ...world,
    path,
    ask: (method: 'GET' | 'HEAD' | 'POST', url: string, headers: Record<string, string> = form) =>
      http.inject({ method, url, headers, ...(method === 'POST' && { payload: '' }) }),
    state: async () => (await stores.incidents.incident(everywhere, incident))?.state,
    lines: async () => (await stores.incidents.timeline(everywhere, incident)).map(({ kind }) => kind as string),
    uses: async () => (await stores.events.audit(0, 1_000)).filter(({ action }) => action === 'notifications.use-link'),
    change: async (patch: PersonPatch) => {
      const answer = await stores.people.changePerson(everywhere, person.id, person.version, patch, nothing);
      if (typeof answer === 'string') throw new Error(answer);
    },
  };
}

describe('a link', () => {
  test('acts once, also when two come at the same moment; looking at it any number of times does nothing', async () => {
    const world = await linked();
    await using _app = world.app;
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD'] as const) {
      const page = await world.ask(method, world.path);
      expect(page.statusCode).toBe(200);
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(page.headers['content-security-policy']).toContain("form-action 'self'");
      expect(page.headers['referrer-policy']).toBe('same-origin');
      expect(page.headers['cache-control']).toBe('no-store');
      expect(page.headers['set-cookie']).toBeUndefined();
      expect(page.body).not.toMatch(/(?:href|action|src)="(?!\/)/);
    }
    expect(await world.state()).toBe('open');
    expect(await world.uses()).toEqual([]);
    const deed = `${world.path}/acknowledge`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.ask('POST', deed)));
    expect(answers.map(({ statusCode }) => `${statusCode}`).toSorted()).toEqual(['200', '410', '410', '410', '410']);
    // The positive control: it did work.
    expect(await world.state()).toBe('acknowledged');
    expect((await world.lines()).filter((kind) => kind === 'acknowledged')).toHaveLength(1);
    expect(await world.uses()).toMatchObject([{ detail: { deed: 'acknowledge' } }]);
    expect((await world.uses())[0]?.actor).toMatch(/^person:p/);
  });

  test.each<[string, PersonPatch | number, number]>([
    ['whose day is over', 86_400_000, 410],
    ['of somebody who is shut out', { state: 'disabled' }, 410],
    ['of somebody who may only look by now', { role: 'viewer' }, 403],
    ['of somebody who has lost the site', { sites: ['rome'] }, 200],
    ['of somebody whose selector has changed', { selector: 'env=test' }, 200],
  ])('%s changes nothing', async (_name, change, status) => {
    const world = await linked();
    await using _app = world.app;
    if (typeof change === 'number') world.app.clock.pass(change);
    else await world.change(change);
    const answer = await world.ask('POST', `${world.path}/acknowledge`);
    expect(answer.statusCode).toBe(status);
    if (status === 200) expect(answer.body).toContain('Nothing was changed.');
    expect(await world.state()).toBe('open');
  });

  test('that is guessed is nothing, and nobody guesses often', async () => {
    const world = await linked();
    await using _app = world.app;
    const bare = world.path.slice(0, world.path.indexOf('.'));
    const code = world.path.slice(bare.length + 1);
    const turned = code.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    const guesses = [bare, `${bare}.`, `${bare}.${turned}`, `${world.path}%00`, `${bare.slice(0, -1)}x.${code}`];
    const odd = ['/act/__proto__', '/act/..%2f..%2fapi', `/act/${'n'.repeat(120)}`, `${world.path}//evil.example`];
    for (const guess of [...guesses, ...odd]) {
      const { statusCode, headers } = await world.ask('GET', guess);
      expect([400, 404, 410], guess).toContain(statusCode);
      expect(headers.location).toBeUndefined();
    }
    const many = await Promise.all(
      Array.from({ length: 40 }, () => world.ask('POST', `${bare}.${turned}/acknowledge`)),
    );
    expect(many.some(({ statusCode }) => statusCode === 429)).toBe(true);
    expect(many.every(({ statusCode }) => statusCode === 410 || statusCode === 429)).toBe(true);
    expect(await world.state()).toBe('open');
  });
});
