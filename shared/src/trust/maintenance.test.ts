import { describe, expect, test } from 'vitest';
import { readAction } from './action.ts';
import {
  exampleFresh,
  exampleOrder,
  exampleRevoke,
  exampleScript,
  exampleStanding,
  exampleStep,
  maintenanceRoot,
  noon,
  rawStep,
  ruleFiring,
} from './maintenance.fixture.ts';
import { exampleReceipt } from './receipt.fixture.ts';
import { signerOf } from './example.fixture.ts';
import { fits } from './scope.ts';
import type { ScriptStatement } from './statements.ts';
import { readFresh, readOrder, readReceipt, readRevoke, readRoot, readScript, readStanding } from './statements.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const step = exampleStep();
const action = (value: object) => exampleOrder({ action: value as never });
const steps = (...all: object[]) => action({ kind: 'script', steps: all });
const what = (value: object) => steps({ ...step, what: value });
const script = 'script' in step.what ? step.what.script : null;
const raw = 'raw' in rawStep.what ? rawStep.what.raw : null;
const update = { kind: 'agent-update', version: '1.2.3-rc.1', sha256: 'ab'.repeat(32), size: 1 };
const rule = exampleStanding().trigger;
const ofRule = (change: object) =>
  exampleStanding({ trigger: { ...rule, rule: { ...('rule' in rule && rule.rule), ...change } } as never });
const clock = { kind: 'clock', cron: '0 3 * * *', zone: 'Europe/Zurich', jitter: 60, missed: 'run' };
const byClock = (change: object) => exampleStanding({ trigger: { ...clock, ...change } as never });
const caps = (change: object) => exampleStanding({ caps: { ...exampleStanding().caps, ...change } });
const program = exampleScript().programs.linux!;
const scriptWith = (change: Partial<ScriptStatement>) => exampleScript('list', change);
const boundTo = (bounds: object) => {
  const { keys } = maintenanceRoot();
  return {
    ...maintenanceRoot(),
    keys: { ...keys, [signerOf('ann').keyId]: { ...keys[signerOf('ann').keyId], ...bounds } },
  };
};
const manyNames = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`p${i}`, 1]));
const stepReceipt = exampleReceipt().steps[0]!;

const readers = {
  fresh: readFresh,
  order: readOrder,
  receipt: readReceipt,
  revoke: readRevoke,
  root: readRoot,
  script: readScript,
  standing: readStanding,
} as const;

