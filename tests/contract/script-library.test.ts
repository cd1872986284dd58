/** What ships: every script of scripts/library keeps the rules that docs/scripts.md gives. What they do is tried in tests/integration/library. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { statementOf } from '@fettle/collector/domain/scripts/index';
import { openScriptFolder, readLibrary, readScriptFolder } from '@fettle/collector/edge/files/index';
import { checked } from '@fettle/shared/api/checked';
import { ScriptBody } from '@fettle/shared/api/scripts';
import { readScript } from '@fettle/shared/trust/script';
import { describe, expect, test } from 'vitest';
import { requires } from '../support/requires.ts';

const folder = fileURLToPath(new URL('../../scripts/library', import.meta.url));
const tests = fileURLToPath(new URL('../integration/library', import.meta.url));
const page = readFileSync(new URL('../../docs/scripts.md', import.meta.url), 'utf8');
const names = readdirSync(folder);
const tried = readdirSync(tests)
  .map((name) => readFileSync(join(tests, name), 'utf8'))
  .join('\n');

test('the library is whole, and the page lists it', () => {
  expect(readLibrary(folder).map(({ name }) => name)).toEqual(names);
  const listed = [...page.matchAll(/^\| `([a-z-]+)` +\| (read|change|dangerous) /gm)].map(([, name = '', its = '']) => [
    name,
    its,
  ]);
  expect(listed).toEqual(readLibrary(folder).map(({ name, body }) => [name, body.class]));
});

describe.each(names)('%s', (name) => {
  const opened = openScriptFolder(join(folder, name));
  const { body: read, problems } = readScriptFolder(opened);
  const body = read as ScriptBody;
  const sh = opened.beside['run.sh'] ?? '';
  const ps = opened.beside['run.ps1'];

  test('its manifest has no mistake and no hint, and can be signed', () => {
    expect(problems).toEqual([]);
    expect(checked(ScriptBody, body, 'The script')).toEqual(body);
    const statement = statementOf(body, { tenant: '0'.repeat(26), name, version: 1 });
    expect(readScript(statement)).toMatchObject({ name, class: body.class });
  });

  test('it holds what it should and nothing else', () => {
    expect(Object.keys(opened.beside).toSorted()).toEqual(
      ['README', 'run.sh', ...(ps === undefined ? [] : ['run.ps1'])].toSorted(),
    );
    expect(body.programs.map(({ body: text }) => text)).toEqual([sh, ...(ps === undefined ? [] : [ps])]);
    expect([body.summary.length > 20, body.tags.length > 0, body.manualMinutes > 0]).toEqual([true, true, true]);
  });

  test('its README says when, what, needs, changes, ends and how it looks', () => {
    const heads = [
      ...body.readme.matchAll(/^(When|What it does|What it needs|What it changes|Ends with|Looks like):/gm),
    ].map(([, head]) => head);
    expect(heads).toEqual(['When', 'What it does', 'What it needs', 'What it changes', 'Ends with', 'Looks like']);
    expect(body.readme).not.toMatch(/[`#]|\]\(/);
  });

  test('the exit codes that its README names are those that its programs have', () => {
    const [, ends = ''] = /^Ends with:([\s\S]*?)\n\n/m.exec(body.readme) ?? [];
    const documented = new Set(
      [...ends.matchAll(/(?:^|[\s;,])(\d{1,3})\s/g)]
        .map(([, code]) => Number(code))
        .filter((code) => [0, 1, 2, 10, 20].includes(code)),
    );
    const used = new Set([0, ...[...sh.matchAll(/\bexit (\d+)/g)].map(([, code]) => Number(code))]);
    expect(documented).toEqual(used);
    for (const code of used) expect([0, 1, 2, ...body.exits.notApplicable, ...body.exits.rebootNeeded]).toContain(code);
  });

  test('its parameters are those that its programs read', () => {
    const wanted = body.parameters.map(({ name: one }) => `FETTLE_P_${one.toUpperCase()}`).toSorted();
    const readBy = (text: string) =>
      [...new Set([...text.matchAll(/FETTLE_P_[A-Z0-9_]+/g)].map(([one]) => one))].toSorted();
    expect(readBy(sh)).toEqual(wanted);
    for (const one of ps === undefined ? [] : readBy(ps)) expect(wanted).toContain(one);
  });

  test('run by hand, its defaults are those of its manifest', () => {
    for (const { name: one, default: value, required } of body.parameters) {
      if (required || value === null) continue;
      const [, own] = new RegExp(`FETTLE_P_${one.toUpperCase()}:-([^}]*)\\}`).exec(sh) ?? [];
      expect(`${one}=${own}`).toBe(`${one}=${value}`);
    }
  });

  test('what changes something can be looked at first', () => {
    expect(body.check).toBe(body.class !== 'read');
    if (body.class === 'read') expect(sh).not.toContain('FETTLE_MODE');
  });

  test('its programs begin as all do', () => {
    expect(sh).toMatch(/^#!\/bin\/sh\n# [A-Z].*\.\n/);
    expect(sh).toMatch(/^PATH=[\w/:-]+\nLC_ALL=C\nexport PATH LC_ALL$/m);
    expect(sh).toMatch(/^set -eu?$|^set -u$/m);
    // What Windows PowerShell 5.1 does not know, and what would make it ask.
    if (ps !== undefined) {
      expect(ps).toMatch(/^# [A-Z].*\.\n\$ErrorActionPreference = /);
      expect(ps).not.toMatch(/\?\?|\?\.\w|&&|\|\||Read-Host|#requires|[^\n\x20-\x7e\u{a0}-\u{2fff}]/u);
      expect(ps.match(/\{/g)?.length).toBe(ps.match(/\}/g)?.length);
    }
  });

  test('it was tried', () => {
    expect(tried).toContain(`script('${name}'`);
  });
});

requires('shellcheck').test('shellcheck finds nothing in any of them, and finds what is wrong', () => {
  const program = requires('shellcheck').path;
  const files = names.map((name) => join(folder, name, 'run.sh'));
  expect(execFileSync(program, ['-s', 'sh', ...files], { encoding: 'utf8' })).toBe('');
  expect(() => execFileSync(program, ['-s', 'sh', '-'], { input: 'a=(1 2)\nrm $a\n', stdio: 'pipe' })).toThrow();
});

test('the example of docs/scripts.md is a script that runs', () => {
  const parts = [...page.matchAll(/^`([\w.]+)`:\n\n```\w*\n([\s\S]*?)^```$/gm)].map(
    ([, file = '', text = '']) => [file, text] as const,
  );
  expect(parts.map(([file]) => file)).toEqual(['manifest.yaml', 'run.sh', 'README']);
  const place = mkdtempSync(join(tmpdir(), 'fettle-example-'));
  try {
    for (const [file, text] of parts) writeFileSync(join(place, file), text);
    const { body, problems } = readScriptFolder(openScriptFolder(place));
    expect(problems).toEqual([]);
    expect(body).toMatchObject({ check: true, undo: true });
    const stamp = join(place, 'a note');
    const run = (mode: string) =>
      execFileSync('/bin/sh', [join(place, 'run.sh')], {
        env: { FETTLE_MODE: mode, FETTLE_P_FILE: stamp, FETTLE_P_TEXT: 'In maintenance.' },
        encoding: 'utf8',
      });
    expect(run('check')).toBe(`Would write “In maintenance.” to ${stamp}.\n`);
    expect(readdirSync(place)).not.toContain('a note');
    expect(run('run')).toBe(`Wrote “In maintenance.” to ${stamp}.\n`);
    expect(readFileSync(stamp, 'utf8')).toBe('In maintenance.\n');
    expect(run('undo')).toBe(`Took ${stamp} away.\n`);
    expect(() => run('undo')).toThrow(/Command failed/);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
