import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountOf, checkUserName, isMade } from './account.ts';
import { serviceManager } from './here.ts';
import { makeShortcut, removeShortcut, shellWord } from './shortcut.ts';
import { stateIn } from './systemd.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-service-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(['win32', 'darwin', 'freebsd'] as const)('on %s it says that this is not yet done', (platform) => {
  expect(() => serviceManager(platform)).toThrow(expect.objectContaining({ code: 'system_unsupported' }));
});

test.each(['root', '', 'a b', '-x', 'Fettle', '$(id)', 'a'.repeat(32)])('%j is no user for a service', (name) => {
  expect(() => checkUserName(name)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
});

test('only a user that was made for this folder is ours', () => {
  mkdirSync(join(folder, 'etc'));
  const passwd = 'root:x:0:0:root:/root:/bin/sh\nfettle:x:997:996::/var/lib/fettle-agent:/usr/sbin/nologin\n';
  writeFileSync(join(folder, 'etc/passwd'), passwd);
  const made = accountOf('fettle', folder);
  expect(made).toEqual({ uid: 997, gid: 996, home: '/var/lib/fettle-agent' });
  expect(accountOf('fett', folder)).toBeUndefined();
  if (made === undefined) return;
  expect(isMade(made, '/var/lib/fettle-agent')).toBe(true);
  expect(isMade(made, '/srv/other')).toBe(false);
  expect(isMade({ ...made, uid: 1_000 }, '/var/lib/fettle-agent')).toBe(false);
  expect(isMade({ ...made, uid: 0 }, '/var/lib/fettle-agent')).toBe(false);
});

test('the shortcut runs the program with every argument, and another’s is left', () => {
  const path = join(folder, 'fettle-agent');
  expect(makeShortcut(['/bin/echo', "it's"], path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(`exec /bin/echo 'it'\\''s' "$@"`);
  expect(makeShortcut(['/bin/echo', "it's"], path)).toBe(false);
  expect(removeShortcut(path)).toBe(true);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  expect(makeShortcut(['/bin/echo'], path)).toBe(false);
  expect(removeShortcut(path)).toBe(false);
});

test.each([
  ['/a/b', '/a/b'],
  ['a b', "'a b'"],
  ['$x', "'$x'"],
  ['', "''"],
])('%j is %s for a shell', (word, text) => expect(shellWord(word)).toBe(text));

test('what systemctl says of the service', () => {
  const said = 'NRestarts=3\nActiveState=active\nUnitFileState=enabled\n';
  expect(stateIn(said, true)).toEqual({ installed: true, active: 'active', enabled: true, restarts: 3 });
  const nothing = { installed: false, active: 'inactive', enabled: false, restarts: 0 };
  expect(stateIn('NRestarts=0\nActiveState=inactive\nUnitFileState=\n', false)).toEqual(nothing);
});