describe.each<[keyof typeof readers, string, object]>([
  ['fresh', 'as it is', exampleFresh()],
  ['fresh', 'for 90 days', exampleFresh({ until: exampleFresh().iat + 7_776_000_000 })],
  ['revoke', 'as it is', exampleRevoke()],
  ['revoke', 'stopping all', exampleRevoke({ stop: exampleRevoke().iat })],
  ['order', 'as it is', exampleOrder()],
  ['order', 'without a reason', exampleOrder({ reason: '' })],
  ['order', 'a raw script', steps(rawStep)],
  ['order', '16 steps', steps(...Array.from({ length: 16 }, () => step))],
  ['order', 'a restart', action({ kind: 'unit-restart', unit: 'getty@tty1.service' })],
  ['order', 'a reboot', action({ kind: 'reboot', notice: 0 })],
  ['order', 'an update', action(update)],
  ['order', 'refreshing', action({ kind: 'trust-refresh' })],
  ['order', 'a condition', steps(step, { ...step, when: { step: 0, exits: [0, 255] } })],
  [
    'order',
    'all kinds of values',
    steps({ ...step, parameters: { a: -1, b: '', c: true }, secrets: { d: 'ab'.repeat(32) } }),
  ],
  ['script', 'as it is', exampleScript()],
  [
    'script',
    'without parameters and codes',
    scriptWith({ parameters: [], exits: { done: [], notApplicable: [], rebootNeeded: [] } }),
  ],
  ['standing', 'by rule', exampleStanding()],
  ['standing', 'by the clock', byClock({})],
  ['receipt', 'as it is', exampleReceipt()],
  ['receipt', 'the first', exampleReceipt({ seq: 1, previous: null })],
  ['receipt', 'of a firing', exampleReceipt({ kind: 'standing', firing: ruleFiring })],
  ['receipt', 'of a firing by the clock', exampleReceipt({ kind: 'standing', firing: { kind: 'clock', due: noon } })],
  ['receipt', 'of a refusal', exampleReceipt({ outcome: 'refused', code: 'target-id', steps: [] })],
  ['receipt', 'of a deed', exampleReceipt({ steps: [{ ...stepReceipt, program: null, exit: null, outcome: null }] })],
  ['root', 'with keys that are bound', maintenanceRoot()],
])('%s, %s', (type, _name, value) => {
  test('is read as it is', () => {
    expect(readers[type](value)).toEqual(value);
  });
  test('of a later form is refused', () => {
    expect(() => readers[type]({ ...value, v: 2 })).toThrow(refused('version'));
  });
  test('with a field more or less is refused', () => {
    expect(() => readers[type]({ ...value, more: 1 })).toThrow(refused('fields'));
    for (const key of Object.keys(value).filter((one) => one !== 'v')) {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      expect(() => readers[type](rest)).toThrow(refused('fields'));
      expect(() => readers[type]({ ...value, [key]: undefined })).toThrow(refused('fields'));
    }
  });
});

