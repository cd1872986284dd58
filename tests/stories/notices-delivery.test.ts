import { createHmac } from 'node:crypto';
import { actByLink, readLink, testChannel } from '@fettle/collector/domain/notifications/index';
import { everywhere } from '@fettle/collector/domain/access/index';
import { describe, expect, test } from 'vitest';
import { mailbox } from '../support/mailbox.ts';
import { makeCa, makeServer } from '../support/tls.ts';
import { cli, code, day, hour, id, minute, second } from './device-world.ts';
import { noticeWorld } from './notice-world.ts';

const a = id('a');
type World = Awaited<ReturnType<typeof noticeWorld>>;

async function breach(world: World, words = '/var is 96 % full') {
  await world.fleet('berlin', a);
  await world.find(world.finding(a, { words }));
  await world.passes(15 * second);
}
const of = async (world: World, channel: string) =>
  (await world.deliveries()).filter((one) => one.channel === channel && one.kind !== 'failure');

describe('mail', () => {
  const mail = (port: number) => ({
    kind: 'email' as const,
    host: '127.0.0.1',
    port,
    security: 'none' as const,
    from: 'Fettle <fettle@example.org>',
    to: ['ops@example.org', 'second@example.org'],
  });

  test('goes out as text and HTML, with a Message-ID of its key', async () => {
    await using box = await mailbox();
    await using world = await noticeWorld();
    await world.channel('mail', mail(box.port));
    await breach(world);
    const [sent] = box.mails;
    const [delivery] = await of(world, 'mail');
    expect(box.mails).toHaveLength(1);
    expect(sent?.to).toEqual(['ops@example.org', 'second@example.org']);
    expect(sent?.header('subject')).toBe(`Warning: ${a}: /var is 96 % full`);
    expect(sent?.header('message-id')).toBe(`<${delivery?.key}@example.org>`);
    expect(sent?.header('content-type')).toMatch(/^multipart\/alternative/);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(delivery?.answer).toMatch(/^250 /);
    const incident = await world.only();
    expect(await world.lines(incident)).toContain('notice: Told ops@example.org, second@example.org by mail.');
  });

  test('hostile text makes no header, no tag and no second recipient', async () => {
    await using box = await mailbox();
    await using world = await noticeWorld();
    await world.channel('mail', mail(box.port));
    await breach(world, 'x\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script>\u202e');
    const [sent] = box.mails;
    expect(sent?.header('bcc')).toBeUndefined();
    expect(sent?.to).not.toContain('evil@example.com');
    const html = sent?.raw.slice(sent.raw.indexOf('text/html')) ?? '';
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
    expect(sent?.raw).not.toContain('\u202e');
    expect(sent?.header('subject')).toContain('Bcc: evil@example.com <script>alert(1)</script>');
  });

  test('a server that is busy is asked again, with the same Message-ID; one that is down too', async () => {
    await using box = await mailbox();
    await using world = await noticeWorld();
    await world.channel('mail', mail(box.port));
    box.refuse(451, 'busy');
    await breach(world);
    expect(await of(world, 'mail')).toMatchObject([{ state: 'failed', attempts: 1 }]);
    box.refuse(null);
    await world.passes(40 * second);
    expect(await of(world, 'mail')).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(box.mails).toHaveLength(1);
  });

  test('an address that is refused for ever is given up at once, and others hear of it', async () => {
    await using box = await mailbox();
    await using world = await noticeWorld();
    await world.channel('mail', mail(box.port));
    await world.hook('chat');
    box.refuse(550, 'no such mailbox');
    await breach(world);
    await world.passes(10 * second);
    expect(await of(world, 'mail')).toMatchObject([{ state: 'given-up', attempts: 1 }]);
    expect(world.subjects('chat').some((one) => one.startsWith('Notices by mail fail:') && one.includes('550'))).toBe(
      true,
    );
    expect(await world.kinds()).toContain('notice.failed');
  });

  test('a server without TLS, or whose certificate nobody vouches for, gets nothing where TLS is asked for', async () => {
    await using open = await mailbox();
    await using shown = await mailbox({ secure: true });
    await using world = await noticeWorld();
    await world.channel('starttls', { ...mail(open.port), security: 'starttls' });
    await world.channel('tls', { ...mail(shown.port), security: 'tls' });
    await breach(world);
    expect(await of(world, 'starttls')).toMatchObject([
      { state: 'failed', answer: expect.stringMatching(/STARTTLS/i) },
    ]);
    expect(await of(world, 'tls')).toMatchObject([{ state: 'failed', answer: expect.stringMatching(/certificate/i) }]);
    expect([...open.mails, ...shown.mails]).toEqual([]);
  });

  test.each(['starttls', 'tls'] as const)(
    'over %s to a server that an authority of one’s own vouches for',
    async (security) => {
      const ca = await makeCa('house');
      const server = await makeServer(ca, ['127.0.0.1']);
      const shown = { ...server, secure: security === 'tls', disabledCommands: ['AUTH'] };
      await using box = await mailbox(shown);
      await using elsewhere = await mailbox({ ...shown, ...(await makeServer(await makeCa('other'), ['127.0.0.1'])) });
      await using misnamed = await mailbox({ ...shown, ...(await makeServer(ca, ['mail.example.org'])) });
      await using world = await noticeWorld();
      await world.channel('mail', { ...mail(box.port), security, ca: ca.certificate });
      await world.channel('unvouched', { ...mail(box.port), security });
      await world.channel('elsewhere', { ...mail(elsewhere.port), security, ca: ca.certificate });
      await world.channel('misnamed', { ...mail(misnamed.port), security, ca: ca.certificate });
      await breach(world);
      expect(await of(world, 'mail')).toMatchObject([{ state: 'delivered' }]);
      expect(box.mails).toHaveLength(1);
      for (const refused of ['unvouched', 'elsewhere', 'misnamed']) {
        expect(await of(world, refused), refused).toMatchObject([
          { state: 'failed', answer: expect.stringMatching(/certificate|altnames/i) },
        ]);
      }
      expect([...elsewhere.mails, ...misnamed.mails]).toEqual([]);
    },
  );

  test('what is no certificate of an authority is refused when it is written', async () => {
    await using world = await noticeWorld();
    const { cert } = await makeServer(await makeCa('house'), ['127.0.0.1']);
    const ca = (await makeCa('house')).certificate;
    for (const wrong of ['', 'PEM', cert, ca.replace('MII', 'MIX'), `${ca}${cert}`]) {
      await expect(world.channel('mail', { ...mail(25), security: 'tls', ca: wrong })).rejects.toThrow(
        'Give it as PEM',
      );
    }
    await expect(world.channel('mail', { ...mail(25), ca })).rejects.toThrow('without TLS nobody looks at it');
    // With another authority the server may be another one.
    const body = { ...mail(25), security: 'tls', user: 'fettle' } as const;
    await world.channel('mail', { ...body, ca }, { secret: 'hunter2 is long' });
    await expect(world.channel('mail', body, { version: 1 })).rejects.toThrow('set its secret again');
  });

  test('a server that asks for a name and a password gets the channel’s, and nobody reads them back', async () => {
    const names: string[] = [];
    await using box = await mailbox({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        names.push(`${username} ${password}`);
        done(null, { user: username });
      },
    });
    await using world = await noticeWorld();
    await world.channel('mail', { ...mail(box.port), user: 'fettle' }, { secret: 'hunter2 is long' });
    await breach(world);
    expect(names).toEqual(['fettle hunter2 is long']);
    const [kept] = await world.channels.channels();
    expect(kept?.secret).not.toContain('hunter2');
    await expect(
      world.channel(
        'mail',
        { ...mail(box.port), host: 'elsewhere.example', security: 'tls', user: 'fettle' },
        { version: 1 },
      ),
    ).rejects.toThrow('set its secret again');
  });
});

