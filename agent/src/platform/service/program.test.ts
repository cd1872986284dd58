import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkProgram, placedProgram, placeProgram, programFiles, removeProgram } from './program.ts';

let place = '';
let from = '';
let to = '';
beforeEach(() => {
  // Not below /tmp, whose rights are not those of the folders of programs.
  const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
  place = realpathSync(mkdtempSync(join(modules, 'fettle-program-')));
  chmodSync(place, 0o755);
  from = join(place, 'dist');
  to = join(place, 'lib/fettle');
  mkdirSync(from);
  for (const name of ['agent.mjs', 'agent-systeminformation.mjs', 'other.mjs', 'node-26']) {
    writeFileSync(join(from, name), `of ${name}`);
  }
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const files = () => programFiles(join(from, 'node-26'), join(from, 'agent.mjs'));
const inCopy = () => readdirSync(to).toSorted();

test('Node and the bundle with what stands beside it are copied, readable by all whatever the umask', () => {
  const umask = process.umask(0o077);
  try {
    expect(placeProgram(files(), to)).toBe(true);
  } finally {
    process.umask(umask);
  }
  expect(inCopy()).toEqual(['agent-systeminformation.mjs', 'agent.mjs', 'node']);
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([to, ...placedProgram(to)].map(mode)).toEqual([0o755, 0o755, 0o644]);
  expect(readFileSync(placedProgram(to)[0], 'utf8')).toBe('of node-26');
});

test('a second time nothing is done, also from the copy itself', () => {
  placeProgram(files(), to);
  expect(placeProgram(files(), to)).toBe(false);
  expect(placeProgram(programFiles(...placedProgram(to)), to)).toBe(false);
});

test('what differs is replaced, what is no more part of it goes, what is not ours stays', () => {
  placeProgram(files(), to);
  writeFileSync(join(to, 'notes.txt'), 'of somebody else');
  writeFileSync(join(to, 'agent.mjs.new'), 'half a copy');
  const running = statSync(join(to, 'node')).ino;
  // The same length.
  writeFileSync(join(from, 'agent.mjs'), 'OF agent.mjs');
  rmSync(join(from, 'agent-systeminformation.mjs'));
  expect(placeProgram(files(), to)).toBe(true);
  expect(readFileSync(join(to, 'agent.mjs'), 'utf8')).toBe('OF agent.mjs');
  expect(inCopy()).toEqual(['agent.mjs', 'node', 'notes.txt']);
  expect(statSync(join(to, 'node')).ino).toBe(running);
});

test('a new Node takes the old one’s place, which may be running, instead of being written over it', () => {
  placeProgram(files(), to);
  const before = statSync(join(to, 'node')).ino;
  writeFileSync(join(from, 'node-26'), 'a newer one');
  placeProgram(files(), to);
  expect(statSync(join(to, 'node')).ino).not.toBe(before);
});

test('is removed, and its folder when nothing else is in it', () => {
  expect(removeProgram(to)).toBe(false);
  placeProgram(files(), to);
  expect(removeProgram(to)).toBe(true);
  expect(existsSync(to)).toBe(false);
  placeProgram(files(), to);
  writeFileSync(join(to, 'notes.txt'), '');
  expect(removeProgram(to)).toBe(true);
  expect(inCopy()).toEqual(['notes.txt']);
  expect(removeProgram(to)).toBe(false);
});

test('the sources are no program for a service: that says what to do', () => {
  writeFileSync(join(from, 'main.ts'), '');
  expect(() => programFiles(process.execPath, join(from, 'main.ts'))).toThrow(/npm run build:agent/);
});

test('where it cannot be written that is said', () => {
  writeFileSync(join(place, 'lib'), 'a file');
  expect(() => placeProgram(files(), to)).toThrow(expect.objectContaining({ code: 'data_unwritable' }));
});

describe.skipIf(process.platform === 'win32')('a service can run', () => {
  test('no program that others may not read, or whose folder they may not enter', () => {
    placeProgram(files(), to);
    const program = placedProgram(to);
    expect(() => checkProgram(['/bin/sh'])).not.toThrow();
    chmodSync(program[1], 0o600);
    expect(() => checkProgram(program)).toThrow(/others than its owner may not (read it|enter)/);
    chmodSync(program[1], 0o644);
    chmodSync(to, 0o700);
    expect(() => checkProgram(program)).toThrow(/others than its owner may not enter/);
  });

  test('through a link the program that it leads to', () => {
    symlinkSync(join(from, 'agent.mjs'), join(place, 'agent.mjs'));
    expect([...programFiles(process.execPath, join(place, 'agent.mjs')).values()]).toContain(join(from, 'agent.mjs'));
  });
});
