/**
 * The whole loop on real processes and in a real browser: two disks fill, the agent fires a signed standing order for each, the executor
 * runs them, the agent measures again; the incident of one is resolved by it, that of the other escalates with what the script said.
 */
import type { ChangeItem } from '@fettle/shared/api/changes';
import type { Incident, IncidentDetail } from '@fettle/shared/api/incidents';
import type { Delivery } from '@fettle/shared/api/notices';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, launch, watchProblems } from '../support/browser.ts';
import { until } from '../support/fettle.ts';
import { makeFirstAdmin } from '../support/first-admin.ts';
import { type Maintained, maintained, type Remedied } from '../support/remedy-setup.ts';
import { requires } from '../support/requires.ts';
import { mayMount } from '../support/small-disk.ts';

/** On a machine that has much else to do. */
const round = 240_000;

async function held(place: Maintained): Promise<void> {
  await until('the standing orders to be held', async () => {
    const { items } = await place.ask<{ items: { held: number }[] }>('GET', '/api/v1/standing-orders');
    return items.length === place.remedied.length && items.every(({ held: count }) => count === 1);
  });
}

/** Waits for the incident of a rule to come to what is wanted. */
function incidentOf(place: Maintained, { rule }: Remedied, wanted: (incident: IncidentDetail) => boolean) {
  const query = `rule=${rule}&state=open&state=acknowledged&state=resolved`;
  const look = async () => {
    const { items } = await place.ask<{ items: Incident[] }>('GET', `/api/v1/incidents?${query}`);
    const [first] = items;
    if (!first) return null;
    const detail = await place.ask<IncidentDetail>('GET', `/api/v1/incidents/${first.id}`);
    return wanted(detail) ? detail : null;
  };
  return until(`the incident of ${rule} to come to its end`, look, round);
}

const remedyOf = ({ evidence }: IncidentDetail) => evidence.find((one) => one.kind === 'remedy');
const words = ({ timeline }: IncidentDetail) => timeline.map(({ words: said }) => said).join('\n');

async function shows(page: Page, path: string, ...texts: readonly string[]): Promise<void> {
  await page.goto(path);
  for (const text of texts) await page.locator('main').getByText(text).first().waitFor();
  expect(await axeFindings(page), path).toEqual([]);
}

const may = requires('chromium').present ? requires.kernel('mounts in namespaces of one’s own', mayMount) : null;

(may ?? requires('chromium')).test(
  'disks fill: a standing order clears one, and its incident is resolved by it; what does not help the other escalates',
  async () => {
    await using place = await maintained([
      { id: 'cleared', name: 'Make room', body: (at) => `rm -f '${at}/file'\necho made room\n` },
      { id: 'stuck', name: 'Look for room', body: () => 'echo nothing here may be removed\n' },
    ]);
    const [cleared, stuck] = place.remedied as [Remedied, Remedied];
    await held(place);
    for (const { disk } of place.remedied) {
      disk.fill(0.98);
      expect(disk.used()).toBeGreaterThan(0.9);
    }
    await using browser = await launch();
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    const problems = await watchProblems(context);
    const page = await context.newPage();
    await makeFirstAdmin(page, place.fettle);
    const [resolved, open] = await Promise.all([
      incidentOf(place, cleared, (one) => one.state === 'resolved' && remedyOf(one)?.cleared === true),
      incidentOf(place, stuck, (one) => remedyOf(one)?.cleared === false),
    ]);

    expect(cleared.disk.used()).toBeLessThan(0.5);
    expect(remedyOf(resolved)).toMatchObject({ title: 'Make room', outcome: 'done', output: 'made room\n' });
    expect(words(resolved)).toMatch(/Resolved by standing order “Make room”, run /);
    const by = 'Resolved by standing order “Make room”, run ';
    await shows(
      page,
      `${place.fettle.url}/incidents/${resolved.id}`,
      by,
      'Tried against it',
      'It helped.',
      'made room',
    );

    expect(open.state).toBe('open');
    expect(stuck.disk.used()).toBeGreaterThan(0.9);
    expect(open.timeline.some(({ detail }) => detail['escalated'] === true)).toBe(true);
    const said = 'nothing here may be removed';
    await shows(page, `${place.fettle.url}/incidents/${open.id}`, 'Tried against it', 'It did not help.', said);
    const told = await until('somebody to be told', async () => {
      const list = await place.ask<{ items: Delivery[] }>('GET', `/api/v1/deliveries?incident=${open.id}`);
      return list.items[0];
    });
    // Who was not told of the breach before it was settled hears of both at once.
    expect(told).toMatchObject({ kind: expect.stringMatching(/^(opened|unremedied)$/) });

    const query = `device=${place.device}&kind=run`;
    const { items } = await place.ask<{ items: ChangeItem[] }>('GET', `/api/v1/changes?${query}`);
    const ran = ['Make room', 'Look for room'].map((name) => `The standing order “${name}” ran: done, exit 0.`);
    expect(new Set(items.map((one) => one.words))).toEqual(new Set(ran));
    await shows(page, `${place.fettle.url}/devices/${place.device}`, ...ran);
    expect(problems).toEqual([]);
  },
  round + 60_000,
);
