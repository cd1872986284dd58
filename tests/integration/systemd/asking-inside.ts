/** Two people at a machine whose agent is a service, somebody who approves, and a script that they may ask for. */
import type { Request } from '@fettle/shared/api/requests';
import { until } from '../../support/fettle.ts';
import type { Answer } from '../../support/systemd.ts';
import { node, type Place } from './place.ts';

const manifest = `title: Greet somebody
class: change
timeout: 30s
parameters:
  whom: { type: text, title: Whom, required: true, min: 1, max: 40 }
programs:
  - { platforms: [linux], interpreter: sh, file: run.sh }
`;
const catalogue = `request-items:
  greeting:
    name: A greeting
    description: Writes a greeting where everybody can read it.
    script: greet
    questions:
      whom: { label: Whom to greet?, parameter: whom }
`;

/** Whoever may approve, by the cookie of a browser. */
export type Approver = <Result>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Result>;

/** Users with homes, the script published by the operator's key, the item by file, an approver who accepted the invitation. */
export async function prepare(place: Place, users: readonly string[]): Promise<Approver> {
  for (const user of users) await place.systemd.ask('useradd', '--create-home', user);
  await place.systemd.write('/srv/greet/manifest.yaml', manifest);
  await place.systemd.write('/srv/greet/run.sh', 'echo "hello $FETTLE_P_WHOM" | tee -a /srv/greetings\n');
  await place.fettle('script', 'publish', '--from', '/srv/greet', '--yes');
  await place.systemd.write('/srv/items.yaml', catalogue);
  await place.fettle('apply', '--file', '/srv/items.yaml');
  const invited = await place.fettle('person', 'invite', 'Theo', '--role', 'admin', '--json');
  const code = new URL((JSON.parse(invited) as { link: string }).link).searchParams.get('code');
  const accepted = await call(place, 'POST', '/api/v1/invitations', '', { code, password: 'a stable full of horses' });
  return async (method, path, body) => JSON.parse((await call(place, method, path, accepted.cookie, body)).text);
}

interface Called {
  readonly cookie: string;
  readonly text: string;
}

const program = `const [url, method, cookie, body] = process.argv.slice(1);
const headers = { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/json' }) };
const answer = await fetch(url, { method, headers, ...(body && { body }) });
const text = await answer.text();
if (!answer.ok) { console.error(answer.status, text); process.exit(1); }
const set = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0]).join('; ');
process.stdout.write(JSON.stringify({ cookie: set, text }));`;

async function call(place: Place, method: string, path: string, cookie: string, body?: object): Promise<Called> {
  const args = [`${place.url}${path}`, method, cookie, body === undefined ? '' : JSON.stringify(body)];
  return JSON.parse(await place.systemd.ask(node, '--input-type=module', '-e', program, '--', ...args)) as Called;
}

/** `fettle-agent …` as somebody at the machine types it. */
export const typed = (place: Place, user: string, ...args: readonly string[]): Promise<Answer> =>
  place.systemd.runAs(user, '/usr/local/bin/fettle-agent', ...args);

export interface Told {
  readonly key: string;
  readonly item: string | null;
  readonly id: string | null;
  readonly state: string;
  readonly words: string;
}

/** What the command prints with `--json`. */
export async function asJson<Result>(place: Place, user: string, ...args: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await typed(place, user, ...args, '--json');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Result;
}

/** Waits until what somebody asked stands so. */
export const toldThat = (place: Place, user: string, key: string, state: string): Promise<Told> =>
  until(`${user} to be told ${state}`, async () => {
    const { items } = await asJson<{ items: Told[] }>(place, user, 'asked');
    return items.find((one) => one.key === key && one.state === state) ?? null;
  });

/** All that was asked for, newest first. */
export const requestsOf = async (approver: Approver): Promise<readonly Request[]> =>
  (await approver<{ items: Request[] }>('GET', '/api/v1/requests')).items;