describe('a webhook', () => {
  test('is signed over time and body', async () => {
    await using world = await noticeWorld();
    await world.channel(
      'chat',
      { kind: 'webhook', url: `${world.web.url}/chat`, preset: 'plain' },
      { secret: 'between us' },
    );
    await breach(world);
    const [got] = world.web.at('/chat');
    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(got?.headers['fettle-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', 'between us').update(`${time}.${got?.body}`).digest('hex'));
    expect(got?.headers['fettle-delivery']).toBe((await of(world, 'chat'))[0]?.key);
  });

  test('that answers 500 is asked again and again, later and later, across a restart, for a day', async () => {
    await using world = await noticeWorld();
    await world.hook('chat');
    world.web.answer('/chat', 500);
    await breach(world);
    await world.passes(3 * minute + 10 * second);
    expect(await of(world, 'chat')).toMatchObject([{ state: 'failed', attempts: 3, answer: '500 as you wish' }]);
    world.restart();
    await world.leaps(2 * hour, minute);
    const tries = world.web.at('/chat').length;
    expect(tries).toBeGreaterThanOrEqual(7);
    expect(tries).toBeLessThanOrEqual(9);
    await world.leaps(day, 10 * minute);
    expect(await of(world, 'chat')).toMatchObject([{ state: 'given-up' }]);
    const all = world.web.at('/chat').length;
    await world.leaps(3 * hour, 10 * minute);
    expect(world.web.at('/chat')).toHaveLength(all);
    expect(new Set(world.web.at('/chat').map(({ body }) => body)).size, 'the same each time').toBe(1);
  });

  test('that comes back takes what it missed, unless it is over', async () => {
    await using world = await noticeWorld();
    await world.hook('chat');
    world.web.answer('/chat', 'cut');
    await breach(world);
    await world.find(world.finding(a, { severity: null }));
    await world.passes(20 * second);
    world.web.answer('/chat', 200);
    await world.passes(5 * minute);
    const states = (await of(world, 'chat')).map(({ kind, state }) => `${kind} ${state}`);
    expect(states.toSorted()).toEqual(['opened dropped', 'resolved delivered']);
  });

  test('that redirects is not followed', async () => {
    await using world = await noticeWorld();
    await world.hook('chat');
    world.web.answer('/chat', 302);
    await breach(world);
    expect(await of(world, 'chat')).toMatchObject([{ state: 'given-up' }]);
    expect(world.web.at('/elsewhere')).toEqual([]);
  });

  test('that hangs holds up nobody else', async () => {
    await using world = await noticeWorld();
    await world.hook('hangs');
    await world.hook('quick');
    world.web.answer('/hangs', 'hang');
    await breach(world);
    expect(world.subjects('quick')).toHaveLength(1);
    expect(await of(world, 'hangs')).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    await world.desk.settle();
    expect(await of(world, 'hangs')).toMatchObject([{ state: 'failed', answer: 'No answer within 10 s.' }]);
  }, 20_000);
});

