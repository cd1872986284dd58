// People and agents who ask (adversaries A4, A6): for more than they may, in others’ names, and for something else than was approved.
import { createApiToken, resumeApiToken } from '@fettle/collector/domain/access/index';
import {
  actOnRequest,
  answersFor,
  getRequest,
  listRequests,
  putItem,
  takeAsk,
} from '@fettle/collector/domain/requests/index';
import { Ask } from '@fettle/shared/protocol/messages';
import { describe, expect, test } from 'vitest';
import { code } from '../stories/device-world.ts';
import { act, ask, endpointAsk, found, itemBody, requestsWorld } from '../support/requests-world.ts';
import { published, scriptBody, system } from '../support/orders-world.ts';

const question = { id: 'days', label: 'Older than', required: true, choices: ['7', '30'], parameter: 'days' };
const days = {
  name: 'days',
  title: 'Days',
  type: 'integer',
  required: true,
  default: null,
  min: 1,
  max: 30,
  choices: [],
} as const;

describe('approval', () => {
  test('is never of who asked, in whatever role, nor of a token of whatever role, nor of who does not see the device', async () => {
    await using world = await requestsWorld();
    const ports = world.app.requests.ports();
    const mine = await ask(world, 'max', { device: world.devices[0]?.id });
    await expect(act(world, world.people.max, mine.id, 'approve')).rejects.toEqual(code('own_request'));
    // The same person in a higher role is the same person.
    await expect(act(world, { ...world.people.max, role: 'admin' }, mine.id, 'approve')).rejects.toEqual(
      code('own_request'),
    );
    const access = { store: world.app.stores.access, now: world.app.clock.now() };
    const { secret } = await createApiToken(access as never, system, {
      name: 't',
      role: 'admin',
      sites: 'all',
      expiresAt: null,
    });
    const token = await resumeApiToken(access as never, { secret });
    if (!token) throw new Error('no token');
    await expect(act(world, token, mine.id, 'approve')).rejects.toEqual(code('not_allowed'));
    await expect(act(world, token, mine.id, 'refuse', 'no')).rejects.toEqual(code('not_allowed'));
    const rome = { ...world.people.theo, scope: { sites: ['rome'] } };
    await expect(act(world, rome, mine.id, 'approve')).rejects.toEqual(code('not_found'));
    expect(await getRequest(ports, system, { id: mine.id })).toMatchObject({ state: 'waiting', draft: null });
    // The control.
    expect(await act(world, world.people.theo, mine.id, 'approve')).toMatchObject({ state: 'approved' });
  });

  test('is of what was asked: an item that was changed meanwhile, its script, its parameters and who approves, changes nothing', async () => {
    await using world = await requestsWorld();
    const ports = world.app.requests.ports();
    await published(world.app, 'sweep', scriptBody({ parameters: [{ ...days, choices: [] }] }));
    const script = { name: 'sweep', version: 0, parameters: {} };
    const item = itemBody({ script, questions: [question], approval: 'manager' });
    await putItem(ports, system, { id: 'sweep', body: item, version: 0 });
    const asked = await ask(world, 'vera', { item: 'sweep', device: world.devices[0]?.id, answers: { days: '30' } });
    await published(
      world.app,
      'sweep',
      scriptBody({ parameters: [{ ...days, choices: [] }], summary: 'Removes everything.' }),
      2,
    );
    const evil = { name: 'clear-temp', version: 0, parameters: {} };
    await putItem(ports, system, {
      id: 'sweep',
      body: { ...item, script: evil, questions: [], approval: 'none' },
      version: 1,
    });
    await expect(act(world, world.people.theo, asked.id, 'approve')).rejects.toEqual(code('not_allowed'));
    const done = await act(world, world.people.max, asked.id, 'approve');
    const draft = await world.app.stores.orders.draft(done.draft ?? ('' as never));
    expect(JSON.stringify(draft)).toContain('"script":"sweep","version":1');
    expect(JSON.stringify(draft)).toContain('"days":30');
    expect(JSON.stringify(draft)).not.toMatch(/"script":"clear-temp"|"version":2,"mode"/);
  });

  test('is of the version that was read', async () => {
    await using world = await requestsWorld();
    const asked = await ask(world, 'vera', { device: world.devices[0]?.id });
    await act(world, world.people.vera, asked.id, 'note', 'On the other disk, please.');
    const stale = { id: asked.id, act: 'approve', note: '', version: asked.version } as const;
    await expect(actOnRequest(world.app.requests.ports(), world.people.theo, stale)).rejects.toEqual(
      code('changed_meanwhile'),
    );
  });
});

