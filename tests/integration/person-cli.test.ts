/** People by the command line, beside a collector that runs. */
import { expect, test } from 'vitest';
import { Fettle } from '../support/fettle.ts';

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

const json = async <Answer>(fettle: Fettle, ...args: string[]) =>
  JSON.parse(await fettle.cli(...args, '--json')) as Answer;

async function answerOf(fettle: Fettle, path: string, token: string): Promise<number> {
  const answer = await fetch(fettle.url + path, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}

test('invite, list, change, put into a team, shut out; a token held to a site and a permission', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  const rights = ['--role', 'operator', '--site', 'berlin', '--site', 'rome', '--selector', 'env=prod'];
  await expect(fettle.cli('person', 'invite', 'Ada', ...rights)).rejects.toThrow('the first must be able to manage');
  await fettle.cli('person', 'invite', 'Root', '--role', 'admin');
  const invited = await json<{ id: string; link: string }>(fettle, 'person', 'invite', 'Ada', ...rights);
  expect(invited.link).toMatch(new RegExp(`^${fettle.url}/invite\\?code=[\\w-]{43}$`));
  await expect(fettle.cli('person', 'invite', 'ada', '--role', 'admin')).rejects.toThrow('is here already');

  // Who is here already gets a new link, and the one before is over.
  const again = await json<{ link: string }>(fettle, 'person', 'invite', 'ada');
  const accept = async (link: string) => {
    const body = JSON.stringify({ code: new URL(link).searchParams.get('code'), password: 'a stable full of horses' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${fettle.url}/api/v1/invitations`, { method: 'POST', headers, body })).status;
  };
  expect(await accept(invited.link)).toBe(403);
  expect(await accept(again.link)).toBe(200);

  await fettle.cli('team', 'put', 'night', '--name', 'Night shift', '--member', 'ADA');
  await fettle.cli(
    'person',
    'change',
    'ada',
    '--role',
    'manager',
    '--zone',
    'Europe/Berlin',
    '--email',
    'a@example.org',
  );
  const { items } = await json<Listed>(fettle, 'person', 'list');
  const contacts = [{ kind: 'email', address: 'a@example.org' }];
  const described = { name: 'Ada', role: 'manager', sites: ['berlin', 'rome'], selector: 'env=prod', contacts };
  expect(items).toMatchObject([
    { ...described, zone: 'Europe/Berlin', state: 'active', teams: ['night'] },
    { name: 'Root', state: 'invited' },
  ]);
  expect(JSON.stringify(items)).not.toContain('argon2');
  expect(await fettle.cli('team', 'list')).toMatch(/night\s+Night shift\s+Ada/);

  await fettle.cli('person', 'disable', invited.id);
  expect(await fettle.cli('person', 'list')).toMatch(/Ada\s+manager\s+disabled/);
  await fettle.cli('person', 'change', 'Ada', '--enable');
  expect(await fettle.cli('person', 'list')).toMatch(/Ada\s+manager\s+active/);

  const asked = ['--role', 'viewer', '--site', 'berlin', '--scope', 'device.read', '--for', '1h'];
  const made = await json<{ token: string; sites: unknown; scopes: unknown }>(fettle, 'token', 'create', ...asked);
  expect(made).toMatchObject({ sites: ['berlin'], scopes: ['device.read'] });
  expect(await answerOf(fettle, '/api/v1/devices', made.token)).toBe(200);
  expect(await answerOf(fettle, '/api/v1/events', made.token)).toBe(403);
  await expect(fettle.cli('token', 'create', '--role', 'viewer', '--scope', 'device.change')).rejects.toThrow(
    'is no permission that a viewer’s token can have',
  );
});