describe('ways of one person', () => {
  test('when the first fails three times the next is tried', async () => {
    await using box = await mailbox();
    await using world = await noticeWorld();
    await world.channel('mail', {
      kind: 'email',
      host: '127.0.0.1',
      port: box.port,
      security: 'none',
      from: 'f@example.org',
    });
    const ada = await world.person('Ada');
    const before = await world.access.person(ada);
    await world.people.changePerson(
      everywhere,
      ada,
      before?.version ?? 0,
      {
        contacts: [
          { kind: 'channel', channel: 'ada' },
          { kind: 'email', address: 'ada@example.org' },
        ],
      },
      { events: [], audit: [] },
    );
    world.web.answer('/ada', 503);
    await world.route('on-duty', { steps: [{ afterMs: 0, targets: [{ kind: 'person', id: ada }] }] });
    await breach(world);
    expect(box.mails).toEqual([]);
    await world.passes(3 * minute);
    expect(box.mails.map(({ to }) => to)).toEqual([['ada@example.org']]);
    const tries = world.web.at('/ada').filter(({ body }) => !body.includes('"failure"')).length;
    await world.leaps(hour, minute);
    expect(world.web.at('/ada').filter(({ body }) => !body.includes('"failure"'))).toHaveLength(tries);
  });
});

