import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkFolder, giveFolder, removeFolder } from './data-folder.ts';

// The checkout may lie where services have a folder of their own; that these are refused is tested apart.
const nowhere = /^$/;
const place = fileURLToPath(new URL('../../../../node_modules/.cache/', import.meta.url));
let folder = '';
beforeEach(() => {
  mkdirSync(place, { recursive: true });
  folder = mkdtempSync(join(place, 'fettle-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const me = () => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: folder });

test.each(['/', '/var', 'var/lib/x', '/tmp/x/y', '/var/tmp/x', '/a b/c', '/proc/x', '//x', '/a/'])(
  '%j is no folder for a service',
  (path) => {
    expect(() => checkFolder(path)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
  },
);

test.each(['/var/lib/fettle-agent', '/srv/fettle', '/tmpx/y'])('%j is one', (path) => {
  expect(() => checkFolder(path)).not.toThrow();
});

describe.skipIf(process.platform !== 'linux')('the folder', () => {
  test('is made, may be entered by all, and is left as it is the second time', () => {
    const fresh = join(folder, 'a', 'data');
    expect(giveFolder(fresh, me())).toBe(true);
    expect(statSync(fresh).mode & 0o777).toBe(0o755);
    expect(giveFolder(fresh, me())).toBe(false);
  });

  test.skipIf(process.getuid?.() !== 0)('and all in it becomes the user’s, but nothing that a link leads to', () => {
    const data = join(folder, 'data');
    const outside = join(folder, 'outside');
    mkdirSync(join(data, 'outbox'), { recursive: true });
    writeFileSync(join(data, 'outbox', 'one'), '');
    writeFileSync(outside, '');
    symlinkSync(outside, join(data, 'link'));
    symlinkSync(folder, join(data, 'folder-link'));
    linkSync(outside, join(data, 'second-name'));
    expect(giveFolder(data, { uid: 65_534, gid: 65_534, home: '' })).toBe(true);
    expect(statSync(join(data, 'outbox', 'one')).uid).toBe(65_534);
    expect(statSync(data).uid).toBe(65_534);
    expect([statSync(outside).uid, statSync(folder).uid]).toEqual([0, 0]);
  });

  test('is removed when it is an agent’s, or empty', () => {
    writeFileSync(join(folder, 'device.json'), '{}');
    expect(removeFolder(folder, nowhere)).toBe(true);
    expect(existsSync(folder)).toBe(false);
    expect(removeFolder(folder, nowhere)).toBe(false);
  });

  test('is not removed when it is something else', () => {
    writeFileSync(join(folder, 'thesis.txt'), 'x');
    expect(() => removeFolder(folder, nowhere)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
    expect(existsSync(join(folder, 'thesis.txt'))).toBe(true);
  });
});