test('answers are of the questions and their choices, and nothing else', async () => {
  await using world = await requestsWorld();
  await published(world.app, 'sweep', scriptBody({ parameters: [{ ...days, choices: [] }] }));
  const script = { name: 'sweep', version: 0, parameters: {} };
  const body = itemBody({ script, questions: [question] });
  await putItem(world.app.requests.ports(), system, { id: 'sweep', body, version: 0 });
  const asking = (answers: object) => ask(world, 'vera', { item: 'sweep', device: world.devices[0]?.id, answers });
  const wrong: Record<string, object> = {
    'a choice that is none': { days: '31' },
    'what begins as one': { days: '30; rm -rf /' },
    'a question that nobody asks': { days: '30', force: 'yes' },
    'the prototype': JSON.parse('{"days":"30","__proto__":"x"}') as object,
    'what every object has': { constructor: 'x', days: '30' },
    nothing: {},
    lines: { days: '30\n7' },
  };
  for (const [name, answers] of Object.entries(wrong)) {
    await expect(asking(answers), name).rejects.toEqual(code('input_invalid'));
  }
  expect(await asking({ days: '30' })).toMatchObject({ parameters: { days: 30 } });
});

describe('an agent', () => {
  test('asks for its own device, whatever it says, and is told of its own alone', async () => {
    await using world = await requestsWorld(['a', 'b']);
    const [a, b] = world.devices;
    if (!a || !b) throw new Error('no devices');
    const ports = world.app.requests.ports();
    await endpointAsk(a, { device: b.id } as never);
    const all = await listRequests(ports, system, {});
    expect(all.items.map(({ device }) => device)).toEqual([a.id]);
    const key = '0'.repeat(31) + '1';
    expect(await answersFor(ports, a.id, [key])).toHaveLength(1);
    expect(await answersFor(ports, b.id, [key])).toEqual([]);
    // On the wire there is no place for another device.
    expect(Object.keys((Ask as unknown as { properties?: object }).properties ?? { none: 0 })).not.toContain('device');
  });

  test('that names somebody of the team as who asks makes it nobody’s: it is not theirs to take back, and they may still judge it', async () => {
    await using world = await requestsWorld();
    const [device] = world.devices;
    if (!device) throw new Error('no device');
    await endpointAsk(device, { asker: { id: 'ptheo', name: 'theo' } });
    const ports = world.app.requests.ports();
    const [one] = (await listRequests(ports, system, {})).items;
    expect(one).toMatchObject({ asker: { kind: 'endpoint' }, state: 'waiting' });
    expect((await listRequests(ports, world.people.theo, { mine: '1' })).items).toEqual([]);
    expect((await listRequests(ports, { ...world.people.theo, role: 'viewer' }, {})).items).toEqual([]);
    expect(await act(world, world.people.theo, one?.id ?? '', 'approve')).toMatchObject({ state: 'approved' });
  });

  test('that floods is told to stop after a hundred a day, and another device still asks', async () => {
    await using world = await requestsWorld(['a', 'b']);
    const [a, b] = world.devices;
    if (!a || !b) throw new Error('no devices');
    const ports = world.app.requests.ports();
    const wish = { asker: { id: '0', name: 'x\u202e\u001b[2J' }, item: null, title: 'x', text: 'y', answers: {} };
    const answers = [];
    for (let i = 0; i < 104; i++)
      answers.push(await takeAsk(ports, a.id, { ...wish, key: String(i).padStart(32, '0') }));
    expect(answers.filter(({ state }) => state !== 'not-taken')).toHaveLength(100);
    expect(answers.slice(100).map((one) => one.code)).toEqual(Array(4).fill('too_many_requests'));
    expect((await takeAsk(ports, b.id, { ...wish, key: 'f'.repeat(32) })).state).not.toBe('not-taken');
    const { items } = await listRequests(ports, system, { limit: 1_000 });
    expect(JSON.stringify(items)).not.toMatch(/\u202e|\\u001b/);
    expect((await found(world, items[0]?.id ?? '')).asker.kind).toBe('endpoint');
  });
});
