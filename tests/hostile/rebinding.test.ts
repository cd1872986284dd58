// Names that lead to where machines answer about themselves, at once or only when it is connected (adversaries A3, A6). Names are resolved
// by a stand-in: no test may count on what the network's DNS says.
import { afterAll, expect, test, vi } from 'vitest';
import { receiver } from '../support/receiver.ts';

const answers = vi.hoisted(() => ({ next: [] as string[][] }));

vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (_name: string, options: { all?: boolean }, done: (...all: unknown[]) => void) => {
    const found = (answers.next.shift() ?? ['127.0.0.1']).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    if (options.all) done(null, found);
    else done(null, found[0]?.address, found[0]?.family);
  },
}));
vi.mock('node:dns/promises', async (original) => ({
  ...(await original<typeof import('node:dns/promises')>()),
  lookup: async () => (answers.next.shift() ?? ['127.0.0.1']).map((address) => ({ address, family: 4 })),
}));

// Other files of this worker have them with the network's own answers, before and after.
vi.resetModules();
afterAll(() => vi.resetModules());
const { sendEmail } = await import('@fettle/collector/edge/channels/email');
const { ask } = await import('@fettle/collector/edge/channels/request');

test.each([
  [['169.254.169.254']],
  [['127.0.0.1', '169.254.169.254']],
  [['::ffff:a9fe:a9fe']],
  [['64:ff9b::a9fe:a9fe']],
])('a name that leads to %s gets no notice', async (addresses) => {
  await using web = await receiver();
  const url = `${web.url.replace('127.0.0.1', 'evil.example')}/x`;
  const post = { url, method: 'POST', headers: {}, body: '{}' } as const;
  // The positive control; then the same name leads elsewhere.
  expect(await ask(post, 2_000)).toMatchObject({ ok: true });
  answers.next = [addresses];
  const answer = await ask(post, 2_000);
  expect(answer.ok).toBe(false);
  expect(answer.answer).toContain('where no notices go');
  expect(web.received).toHaveLength(1);
});

test('nor does a mail server of such a name', async () => {
  answers.next = [['169.254.169.254']];
  const to = { kind: 'email', host: 'evil.example', port: 25, security: 'none', from: 'f@x.example' } as const;
  const channel = { id: 'x', name: 'x', enabled: true, to, secret: null, last: null, version: 1 };
  const answer = await sendEmail(channel, 'a@b.example', {} as never);
  expect(answer).toEqual({
    ok: false,
    answer: 'evil.example leads to 169.254.169.254, where no notices go.',
    again: false,
  });
});
