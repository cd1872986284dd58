/** What people ask for, from the asking to the outcome, on the real app, with devices that answer as executors do. */
import { getDraft, removeDraft, actOnOrder, getOrder } from '@fettle/collector/domain/orders/index';
import { listRequests, putItem } from '@fettle/collector/domain/requests/index';
import { actOnIncidents } from '@fettle/collector/domain/incidents/index';
import { everywhere } from '@fettle/collector/domain/access/index';
import type { IncidentId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { testApp } from '../support/app.ts';
import {
  act,
  ask,
  endpointAsk,
  found,
  itemBody,
  published,
  requestsWorld,
  type RequestsWorld,
  scriptBody,
  signed,
  system,
  tended,
} from '../support/requests-world.ts';
import type { TestDevice } from '../support/orders-world.ts';

const day = 86_400_000;
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const firstOf = (world: RequestsWorld) => world.devices[0] as TestDevice;

async function approved(world: RequestsWorld) {
  const { id } = await ask(world, 'vera', { device: firstOf(world).id });
  await act(world, world.people.theo, id, 'approve');
  return found(world, id);
}

describe('a person asks', () => {
  test('somebody else approves, an operator signs, it runs once, and the outcome comes back', async () => {
    await using world = await requestsWorld();
    const device = firstOf(world);
    const { id } = await ask(world, 'vera', { device: device.id });
    expect(await found(world, id, world.people.vera)).toMatchObject({
      state: 'waiting',
      draft: null,
      may: ['cancel', 'note'],
    });
    const attached = (await found(world, id)).attached.map(({ title }) => title);
    expect(attached).toEqual(['The device', 'Open incidents', 'Newest values', 'Busiest processes']);
    // Nothing waits to be signed before somebody said yes.
    expect(await world.app.stores.orders.drafts()).toEqual([]);

    await act(world, world.people.theo, id, 'approve', 'fine');
    const { draft, state } = await found(world, id);
    expect(state).toBe('approved');
    expect(await getDraft(world.app.orders.ports(), system, { id: draft ?? '' })).toMatchObject({
      problems: [],
      madeBy: { name: 'theo' },
      targets: { count: 1 },
      reason: expect.stringContaining(id),
    });
    // Approved is not signed: nothing is sent to the device.
    expect(await device.orders()).toEqual([]);

    const { envelope, order } = await signed(world, draft);
    await tended(world);
    expect(await found(world, id)).toMatchObject({ state: 'running', order, draft: null });
    expect(await device.orders()).toHaveLength(1);
    await device.run(envelope, { text: 'looking\ncleared 2 GB\n' });
    await tended(world);
    const end = await found(world, id, world.people.vera);
    expect(end).toMatchObject({ state: 'done', outcome: 'Done. It said: cleared 2 GB', may: ['note'] });
    expect(end.timeline.map(({ words }) => words)).toEqual([
      'Asked by vera.',
      'Approved: fine',
      `An order waits for an operator’s signature: fettle order sign ${draft}`,
      'Signed by ann.',
      'Done. It said: cleared 2 GB',
    ]);
    const kinds = (await world.app.stores.events.after(everywhere, 0, 1_000)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('request.'))).toEqual([
      'request.asked',
      'request.decided',
      'request.changed',
      'request.changed',
      'request.ended',
    ]);
  });

  test('nobody approves what they asked for, a viewer approves nothing, and what a manager must approve a technician does not', async () => {
    await using world = await requestsWorld();
    const { people } = world;
    const device = firstOf(world).id;
    const { id } = await ask(world, 'theo', { device });
    await expect(act(world, people.theo, id, 'approve')).rejects.toEqual(code('own_request'));
    await expect(act(world, people.theo, id, 'refuse', 'no')).rejects.toEqual(code('own_request'));
    await expect(act(world, people.vera, id, 'approve')).rejects.toEqual(code('not_found'));
    await expect(act(world, system, id, 'approve')).rejects.toEqual(code('not_allowed'));
    const ports = world.app.requests.ports();
    await putItem(ports, system, { id: 'dear', body: itemBody({ approval: 'manager' }), version: 0 });
    const dear = await ask(world, 'vera', { item: 'dear', device });
    await expect(act(world, people.tina, dear.id, 'approve')).rejects.toEqual(code('not_allowed'));
    await act(world, people.max, dear.id, 'approve');
    expect(await world.app.stores.orders.drafts()).toHaveLength(1);
  });

  test('refused, taken back: an outcome comes back, no draft is left, and what is over stays over', async () => {
    await using world = await requestsWorld();
    const { people } = world;
    const { id } = await ask(world, 'vera', { device: firstOf(world).id });
    await expect(act(world, people.theo, id, 'refuse')).rejects.toEqual(code('input_invalid'));
    await act(world, people.theo, id, 'refuse', 'Empty the bin yourself.');
    expect(await found(world, id)).toMatchObject({ state: 'refused', outcome: 'Empty the bin yourself.' });
    await expect(act(world, people.tina, id, 'approve')).rejects.toEqual(code('request_state'));
    const other = await approved(world);
    await act(world, people.vera, other.id, 'cancel');
    expect(await world.app.stores.orders.drafts()).toEqual([]);
    await tended(world);
    expect(await found(world, other.id)).toMatchObject({ state: 'cancelled' });
  });

  test('without a script a person does it, and says how it ended', async () => {
    await using world = await requestsWorld();
    const { people } = world;
    const body = itemBody({ name: 'A second screen', script: null, approval: 'manager' });
    await putItem(world.app.requests.ports(), system, { id: 'screen', body, version: 0 });
    const { id } = await ask(world, 'vera', { item: 'screen' });
    await act(world, people.max, id, 'approve');
    await act(world, people.theo, id, 'own').catch(() => undefined);
    expect((await found(world, id)).draft).toBeNull();
    await expect(act(world, people.max, id, 'finish')).rejects.toEqual(code('input_invalid'));
    await act(world, people.max, id, 'finish', 'It stands on your desk.');
    expect(await found(world, id, people.vera)).toMatchObject({ state: 'done', outcome: 'It stands on your desk.' });
  });

  test('answers become parameters of their types; what does not fit is refused with what to do', async () => {
    await using world = await requestsWorld();
    const { app } = world;
    const parameter = {
      type: 'integer',
      title: 'Days',
      required: true,
      default: null,
      min: 1,
      max: 30,
      choices: [] as string[],
    } as const;
    await published(app, 'clear-days', scriptBody({ parameters: [{ name: 'days', ...parameter }] }));
    const question = { id: 'age', label: 'Older than how many days?', required: true, choices: [], parameter: 'days' };
    const body = itemBody({
      script: { name: 'clear-days', version: 0, parameters: {} },
      questions: [question],
      approval: 'none',
    });
    await putItem(app.requests.ports(), system, { id: 'days', body, version: 0 });
    const device = firstOf(world).id;
    await expect(ask(world, 'vera', { item: 'days', device })).rejects.toThrow('Older than how many days');
    await expect(ask(world, 'vera', { item: 'days', device, answers: { age: 'ten' } })).rejects.toThrow('whole number');
    await expect(ask(world, 'vera', { item: 'days', device, answers: { age: '9', x: '1' } })).rejects.toThrow(
      'It asks no “x”',
    );
    const { id } = await ask(world, 'vera', { item: 'days', device, answers: { age: '9' } });
    const draft = await getDraft(app.orders.ports(), system, { id: (await found(world, id)).draft ?? '' });
    expect(draft).toMatchObject({ problems: [], what: { action: { steps: [{ parameters: { days: 9 } }] } } });
    // Too much for the script: it is taken, no order is composed, and that is said once, however often it is tried.
    const much = await ask(world, 'vera', { item: 'days', device, answers: { age: '99' } });
    await tended(world, 60_000);
    await tended(world, 60_000);
    const seen = await found(world, much.id);
    expect(seen).toMatchObject({ state: 'approved', draft: null });
    expect(seen.timeline.filter(({ words }) => words.startsWith('No order can be composed yet'))).toHaveLength(1);
  });

  test('others’ requests are not seen by a viewer, and those of other sites by nobody else', async () => {
    await using world = await requestsWorld();
    const { people, app } = world;
    await ask(world, 'theo', { device: firstOf(world).id });
    const { id } = await ask(world, 'vera', { device: firstOf(world).id });
    const list = (actor: (typeof people)['vera'], query = {}) => listRequests(app.requests.ports(), actor, query);
    expect((await list(people.vera)).items.map((request) => request.id)).toEqual([id]);
    expect((await list(people.tina)).items).toHaveLength(2);
    expect((await list(people.tina, { mine: '1' })).items).toEqual([]);
    const porto = { ...people.tina, id: 'person:pother', scope: { sites: ['porto'] } };
    expect((await list(porto)).items).toEqual([]);
    await expect(act(world, porto, id, 'note', 'x')).rejects.toEqual(code('not_found'));
    await expect(ask(world, 'vera', { device: 'd'.padEnd(27, '0') })).rejects.toEqual(code('not_found'));
  });
});

