import { expect, test } from 'vitest';
import { channelDraft, newChannel, readChannelDraft } from './draft.ts';

const mail = { ...newChannel, id: 'mail', name: 'Mail', host: 'mail.example.com', from: 'fettle@example.com' };

test('a mail server, read and back', () => {
  const { body, errors } = readChannelDraft({ ...mail, to: 'a@example.com, b@example.com', secret: 'x' });
  expect([...errors]).toEqual([]);
  expect(body).toEqual({
    name: 'Mail',
    enabled: true,
    to: {
      kind: 'email',
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
      from: 'fettle@example.com',
      to: ['a@example.com', 'b@example.com'],
    },
    secret: 'x',
  });
  if (!body) throw new Error('no body');
  const kept = { id: 'mail', name: 'Mail', enabled: true, to: body.to, secretSet: true, last: null, version: 1 };
  expect(readChannelDraft(channelDraft(kept)).body).toEqual({ name: 'Mail', enabled: true, to: body.to });
});

test('what is wrong is said at its field', () => {
  const wrong = (some: object) => [...readChannelDraft({ ...mail, ...some }).errors.keys()];
  expect(wrong({ host: 'not a host' })).toEqual(['host']);
  expect(wrong({ port: '70000' })).toEqual(['port']);
  expect(wrong({ to: 'somebody' })).toEqual(['to']);
  expect(wrong({ kind: 'webhook', url: 'javascript:1' })).toEqual(['url']);
  expect(wrong({ kind: 'desktop', from: '' })).toEqual([]);
});
