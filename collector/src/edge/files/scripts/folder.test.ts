import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openScriptFolder, readLibrary, readScriptFolder } from './folder.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return join(folder, name);
}
const manifest = 'programs:\n  - { platforms: [linux], interpreter: sh, file: run.sh }\n';

test('a script is named by its folder', () => {
  const opened = openScriptFolder(
    put('my-script', { 'manifest.yaml': manifest, 'run.sh': 'exit 0\n', README: 'When.' }),
  );
  expect(opened.id).toBe('my-script');
  expect(readScriptFolder(opened)).toMatchObject({ body: { title: 'my-script', readme: 'When.' }, problems: [] });
});

test('a library is read by name, and the first mistake names its file and line', () => {
  put('b', { 'manifest.yaml': manifest, 'run.sh': 'exit 0\n' });
  put('a', { 'manifest.yaml': manifest, 'run.sh': 'exit 1\n' });
  expect(readLibrary(folder).map(({ name }) => name)).toEqual(['a', 'b']);
  put('c', { 'manifest.yaml': `class: odd\n${manifest}`, 'run.sh': 'exit 0\n' });
  expect(() => readLibrary(folder)).toThrow(
    `${join(folder, 'c', 'manifest.yaml')}:1: “class” is one of read, change, dangerous.`,
  );
});

test('what is no script’s folder is told', () => {
  expect(() => openScriptFolder(join(folder, 'none'))).toThrow(/none: ENOENT/);
  expect(() => openScriptFolder(put('empty', {}))).toThrow('has no manifest.yaml.');
  const bytes = put('bytes', { 'manifest.yaml': manifest, 'run.sh': Buffer.from([0xff, 0xfe, 0]) });
  expect(() => openScriptFolder(bytes)).toThrow('run.sh is no text in UTF-8.');
  expect(() => openScriptFolder(put('long', { 'manifest.yaml': manifest, data: 'x'.repeat(1_000_001) }))).toThrow(
    'more than 1000000 bytes',
  );
  expect(readScriptFolder(openScriptFolder(put('nothing', { 'manifest.yaml': '' })))).toMatchObject({
    body: null,
    problems: [{ line: 1, message: 'This manifest is empty.' }],
  });
});
