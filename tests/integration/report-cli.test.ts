/** `fettle report` against a real collector: what it prints, what it saves, and where that leads. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelCommand } from '@fettle/collector/commands/channel';
import { reportCommand } from '@fettle/collector/commands/report';
import { reportKinds } from '@fettle/shared/api/reports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine, type Ran } from '../support/cli.ts';
import { Fettle, until } from '../support/fettle.ts';
import { mailbox } from '../support/mailbox.ts';

let fettle: Fettle;
let run: ReturnType<typeof commandLine>;
const folder = mkdtempSync(join(tmpdir(), 'fettle-report-'));
const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown> & { id: string; items: { id: string }[] };

beforeAll(async () => {
  fettle = await Fettle.create();
  await fettle.startCollector();
  run = commandLine({ report: reportCommand, channel: channelCommand }, fettle.env);
});
afterAll(async () => {
  await fettle[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

test('a report is made, listed, shown, saved in every form, and sent', async () => {
  const kinds = json(await run('report', 'kinds', '--json'));
  expect(kinds.items.map(({ id }) => id).toSorted()).toEqual(reportKinds.toSorted());
  expect((await run('report', 'kinds')).out).toMatch(/^executive +\S/m);
  expect((await run('report', 'list')).out).toBe('No report yet. Example: npx --no fettle report make executive');

  const made = await run('report', 'make', 'incidents', '--period', 'month', '--zone', 'Europe/Berlin', '--json');
  expect(made.code).toBe(0);
  const { id, ...report } = json(made);
  expect(report).toMatchObject({ kind: 'incidents', state: 'made', zone: 'Europe/Berlin', sent: [], plan: null });
  // What is under way goes beside the answer.
  for (const line of made.err.split('\n').filter(Boolean)) expect(line).toMatch(/^\d+ %: \S/);
  expect(json(await run('report', 'list', '--kind', 'incidents', '--json'))).toMatchObject({ items: [{ id }] });
  expect((await run('report', 'list')).out).toContain(id);

  const shown = await run('report', 'show', id);
  expect(shown.out).toMatch(/^Incidents: .+, all sites, Europe\/Berlin\nNo incident opened/);
  expect(shown.out).not.toContain('Sent');
  const document = json(await run('report', 'show', id, '--json'));
  expect(document).toMatchObject({ version: 1, kind: 'incidents', zone: 'Europe/Berlin' });

  const saved = async (...args: string[]) => {
    const file = join(folder, args.join(''));
    const told = json(await run('report', 'save', id, ...args, '--out', file, '--json'));
    const content = readFileSync(file);
    expect(told).toEqual({ file, bytes: content.length });
    return content.toString('latin1');
  };
  expect((await saved('--as', 'pdf')).startsWith('%PDF-1.7')).toBe(true);
  expect(await saved('--as', 'csv')).toContain('Incidents,0');
  expect(JSON.parse(await saved('--as', 'json'))).toBeDefined();
  const html = await saved('--as', 'html');
  const links = [...html.matchAll(/href="([^"#][^"]*)"/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !link?.startsWith(`${fettle.url}/`))).toEqual([]);
  const bases = links.flatMap((link) => (link?.includes(`/reports/${id}/bases/`) ? link.slice(fettle.url.length) : []));
  expect(bases.length).toBeGreaterThan(2);
  for (const base of bases) expect(await fettle.api(`/api/v1${base}`), base).toHaveProperty('formula');

  await using box = await mailbox();
  const server = ['--smtp', `127.0.0.1:${box.port}`, '--security', 'none', '--from', 'f@example.org'];
  await run('channel', 'put', 'mail', ...server);
  const send = ['report', 'send', id, '--to', 'karin@example.org', '--channel', 'mail'] as const;
  expect((await run(...send, '--attach', 'pdf')).out).toBe('It goes to karin@example.org.');
  await until('the mail', () => box.mails.length === 1);
  expect(box.mails[0]?.raw).toContain(`/reports/${id}`);
  const sent = async () => (await run('report', 'show', id)).out;
  await until('its answer', async () => /^karin@example\.org +sent/m.test(await sent()));
  expect((await run(...send)).out).toBe('It went to all of them already.');
});

test('what cannot be is told with what to do', async () => {
  const wrong = async (...args: string[]) => {
    const { code, err } = await run('report', ...args);
    expect(code).not.toBe(0);
    return err;
  };
  expect(await wrong('make', 'weather')).toContain('executive');
  expect(await wrong('make', 'incidents', '--at', 'soon')).toContain('write a day such as 2026-10-15');
  expect(await wrong('make', 'incidents', '--zone', 'Mars/Base')).toContain('Europe/Berlin');
  expect(await wrong('show', 'k0000000000000000')).toContain('There is no such thing');
  const { id } = json(await run('report', 'make', 'inventory', '--period', 'day', '--json'));
  expect(await wrong('save', id, '--as', 'csv', '--table', 'nothing')).toContain('no table “nothing”');
  expect(await wrong('save', id, '--as', 'pdf', '--table', 'devices')).toContain('csv or json');
  expect(await wrong('save', id, '--out', join(folder, 'no', 'such', 'folder'))).not.toContain('    at ');
  expect(await wrong('send', id, '--to', 'karin@example.org', '--channel', 'gone')).toContain('no channel gone');
  expect(await wrong('send', id, '--to', 'karin', '--channel', 'mail')).toContain('None of these is a mail address');
  await fettle.collector?.stop('SIGKILL');
  expect(await wrong('list')).toContain('cannot be reached');
});