describe('an order that came to nothing comes back too', () => {
  test('its draft was taken away', async () => {
    await using world = await requestsWorld();
    const { id, draft } = await approved(world);
    await removeDraft(world.app.orders.ports(), system, { id: draft ?? '', version: 1 });
    await tended(world);
    expect(await found(world, id)).toMatchObject({ state: 'failed', outcome: expect.stringContaining('taken away') });
  });

  test('nobody signed it for 14 days: its draft goes', async () => {
    await using world = await requestsWorld();
    const { id } = await approved(world);
    await tended(world, 14 * day - 1);
    expect((await found(world, id)).state).toBe('approved');
    await tended(world, 60_000);
    expect(await found(world, id)).toMatchObject({ state: 'failed', outcome: expect.stringContaining('14 days') });
    expect(await world.app.stores.orders.drafts()).toEqual([]);
  });

  test('the device refused it, it failed, or its time was over', async () => {
    await using world = await requestsWorld(['a', 'b', 'c']);
    const ends = [
      { outcome: 'refused', code: 'clock', steps: [] },
      { outcome: 'failed', steps: [], text: 'no room\n' },
    ] as const;
    const words = ['The device refused it; nothing was run (clock).', 'Failed. It said: no room'];
    for (const [place, ending] of ends.entries()) {
      const device = world.devices[place] as TestDevice;
      const { id } = await ask(world, 'vera', { device: device.id });
      await act(world, world.people.theo, id, 'approve');
      const { envelope } = await signed(world, (await found(world, id)).draft, [device]);
      await device.connect();
      await device.run(envelope, ending);
      await tended(world);
      expect(await found(world, id)).toMatchObject({ state: 'failed', outcome: words[place] });
    }
    const device = world.devices[2] as TestDevice;
    const { id } = await ask(world, 'vera', { device: device.id });
    await act(world, world.people.theo, id, 'approve');
    await signed(world, (await found(world, id)).draft, [device]);
    // It was off the whole time.
    await tended(world, 3_600_001);
    expect(await found(world, id)).toMatchObject({
      state: 'failed',
      outcome: expect.stringContaining('time was over'),
    });
  });

  test('it was sent and never heard of again: no event tells so, and it comes back all the same', async () => {
    await using world = await requestsWorld();
    const { id, draft } = await approved(world);
    await signed(world, draft);
    await firstOf(world).connect();
    await tended(world, 3 * 3_600_000);
    await tended(world, 60_000);
    expect(await found(world, id)).toMatchObject({
      state: 'failed',
      outcome: expect.stringContaining('time was over'),
    });
  });

  test('it was stopped before it was sent', async () => {
    await using world = await requestsWorld();
    const { id, draft } = await approved(world);
    const { order } = await signed(world, draft);
    const ports = world.app.orders.ports();
    const { version } = await getOrder(ports, system, { id: order });
    await actOnOrder(ports, system, { id: order, act: 'stop', version });
    await tended(world);
    expect(await found(world, id)).toMatchObject({ state: 'failed', outcome: expect.stringContaining('Stopped') });
  });
});

