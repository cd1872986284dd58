// Desktop notices reach whoever sees a device of theirs, and say nothing of others. On the real app, by its live stream.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { acceptInvitation, everywhere, invitePerson, Passwords } from '@fettle/collector/domain/access/index';
import type { LiveNotice } from '@fettle/shared/api/live';
import { expect, test } from 'vitest';
import { until } from '../support/fettle.ts';
import { cli, id, minute } from './device-world.ts';
import { full, world } from './rules-world.ts';

const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
type World = Awaited<ReturnType<typeof world>>;

/** Somebody of a scope with an open dashboard. */
async function viewer(
  story: World,
  address: string,
  name: string,
  rights: { sites: 'all' | string[]; selector: string },
) {
  const { access: store, people, events } = story.stores;
  const ports = { store, people, events, now: story.clock.now(), passwords };
  const person = { name, role: 'viewer', zone: 'UTC', contacts: [], ...rights } as const;
  const { code } = await invitePerson(ports, cli, person);
  const { cookie } = await acceptInvitation(ports, { code, password: 'correct horse battery staple' });
  const asked = request(`${address}/api/v1/live`, { headers: { cookie: `fettle=${cookie}` } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  let text = '';
  answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until('the greeting', () => text.includes('event: hello'));
  return {
    notices: () =>
      [...text.matchAll(/event: notice\ndata: (.*)\n/g)].map(([, data]) => JSON.parse(data ?? '') as LiveNotice),
    close: () => asked.destroy(),
  };
}

test('whose scope has a selector hears of the devices that it chooses, and of no others', async () => {
  await using story = await world(['a', 'b', 'c']);
  const address = await story.app().http.listen({ host: '127.0.0.1', port: 0 });
  await story.labels('a', { env: 'prod' });
  await story.labels('b', { env: 'test' });
  await story.rule('disk-full', full());
  await story.pass(minute);
  // An administrator must be there before anybody else.
  const admin = { name: 'Root', role: 'admin', sites: 'all', selector: '', zone: 'UTC', contacts: [] } as const;
  const { people } = story.stores;
  await invitePerson({ people, now: story.clock.now() }, cli, admin);
  const all = await viewer(story, address, 'All', { sites: 'all', selector: '' });
  const prod = await viewer(story, address, 'Prod', { sites: ['berlin'], selector: 'env=prod' });
  const stage = await viewer(story, address, 'Stage', { sites: 'all', selector: 'env=stage' });
  const rome = await viewer(story, address, 'Rome', { sites: ['rome'], selector: '' });
  try {
    for (const letter of 'ab') story.device(letter).values['/var'] = 0.96;
    await story.pass(2 * minute);
    await until('both to hear', () => all.notices().length > 0 && prod.notices().length > 0);
    const [[whole], [part]] = [all.notices(), prod.notices()];
    expect(whole).toMatchObject({ subject: 'Critical: A rule on host-a and host-b', kind: 'opened', site: 'berlin' });
    expect(part).toMatchObject({ subject: 'Critical: host-a: /var is 96.0 % full', kind: 'opened', key: whole?.key });
    const incidents = await story.stores.incidents.open(everywhere);
    expect(part?.incidents).toEqual(incidents.filter(({ device }) => device === id('a')).map((one) => one.id));
    expect(JSON.stringify(prod.notices())).not.toContain('host-b');
    // The scope is that of the device now: b becomes one of theirs, and its end is told.
    await story.labels('b', { env: 'prod' });
    for (const letter of 'ab') story.device(letter).values['/var'] = 0.5;
    await story.pass(2 * minute);
    await until('the end', () => all.notices().length > 1);
    expect(all.notices().at(-1)).toMatchObject({ kind: 'resolved' });
    expect(stage.notices()).toEqual([]);
    expect(rome.notices()).toEqual([]);
  } finally {
    for (const one of [all, prod, stage, rome]) one.close();
  }
}, 60_000);
