import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { forPeople, LogFile } from './log.ts';

test('text for people is shown as it is', () => {
  expect(forPeople('collector', 'Setup code: 1234')).toBe('Setup code: 1234');
});

test('of the log only warnings and errors are shown', () => {
  expect(forPeople('collector', '{"level":30,"msg":"listening"}')).toBeUndefined();
  expect(forPeople('collector', '{"level":40,"msg":"disk is slow"}')).toBe('collector: disk is slow');
  expect(forPeople('agent', '{"level":50}')).toBe('agent: see its log');
  expect(forPeople('agent', '{"level":50,"err":{"message":"full"},"msg":"no frame"}')).toBe('agent: no frame: full');
});

test('what only looks like the log is shown', () => {
  expect(forPeople('agent', '{not json')).toBe('{not json');
});

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'logs', 'agent.log');
}

test('a log is begun anew at each start', () => {
  const path = place();
  for (const line of ['first', 'second']) {
    const log = new LogFile(path);
    log.write(line);
    log.end();
  }
  expect(readFileSync(path, 'utf8')).toBe('second\n');
});

test('a log that would grow past its bound is turned, and the old one kept', () => {
  const log = new LogFile(place(), 12);
  for (const line of ['12345', '12345', 'new']) log.write(line);
  log.end();
  expect(readFileSync(log.path, 'utf8')).toBe('new\n');
  expect(readFileSync(`${log.path}.old`, 'utf8')).toBe('12345\n12345\n');
});