describe('killed between two steps', () => {
  test('what was approved and not yet composed is composed once by the next start', async () => {
    await using world = await requestsWorld();
    const { id, draft } = await approved(world);
    const { stores, clock } = world.app;
    // As it was when the collector died right after the approval, and right after the draft was put.
    const request = await stores.requests.request(everywhere, id as never);
    if (!request) throw new Error('it is gone');
    await stores.requests.change(
      { ...request, composedAt: null, version: request.version + 1 },
      { events: [], audit: [] },
    );
    const again = await testApp({ jobs: 'driven' }, { stores, clock });
    await again.requests.tend();
    expect((await stores.orders.drafts()).map((one) => one.id)).toEqual([draft]);
    expect((await stores.requests.request(everywhere, id as never))?.composedAt).not.toBeNull();
  });
});

describe('somebody at the endpoint', () => {
  test('asks once, however often it is sent, with the device’s state; the answer is told there', async () => {
    await using world = await requestsWorld();
    const device = firstOf(world);
    const answer = await endpointAsk(device);
    expect(answer).toMatchObject({ type: 'asked', state: 'waiting', code: null });
    expect(await endpointAsk(device)).toEqual(answer);
    const id = (answer as { id: string }).id;
    const request = await found(world, id);
    expect(request).toMatchObject({
      asker: { kind: 'endpoint', id: '1000', name: 'mia' },
      deviceName: 'a',
      site: 'berlin',
    });
    expect(request.attached[0]?.title).toBe('The device');
    await act(world, world.people.theo, id, 'approve');
    const { envelope } = await signed(world, (await found(world, id)).draft);
    await device.connect();
    await device.run(envelope, { text: 'cleared\n' });
    await tended(world);
    const [list, told] = await device.work.wonder(device.id, {
      type: 'wonder',
      keys: [`${'0'.repeat(31)}1`, 'f'.repeat(32)],
    });
    expect(list).toMatchObject({ type: 'askable', items: [{ id: 'clear-temp' }], omitted: 0 });
    expect(told).toMatchObject({ type: 'asked', state: 'done', words: 'Done. It said: cleared' });
  });

  test('what cannot be asked there is answered with the reason, and is no request', async () => {
    await using world = await requestsWorld();
    const ports = world.app.requests.ports();
    await putItem(ports, system, { id: 'inner', body: itemBody({ fromEndpoint: false }), version: 0 });
    await putItem(ports, system, { id: 'porto', body: itemBody({ selector: 'site=porto' }), version: 0 });
    const device = firstOf(world);
    for (const [i, item] of ['inner', 'porto', 'none'].entries()) {
      const answer = await endpointAsk(device, { key: `${i}`.padStart(32, 'a'), item });
      expect(answer).toMatchObject({ state: 'not-taken', id: null, words: expect.any(String) });
    }
    expect((await listRequests(ports, system, {})).items).toEqual([]);
    const [list] = await device.work.wonder(device.id, { type: 'wonder', keys: [] });
    expect(list).toMatchObject({ items: [{ id: 'clear-temp' }] });
  });

  test('hostile text is made fit to be shown; a device that floods is told to stop', async () => {
    await using world = await requestsWorld();
    const device = firstOf(world);
    const hostile = { item: null, title: 'It\u001b[31m is\u202e slow', text: 'a\u0000b\r\nc' };
    const { id } = (await endpointAsk(device, { ...hostile, asker: { id: '0', name: 'ro\u0007ot' } })) as {
      id: string;
    };
    const request = await found(world, id);
    expect(request.title).toBe('It is\ufffd slow');
    expect(request.text).toBe('a\ufffdb\nc');
    expect(request.asker.name).toBe('ro\ufffdot');
    const answers = [];
    for (let i = 0; i < 101; i++)
      answers.push(await endpointAsk(device, { ...hostile, key: `${i}`.padStart(32, '0'), item: null }));
    expect(answers.filter((answer) => (answer as { state: string }).state === 'not-taken')).toHaveLength(1);
    expect(answers.at(-1)).toMatchObject({ code: 'too_many_requests' });
    await tended(world, day);
    expect(await endpointAsk(device, { ...hostile, key: 'e'.repeat(32) })).toMatchObject({ code: null });
  });

  test('reports a trouble, which becomes an incident; how that was resolved is told there', async () => {
    await using world = await requestsWorld();
    const device = firstOf(world);
    const { people, app } = world;
    const { id } = (await endpointAsk(device, { item: null, title: '', text: 'The screen is black\nsince noon' })) as {
      id: string;
    };
    expect(await found(world, id)).toMatchObject({ state: 'approved', title: 'The screen is black', item: null });
    await act(world, people.theo, id, 'open-incident');
    const { incident, state } = await found(world, id);
    expect(state).toBe('running');
    const [opened] = await app.stores.incidents.open(everywhere);
    expect(opened).toMatchObject({
      id: incident,
      rule: 'reported-trouble',
      words: 'mia reports: The screen is black',
      reason: 'told',
    });
    // A collector that starts again leaves it open: nothing measures it.
    const again = await testApp({ jobs: 'driven' }, app);
    await again.jobs.runDue();
    const [still] = await app.stores.incidents.several(everywhere, [incident as IncidentId]);
    expect(still?.state).toBe('open');
    const ports = {
      store: app.stores.incidents,
      devices: app.stores.devices,
      rule: async () => null,
      person: async () => null,
    };
    await actOnIncidents({ ...ports, now: app.clock.now() }, people.theo, {
      incidents: [{ id: incident ?? '', version: still?.version ?? 0 }],
      act: { kind: 'resolve', note: 'The cable was loose.' },
    });
    await tended(world);
    expect(await found(world, id)).toMatchObject({ state: 'done', outcome: 'Resolved: The cable was loose.' });
  });
});
