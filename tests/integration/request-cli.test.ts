/** Requests and improvements by the command line, on a real collector, with an agent that is a plain process. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyCommand } from '@fettle/collector/commands/apply';
import { improvementCommand } from '@fettle/collector/commands/improvement';
import { requestCommand } from '@fettle/collector/commands/request';
import type { Improvement } from '@fettle/shared/api/improvements';
import type { Request, RequestItem } from '@fettle/shared/api/requests';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine, type Ran } from '../support/cli.ts';
import { Fettle, until } from '../support/fettle.ts';

let fettle: Fettle;
let run: ReturnType<typeof commandLine>;
let token = '';

beforeAll(async () => {
  fettle = await Fettle.create();
  // What the asker remembers lies here, not at home.
  fettle.environment = { XDG_STATE_HOME: join(fettle.folder, 'own') };
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  run = commandLine({ apply: applyCommand, improvement: improvementCommand, request: requestCommand }, fettle.env);
  token = (JSON.parse(await fettle.cli('token', 'create', '--role', 'admin', '--json')) as { token: string }).token;
});
afterAll(() => fettle?.[Symbol.asyncDispose]());

const listed = <Item>({ out }: Ran) => (JSON.parse(out) as { items: Item[]; next: null }).items;
const agent = (...args: string[]) => fettle.agentCli(...args, '--data', fettle.agentData);
interface Told {
  readonly key: string;
  readonly id: string | null;
  readonly state: string;
  readonly words: string;
}

test('the catalogue comes from a file, and is listed here and at the device', async () => {
  expect((await run('request', 'items')).out).toContain('Nothing can be asked for yet');
  const file = join(fettle.folder, 'items.yaml');
  await writeFile(file, 'request-items:\n  screen: { name: A second screen, approval: manager }\n');
  expect(await run('apply', '--file', file)).toMatchObject({ code: 0, out: expect.stringContaining('1 created') });
  expect(listed<RequestItem>(await run('request', 'items', '--json'))).toMatchObject([
    { id: 'screen', script: null, approval: 'manager' },
  ]);
  expect((await run('request', 'items')).out).toMatch(
    /^screen +A second screen +a person does it +a manager +every device$/m,
  );
  // Applied beside the collector that runs: its agents hear of it within seconds.
  await until('the list', async () => (await agent('ask')).startsWith('screen: A second screen\n'));
});

test('a trouble of the device is listed, shown with the device’s state, finished; who reported it is told', async () => {
  expect((await run('request', 'list')).out).toBe('Nobody has asked for anything.');
  const asked = JSON.parse(await agent('ask', '--trouble', 'The screen flickers', '--json')) as Told;
  expect(asked).toMatchObject({ state: 'approved', words: 'It waits for somebody to do it.' });
  const [request] = listed<Request>(await run('request', 'list', '--state', 'approved', '--json'));
  expect(request).toMatchObject({ id: asked.id, title: 'The screen flickers', asker: { kind: 'endpoint' } });
  expect((await run('request', 'list')).out).toMatch(/^r\w+ +approved +The screen flickers/m);
  const shown = await run('request', 'show', String(asked.id));
  expect(shown.out).toMatch(/^The screen flickers \(r\w+\): approved\nAsked by \S+ at the device, for /);
  expect(shown.out).toContain('Busiest processes');
  expect(await run('request', 'act', String(asked.id), '--do', 'finish')).toMatchObject({
    code: 1,
    err: expect.stringContaining('input_invalid'),
  });
  const done = await run(
    'request',
    'act',
    String(asked.id),
    '--do',
    'finish',
    '--note',
    'The cable was loose.',
    '--json',
  );
  expect(JSON.parse(done.out)).toMatchObject({ state: 'done', outcome: 'The cable was loose.' });
  const told = await until('the asker to be told', async () => {
    const { items } = JSON.parse(await agent('asked', '--json')) as { items: Told[] };
    return items.find(({ key, state }) => key === asked.key && state === 'done') ?? null;
  });
  expect(told.words).toBe('The cable was loose.');
  expect(await agent('asked')).toMatch(/a trouble \(r\w+\): done\n {4}The cable was loose\.\n$/);
  expect(await run('request', 'show', 'rnone')).toMatchObject({ code: 1, err: expect.stringContaining('not_found') });
});

test('the register is listed and shown', async () => {
  expect((await run('improvement', 'list')).out).toContain('Nothing is written down.');
  const measure = { kind: 'incidents', rule: null, device: null, service: null };
  const body = { finding: 'Disks fill', action: 'Larger ones', owner: null, due: null, measure, baselineDays: 30 };
  const answer = await fetch(`${fettle.url}/api/v1/improvements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, problem: null, site: null, version: 0 }),
  });
  expect(answer.status).toBe(201);
  expect(listed<Improvement>(await run('improvement', 'list', '--json'))).toMatchObject([
    { id: 1, finding: 'Disks fill', state: 'open', baseline: { value: 0, words: '0 in 30 days' }, now: null },
  ]);
  expect((await run('improvement', 'list')).out).toMatch(/^1 +open +Disks fill +0 before +nobody/m);
  expect(listed(await run('improvement', 'list', '--state', 'kept', '--json'))).toEqual([]);
  expect((await run('improvement', 'show', '1')).out).toBe(
    'Improvement 1, open: Disks fill\nWhat is done: Larger ones\nOwner: nobody\nIt was: 0 in 30 days\nIt is: not measured again yet',
  );
  expect(await run('improvement', 'show', '7')).toMatchObject({ code: 1, err: expect.stringContaining('not_found') });
  expect(await run('improvement', 'list', '--state', 'better')).toMatchObject({ code: 2 });
});
