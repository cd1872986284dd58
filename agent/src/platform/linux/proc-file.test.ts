import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MadeUpMachine } from '../../samplers/recorded-machine.ts';
import { ProcFile, readOnce } from './proc-file.ts';
import { Reader } from './reader.ts';

const reader = new Reader();
const all = () => reader.text(0, reader.end);

test('reads the whole file from its beginning each time, longer or shorter than before', () => {
  using machine = new MadeUpMachine({ file: 'one two' });
  const file = new ProcFile(join(machine.root, 'file'));
  expect([file.read(reader), all()]).toEqual([true, 'one two']);
  machine.write({ file: 'one' });
  expect([file.read(reader), all()]).toEqual([true, 'one']);
  machine.write({ file: '' });
  expect([file.read(reader), all()]).toEqual([true, '']);
  const long = 'x'.repeat(300_000);
  machine.write({ file: long });
  expect(file.read(reader)).toBe(true);
  expect(all() === long).toBe(true);
  file.close();
});

// Lines of many lengths over some megabytes: pieces meet the end of the buffer in every way while it grows.
test.skipIf(!existsSync('/proc/kallsyms'))('a file that the kernel gives in pieces is read as a whole', () => {
  const file = new ProcFile('/proc/kallsyms');
  expect(file.read(reader)).toBe(true);
  expect(reader.end).toBeGreaterThan(64 * 1024);
  expect(all() === readFileSync(file.path, 'utf8')).toBe(true);
  file.close();
});

test('absent is no error, and one that appears later is read then', () => {
  using machine = new MadeUpMachine();
  const file = new ProcFile(join(machine.root, 'later'));
  expect(file.read(reader)).toBe(false);
  machine.write({ later: 'here' });
  expect([file.read(reader), all()]).toEqual([true, 'here']);
  file.close();
  rmSync(file.path);
  expect(file.read(reader)).toBe(false);
});

test('after it was closed the file that then has the name is read', () => {
  using machine = new MadeUpMachine({ file: 'old', other: 'new' });
  const file = new ProcFile(join(machine.root, 'file'));
  file.read(reader);
  renameSync(join(machine.root, 'other'), file.path);
  file.close();
  expect([file.read(reader), all()]).toEqual([true, 'new']);
  file.close();
});

test('what is no file is the caller’s trouble', () => {
  using machine = new MadeUpMachine();
  expect(() => readOnce(machine.root, reader)).toThrow('EISDIR');
});