test('a test is sent at once and kept', async () => {
  await using world = await noticeWorld();
  await world.hook('chat');
  world.web.answer('/chat', 403);
  expect(await testChannel(world.desk.sending(), cli, { id: 'chat' })).toMatchObject({
    ok: false,
    answer: '403 as you wish',
  });
  world.web.answer('/chat', 200);
  expect(await testChannel(world.desk.sending(), cli, { id: 'chat' })).toMatchObject({ ok: true });
  expect((await world.channels.channel('chat'))?.last).toMatchObject({ ok: true, answer: '200 as you wish' });
  expect(await of(world, 'chat')).toMatchObject([{ kind: 'test' }, { kind: 'test' }]);
});

describe('the link in a notice', () => {
  async function linked(world: World) {
    const ada = await world.person('Ada');
    await world.route('on-duty', { steps: [{ afterMs: 0, targets: [{ kind: 'person', id: ada }] }] });
    await breach(world);
    const body = JSON.parse(world.web.at('/ada')[0]?.body ?? '{}') as { text: string };
    const link = /https:\/\/fettle\.example\/act\/(\S+)/.exec(body.text)?.[1];
    if (link === undefined) throw new Error(body.text);
    return link;
  }

  test('acknowledges as the person to whom it was sent, once', async () => {
    await using world = await noticeWorld();
    const link = await linked(world);
    expect((await readLink(world.desk.links(), link)).person.name).toBe('Ada');
    const answers = await Promise.allSettled(
      [1, 2, 3].map(() => actByLink(world.desk.links(), link, { kind: 'acknowledge' })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await world.only()).state).toBe('acknowledged');
    await expect(readLink(world.desk.links(), link)).rejects.toEqual(code('link_over'));
    const rows = await world.events.audit(0, 1_000);
    expect(rows.filter(({ action }) => action === 'notifications.use-link')).toMatchObject([
      { actor: 'person:pada0000000000000', detail: { deed: 'acknowledge', target: 'Ada' } },
    ]);
    expect(rows.find(({ action }) => action === 'incidents.acknowledge')?.actor).toBe('person:pada0000000000000');
  });

  test('snoozes', async () => {
    await using world = await noticeWorld();
    const link = await linked(world);
    await actByLink(world.desk.links(), link, { kind: 'snooze', until: world.now + hour });
    expect((await world.only()).quiet).toMatchObject({ by: 'snoozed' });
  });

  test('is over after a day, when its person is shut out, and when it is forged', async () => {
    await using world = await noticeWorld();
    const link = await linked(world);
    const forged = `${link.slice(0, -1)}${link.endsWith('0') ? '1' : '0'}`;
    await expect(readLink(world.desk.links(), forged)).rejects.toEqual(code('link_over'));
    await expect(readLink(world.desk.links(), link.split('.')[0] ?? '')).rejects.toEqual(code('link_over'));
    const ada = (await readLink(world.desk.links(), link)).person;
    const nothing = { events: [], audit: [] };
    await world.people.changePerson(everywhere, ada.id, ada.version, { state: 'disabled' }, nothing);
    await expect(readLink(world.desk.links(), link)).rejects.toEqual(code('link_over'));
    await world.people.changePerson(everywhere, ada.id, ada.version + 1, { state: 'active' }, nothing);
    await readLink(world.desk.links(), link);
    world.jump(day);
    await expect(readLink(world.desk.links(), link)).rejects.toEqual(code('link_over'));
  });

  test('is not in what goes to a channel that many read', async () => {
    await using world = await noticeWorld();
    await world.hook('chat');
    await breach(world);
    expect(world.web.at('/chat')[0]?.body).not.toContain('/act/');
    expect(world.web.at('/chat')[0]?.body).toContain('https://fettle.example/incidents/');
  });
});
