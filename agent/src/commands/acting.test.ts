import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FettleError } from '@fettle/shared/errors';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { exampleRoot, exampleToken, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId } from '@fettle/shared/trust/keys';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import { isLocked } from '../executor/lock.ts';
import { historyFile, type HistoryItem, runsFolder } from '../runs/history.ts';
import { heldPath } from '../runs/holds.ts';
import { openState } from '../state.ts';
import { lockCommand } from './lock.ts';
import { formatRun, formatRuns, listRuns, showRun } from './runs.ts';
import { formatStatus, statusCommand } from './status.ts';

let data: string;
beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'fettle-acting-'))));
afterEach(() => rmSync(data, { recursive: true, force: true }));

const now = 1_800_000_000_000;
const codeOf = (run: () => unknown) => {
  try {
    run();
    return 'done';
  } catch (error) {
    return (error as FettleError).code;
  }
};

function enrolled(): void {
  openState(data).saveEnrolment(
    {
      device: deviceId(signerOf('device').publicKey),
      host: 'db-1.example',
      collector: 'http://127.0.0.1:1',
      fingerprint: fingerprintOf(exampleRoot()),
      pin: null,
      token: signed('token', exampleToken(), 'dora'),
      enrolledAt: now,
    },
    [signed('root', exampleRoot(), 'ann', 'ben')],
  );
}

function ran(count: number, change: Partial<HistoryItem> = {}): void {
  mkdirSync(join(runsFolder(data), 'results'), { recursive: true });
  const items = Array.from({ length: count }, (_, n) => ({
    seq: n + 1,
    order: '0'.repeat(26),
    kind: 'order',
    run: 1,
    started: now + n * 60_000,
    ended: now + n * 60_000 + 1_500,
    outcome: 'done',
    code: null,
    firing: null,
    what: ['tidy@3'],
    by: ['ann'],
    ...change,
  }));
  writeFileSync(join(runsFolder(data), historyFile), JSON.stringify(items));
}

const held = { root: 1, rev: 0, fresh: now + 1, grant: 1, locked: false, standing: [], inForce: [], seq: 0 };

test('status tells who may act on this machine, and what ran last', () => {
  enrolled();
  expect(formatStatus(statusCommand(data, null, now))).toMatch(/Acted on {7}no: nobody has said lately/);
  expect(formatStatus(statusCommand(data, null, now))).toMatch(/Ran {12}nothing yet/);
  ran(12);
  writeFileSync(heldPath(data), JSON.stringify(held));
  const report = statusCommand(data, null, now);
  expect(report.acting).toBe('ready');
  expect(report.runs.map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  const text = formatStatus(report);
  expect(text).toMatch(/Acted on {7}yes, by what the people above have signed/);
  expect(text).toContain('2027-01-15T08:11:00Z    12  tidy@3, order of ann: done');
});

test('what ran is listed, and one of it shown with what it said; nothing of that steers a terminal', () => {
  enrolled();
  expect(formatRuns(listRuns(data))).toBe('Nothing was run on this machine.');
  ran(2, {
    kind: 'standing',
    what: ['tidy\u001b[2J', 'more'],
    by: ['ann', '\u202eneb'],
    outcome: 'refused',
    code: 'rate',
    firing: { kind: 'rule', rule: 'disk-full', instance: '', severity: 'critical', since: now },
  });
  const [line = ''] = formatRuns(listRuns(data)).split('\n');
  expect(line).toContain('tidy\ufffd[2J, more (rule disk-full), standing order of ann and \ufffdneb: refused: rate');
  const output = Buffer.from('hello\r\n\u001b]0;owned\u0007 there\tx').toString('base64');
  const receipt = signed('receipt', { v: 1 }, 'device');
  writeFileSync(join(runsFolder(data), 'results', '2-kept.json'), JSON.stringify({ receipt, output, by: ['ann'] }));
  expect(formatRun(showRun(data, '2'))).toContain('It took 1.5 s.\n\nhello\n\ufffd]0;owned\ufffd there\tx');
  for (const number of ['1', '3', '../2', '']) expect(codeOf(() => showRun(data, number))).toBe('not_found');
});

test('locked: for good, as the status tells, and a second time is no error', () => {
  expect(codeOf(() => lockCommand(data, null, fakeClock()))).toBe('not_enrolled');
  enrolled();
  const first = lockCommand(data, null, fakeClock());
  expect(first).toEqual({ folder: join(data, 'executor'), already: false });
  expect(isLocked(first.folder)).toBe(true);
  expect(statusCommand(data, null, now).acting).toBe('locked');
  expect(formatStatus(statusCommand(data, null, now))).toMatch(/Acted on {7}no: locked on this machine, for good/);
  expect(lockCommand(data, null, fakeClock()).already).toBe(true);
  expect(statSync(join(data, 'locked.json')).mode & 0o777).toBe(0o644);
});

test('where the executor is a service of its own, its lock lies with it', () => {
  enrolled();
  const service = join(data, 'service');
  mkdirSync(service);
  const installed = { name: 'fettle-agent.service', folder: data, user: 'fettle' };
  expect(lockCommand(data, installed, fakeClock(), service).folder).toBe(service);
  expect(isLocked(service)).toBe(true);
  expect(existsSync(join(data, 'executor'))).toBe(false);
  expect(JSON.parse(readFileSync(join(data, 'locked.json'), 'utf8'))).toEqual({ lockedAt: now });
});