describe('refuses', () => {
  test.each<[keyof typeof readers, string, object]>([
    ['root', 'a key that is bound to no site', boundTo({ sites: [] })],
    ['root', 'a key that is bound to a site twice', boundTo({ sites: ['a', 'a'] })],
    ['root', 'a key until no time', boundTo({ until: null })],
    [
      'root',
      '129 keys',
      maintenanceRoot({ keys: Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`k${i}`, {}])) as never }),
    ],
    ['root', 'a first version after another', maintenanceRoot({ version: 1 })],
    ['root', 'a second version after none', maintenanceRoot({ previous: null })],
    ['fresh', 'an end before its beginning', exampleFresh({ until: exampleFresh().iat })],
    ['fresh', 'more than 90 days', exampleFresh({ until: exampleFresh().iat + 7_776_000_001 })],
    ['revoke', 'a stop that lies ahead', exampleRevoke({ stop: exampleRevoke().iat + 1 })],
    ['revoke', 'a key that is none', exampleRevoke({ keys: ['k1'] })],
    ['revoke', 'a key twice', exampleRevoke({ keys: [signerOf('a').keyId, signerOf('a').keyId] })],
    ['revoke', 'an order that is none', exampleRevoke({ orders: ['o1'] })],
    ['order', 'an id of another form', exampleOrder({ id: 'o1' })],
    ['order', 'an operator of another form', exampleOrder({ op: 'ann' })],
    ['order', 'no targets', exampleOrder({ targets: { hash: 'ab'.repeat(32), count: 0 } })],
    ['order', 'targets without a hash', exampleOrder({ targets: { hash: 'AB'.repeat(32), count: 1 } })],
    ['order', 'another class', exampleOrder({ class: 'harmless' as never })],
    ['order', 'a reason of two lines', exampleOrder({ reason: 'a\nb' })],
    ['order', 'a long reason', exampleOrder({ reason: 'x'.repeat(501) })],
    ['order', 'no steps', steps()],
    ['order', '17 steps', steps(...Array.from({ length: 17 }, () => step))],
    ['order', 'steps that are no list', action({ kind: 'script', steps: { length: 1 } })],
    ['order', 'an unknown deed', action({ kind: 'format' })],
    ['order', 'a deed with a field more', action({ kind: 'trust-refresh', more: 1 })],
    ['order', 'a unit that is an option', action({ kind: 'unit-restart', unit: '--all' })],
    ['order', 'a unit that is a path', action({ kind: 'unit-restart', unit: '../x' })],
    ['order', 'a notice of years', action({ kind: 'reboot', notice: 86_401 })],
    ['order', 'an update to no version', action({ ...update, version: 'newest' })],
    ['order', 'an update without a size', action({ ...update, size: 0 })],
    ['order', 'a script and a raw one', what({ script, raw })],
    ['order', 'neither', what({})],
    ['order', 'an interpreter by path', what({ raw: { ...raw, interpreter: '/bin/sh' } })],
    ['order', 'a raw script of more than 128 KiB', what({ raw: { ...raw, size: 131_073 } })],
    ['order', 'a run as an option', what({ raw: { ...raw, runAs: '-root' } })],
    ['order', 'a script by path', what({ script: { ...script, name: '../list' } })],
    ['order', 'an unknown mode', steps({ ...step, mode: 'force' })],
    ['order', 'a first step with a condition', steps({ ...step, when: { step: 0, exits: [0] } })],
    ['order', 'a condition on a later step', steps(step, { ...step, when: { step: 1, exits: [0] } })],
    ['order', 'a condition without codes', steps(step, { ...step, when: { step: 0, exits: [] } })],
    ['order', 'a code twice', steps(step, { ...step, when: { step: 0, exits: [1, 1] } })],
    ['order', 'a code beyond 255', steps(step, { ...step, when: { step: 0, exits: [256] } })],
    ['order', 'a parameter with another name', steps({ ...step, parameters: { 'P-1': 1 } })],
    ['order', '33 parameters', steps({ ...step, parameters: manyNames })],
    ['order', 'a list as a value', steps({ ...step, parameters: { a: [] } })],
    ['order', 'a value of more than 8 KiB', steps({ ...step, parameters: { a: 'x'.repeat(8_193) } })],
    ['order', 'a secret in the open', steps({ ...step, secrets: { a: 'horse' } })],
    ['order', 'a secret that is a parameter too', steps({ ...step, secrets: { path: 'ab'.repeat(32) } })],
    ['script', 'no program', scriptWith({ programs: {} })],
    ['script', 'a program for nothing', scriptWith({ programs: { amiga: program } as never })],
    ['script', 'an empty body', scriptWith({ programs: { linux: { ...program, size: 0 } } })],
    [
      'script',
      'a parameter twice',
      scriptWith({ parameters: [exampleScript().parameters[0]!, exampleScript().parameters[0]!] }),
    ],
    [
      'script',
      'a code that means two things',
      scriptWith({ exits: { done: [0], notApplicable: [0], rebootNeeded: [] } }),
    ],
    ['script', 'no time', scriptWith({ timeout: 0 })],
    ['script', 'a run as nobody in particular', scriptWith({ runAs: '' })],
    ['script', 'little output', scriptWith({ output: 1_023 })],
    ['script', 'a title with a line break', scriptWith({ title: 'a\nb' })],
    ['standing', 'an unknown trigger', exampleStanding({ trigger: { kind: 'event' } as never })],
    ['standing', 'a severity of its own', exampleStanding({ trigger: { ...rule, severity: 'info' } as never })],
    ['standing', 'a rule without a slug', ofRule({ id: 'Disk' })],
    ['standing', 'a condition that is no object', ofRule({ when: [] })],
    ['standing', 'a condition of more than 4 KiB', ofRule({ when: { a: 'x'.repeat(4_096) } })],
    ['standing', 'a rule for months', ofRule({ for: 2_678_400_001 })],
    ['standing', 'a zone that is a path', byClock({ zone: '../etc/passwd' })],
    ['standing', 'what to do with a missed time', byClock({ missed: 'maybe' })],
    ['standing', 'no selector', exampleStanding({ selector: '' })],
    ['standing', 'a selector of spaces', exampleStanding({ selector: '  ' })],
    ['standing', 'a selector that cannot be read', exampleStanding({ selector: 'a=' })],
    ['standing', 'a selector with a tabulator', exampleStanding({ selector: 'a=b,\tc=d' })],
    ['standing', 'other letters without quotes', exampleStanding({ selector: 'site=Zürich' })],
    ['standing', 'a selector of more than 1,024 characters', exampleStanding({ selector: `a=${'b'.repeat(1_023)}` })],
    ['standing', 'a selector by system', exampleStanding({ selector: 'a=b, not (os=linux)' })],
    ['standing', 'a selector by kind', exampleStanding({ selector: 'has kind' })],
    ['standing', 'no runs', caps({ perHour: 0 })],
    ['standing', 'a cool-down of weeks', caps({ coolDown: 604_801 })],
    ['standing', 'a long name', exampleStanding({ name: 'x'.repeat(65) })],
    ['receipt', 'of what is no device', exampleReceipt({ device: 'd1' as never })],
    ['receipt', 'the first after another', exampleReceipt({ seq: 1 })],
    ['receipt', 'a later one after none', exampleReceipt({ previous: null })],
    ['receipt', 'a refusal without a code', exampleReceipt({ outcome: 'refused' })],
    ['receipt', 'a code without a refusal', exampleReceipt({ code: 'replay' })],
    ['receipt', 'a code of another form', exampleReceipt({ outcome: 'refused', code: 'No!' })],
    ['receipt', 'an unknown outcome', exampleReceipt({ outcome: 'fine' as never })],
    ['receipt', 'a firing by somebody', exampleReceipt({ firing: { kind: 'collector' } as never })],
    ['receipt', 'a firing with a severity of its own', exampleReceipt({ firing: { ...ruleFiring, severity: 'info' } })],
    ['receipt', 'a 17th step', exampleReceipt({ steps: [{ ...stepReceipt, step: 16 }] })],
    ['receipt', 'an exit beyond all', exampleReceipt({ steps: [{ ...stepReceipt, exit: 2 ** 32 }] })],
    [
      'receipt',
      'more output than is kept',
      exampleReceipt({ output: { ...exampleReceipt().output, kept: 1_048_577 } }),
    ],
  ])('%s: %s', (type, _name, value) => {
    expect(() => readers[type](value)).toThrow(refused('fields'));
  });
});

describe('a line of cron', () => {
  const ones = '* * * * *|*/5 0-23/2 1,15,31 1-12 0-7|59 23 31 12 7|00 07 1 1 1|1-1 * * * *';
  test.each(ones.split('|'))('%j is one', (cron) => {
    expect(readStanding(byClock({ cron })).trigger).toMatchObject({ cron });
  });
  const wrong =
    '|* * * *|* * * * * *|*  * * * *| * * * * *|60 * * * *|* 24 * * *|* * 0 * *|* * 32 * *|* * * 13 *|* * * * 8|* * * * MON|' +
    `5-1 * * * *|5/2 * * * *|*/0 * * * *|1, * * * *|-1 * * * *|@daily|001 * * * *|${'1,'.repeat(80)}1 * * * *`;
  test.each(wrong.split('|'))('%j is none', (cron) => {
    expect(() => readStanding(byClock({ cron }))).toThrow(refused('fields'));
  });
});

test('an action is an object', () => {
  for (const value of [null, 'reboot', []]) expect(() => readAction(value)).toThrow(refused('fields'));
});

test('a selector is asked of the grant alone', () => {
  const grant = { site: 'Zürich', labels: { env: 'lab', os: 'linux' } };
  for (const right of ['has site', 'site="Zürich"', 'env=lab', 'env in (a,lab), not has x', 'x!=y and (site="Zürich")'])
    expect(fits(right, grant)).toBe(true);
  for (const wrong of ['site=Bern', 'has x', 'env=Lab', 'not env=lab']) expect(fits(wrong, grant)).toBe(false);
});
