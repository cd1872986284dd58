import { describe, expect, test } from 'vitest';
import { type Envelope, pae } from '../envelope.ts';
import { signed, signerOf } from '../example.fixture.ts';
import {
  allBodies,
  day,
  exampleFresh,
  exampleHeld,
  exampleOrder,
  exampleScript,
  exampleStanding,
  exampleStep,
  firingQuestion,
  hashOf,
  maintenanceRoot,
  noon,
  orderId,
  orderQuestion,
  revokedId,
  zurichGrant,
  rawStep,
  sealingSeed,
  sha256,
  bytesOf,
  bodies,
  standingQuestion,
} from '../maintenance.fixture.ts';
import { sealingKeyOf } from '../keys.ts';
import { commit, seal } from '../sealed.ts';
import { TrustError } from '../errors.ts';
import type { OrderStatement, Step } from '../statements.ts';
import { hear } from './hearing.ts';
import { jobOf } from './job.ts';
import { parameters, scriptStatement } from './script-checks.ts';
import { fits } from './time-checks.ts';
import { accept, type Held, type Question, type StepJob } from './accept.ts';
import { checks } from './checks.ts';

const steps = (...all: readonly Step[]) => ({ action: { kind: 'script', steps: all } as const });
const solo = maintenanceRoot({ policy: { solo: true, freshness: 14, bulk: 3 } });
const code = (question: Question, held: Partial<Held> = {}) => {
  const verdict = accept(question, exampleHeld(held));
  return verdict.verdict === 'refused' ? verdict.code : verdict.verdict;
};
function jobs(question: Question, held: Partial<Held> = {}): readonly StepJob[] {
  const verdict = accept(question, exampleHeld(held));
  if (verdict.verdict !== 'accepted' || verdict.job?.kind !== 'script') throw new Error(JSON.stringify(verdict));
  return verdict.job.steps;
}

test('the checks are those of the security model, in its order', () => {
  const own = ['firing', 'revoked-order'];
  expect(
    checks
      .map(({ name }) => name)
      .filter((name) => !own.includes(name))
      .join(' '),
  ).toBe(
    'size b64 type key signature revoked key-expired json canonical fields version tenant root rev fresh iat nbf exp ' +
      'window target-id target-host selector class quorum scope script-hash script-statement parameters lock rate replay',
  );
});

test('what is accepted says all there is to know to run it', () => {
  const list = exampleScript();
  const given = { path: '/srv', force: true, level: 'high' } as const;
  const when = { step: 0, exits: [0] } as const;
  const question = orderQuestion(
    steps(exampleStep(list, { parameters: given }), exampleStep(list, { mode: 'check', when })),
  );
  expect(accept(question, exampleHeld())).toMatchObject({
    verdict: 'accepted',
    hash: hashOf(JSON.parse(Buffer.from((question.envelope as Envelope).payload, 'base64').toString()) as object),
    class: 'read',
    dangers: [],
    floor: noon - 60_000,
  });
  expect(jobs(question)).toEqual([
    {
      step: 0,
      name: 'list@4',
      mode: 'run',
      program: list.programs.linux,
      argv: ['--path=/srv', '--count=10', '--force=true', '--level=high'],
      env: {
        FETTLE_MODE: 'run',
        FETTLE_P_PATH: '/srv',
        FETTLE_P_COUNT: '10',
        FETTLE_P_FORCE: 'true',
        FETTLE_P_LEVEL: 'high',
      },
      secrets: [],
      timeout: 60,
      runAs: 'system',
      exits: list.exits,
      output: 65_536,
      when: null,
    },
    expect.objectContaining({ step: 1, mode: 'check', when, argv: ['--path=/tmp', '--count=10'] }),
  ]);
});

test('a script of nobody runs as the order says', () => {
  const question = orderQuestion({ ...steps(rawStep), class: 'dangerous' }, 'ann', 'ben');
  expect(jobs(question)).toEqual([
    expect.objectContaining({
      name: 'raw',
      argv: [],
      timeout: 30,
      runAs: 'nobody',
      output: 1_048_576,
      exits: { done: [0], notApplicable: [], rebootNeeded: [] },
    }),
  ]);
  expect(accept(question, exampleHeld())).toMatchObject({ class: 'dangerous', dangers: ['raw'] });
});

test('secrets go into the environment alone, and are told for masking', () => {
  const { salt, commitment } = commit('correct horse');
  const sealed = seal({ secrets: { '0.password': { salt, value: 'correct horse' } } }, sealingKeyOf(sealingSeed));
  const question = {
    ...orderQuestion(steps(exampleStep(exampleScript(), { secrets: { password: commitment } }))),
    sealed,
  };
  const [job] = jobs(question);
  expect(job?.env['FETTLE_P_PASSWORD']).toBe('correct horse');
  expect(job?.secrets).toEqual(['correct horse']);
  expect(job?.argv.join(' ')).not.toContain('horse');
  expect(code(question, { sealingKey: null })).toBe('parameters');
});

test('each deed is what is run of it', () => {
  const deed = { kind: 'unit-restart', unit: 'ssh' } as const;
  expect(accept(orderQuestion({ action: deed, class: 'change' }), exampleHeld())).toMatchObject({ job: deed });
  expect(accept(standingQuestion(), exampleHeld())).toMatchObject({ job: null, verdict: 'accepted' });
});

describe('a device takes the program', () => {
  const { linux, windows } = exampleScript().programs;
  const openwrt = { ...linux!, interpreter: 'bash' } as const;
  const on = (platform: 'linux' | 'openwrt' | 'windows' | 'freebsd', programs: object) => {
    const script = exampleScript('list', { programs });
    const question = { ...orderQuestion(steps(exampleStep(script))), scripts: [signed('script', script, 'pia')] };
    const all = new Map([...allBodies, [sha256(bytesOf('ls')), bytesOf('ls')]]);
    const held = { device: { ...exampleHeld().device, platform } };
    const verdict = accept({ ...question, bodies: all }, exampleHeld(held));
    return verdict.verdict === 'accepted' && verdict.job?.kind === 'script' ? verdict.job.steps[0]?.program : verdict;
  };
  test('of its platform', () => {
    expect(on('windows', { linux, windows })).toEqual(windows);
    expect(on('openwrt', { linux, openwrt })).toEqual(openwrt);
    expect(on('openwrt', { linux })).toEqual(linux);
    expect(on('freebsd', { linux })).toMatchObject({ code: 'script-statement' });
    expect(on('openwrt', { windows })).toMatchObject({ code: 'script-statement' });
  });
});

describe('time', () => {
  test('a clock that is behind is put right by what was signed', () => {
    expect(code(orderQuestion(), { now: 0, floor: 0, boot: 0 })).toBe('accepted');
    expect(code(orderQuestion({ nbf: noon - 59_999 }), { now: 0, floor: 0 })).toBe('nbf');
    expect(code(orderQuestion(), { now: 0, floor: noon + day })).toBe('exp');
  });
  test('the floor rises with what is accepted, never beyond freshness', () => {
    const floor = (held: Partial<Held>) => {
      const verdict = accept(standingQuestion({ class: 'read' }), exampleHeld(held));
      return verdict.verdict === 'accepted' ? verdict.floor : verdict;
    };
    expect(floor({ floor: 5 })).toBe(noon - day);
    expect(floor({ floor: noon })).toBe(noon);
    expect(floor({ floor: 5, fresh: exampleFresh({ iat: 0, until: 10 }) })).toBe(10);
    expect(floor({ floor: 5, fresh: null })).toBe(5);
  });
  test('a root that is over is not fresh', () => {
    expect(code(orderQuestion(), { root: maintenanceRoot({ expires: noon }) })).toBe('fresh');
  });
  test('without freshness nothing is from a time to come, but for what reads', () => {
    const reading = { class: 'read', steps: [exampleStep()], iat: noon + 1, exp: noon + day } as const;
    expect(code(standingQuestion(reading), { fresh: null })).toBe('iat');
    expect(code(standingQuestion({ ...reading, iat: noon }), { fresh: null })).toBe('accepted');
  });
});

describe('where one person is enough, what is dangerous waits', () => {
  const question = orderQuestion({ ...steps(rawStep), class: 'dangerous' });
  const hash = hashOf(exampleOrder({ ...steps(rawStep), class: 'dangerous' }));
  const seenAt = (firstSight: number | null, now = noon) =>
    accept(question, exampleHeld({ root: solo, now, firstSight: (one) => (one === hash ? firstSight : null) }));
  test('ten minutes from its first sight', () => {
    expect(seenAt(null)).toEqual({ verdict: 'waiting', until: noon + 600_000, hash, order: orderId });
    expect(seenAt(noon - 599_999)).toMatchObject({ verdict: 'waiting', until: noon + 1 });
    expect(seenAt(noon - 600_000)).toMatchObject({ verdict: 'accepted' });
  });
  test('by the clock and not by the floor', () => {
    const held = exampleHeld({ root: solo, floor: noon + day - 1, firstSight: () => noon - 1 });
    expect(accept(question, held)).toMatchObject({ verdict: 'waiting' });
  });
  test('and what is not dangerous does not', () => {
    expect(code(orderQuestion(), { root: solo })).toBe('accepted');
    expect(code(standingQuestion({ class: 'dangerous', steps: [rawStep] }, 'ann'), { root: solo })).toBe('accepted');
  });
});

describe('a firing', () => {
  const run = (ago: number, failed: boolean, ended: number | null = noon - ago) => ({
    started: noon - ago,
    ended,
    failed,
  });
  const after = (...runs: ReturnType<typeof run>[]): Partial<Held> => ({
    history: () => ({ version: 2, runs, due: null }),
  });
  const clock = { kind: 'clock', cron: '* * * * *', zone: 'device', jitter: 0, missed: 'run' } as const;
  const due = (time: number) => ({
    ...firingQuestion({ trigger: clock }),
    firing: { kind: 'clock', due: time } as const,
  });
  test('is bounded by its caps', () => {
    expect(code(firingQuestion(), after())).toBe('accepted');
    expect(code(firingQuestion(), after(run(600_000, false)))).toBe('accepted');
    expect(code(firingQuestion(), after(run(599_999, false)))).toBe('rate');
    expect(code(firingQuestion(), after(run(5 * day, false, null)))).toBe('rate');
    expect(code(firingQuestion(), after(run(2 * day, true), run(day, true)))).toBe('rate');
    expect(code(firingQuestion(), after(run(3 * day, true), run(2 * day, false), run(day, true)))).toBe('accepted');
    expect(code(firingQuestion(), after(run(3_600_000, false), run(3_000_000, false), run(600_000, false)))).toBe(
      'accepted',
    );
    expect(code(firingQuestion(), after(run(3_599_999, false), run(3_000_000, false), run(600_000, false)))).toBe(
      'rate',
    );
  });
  test('after the start waits only where a rule fires it', () => {
    expect(code(firingQuestion(), { boot: noon - 900_000 })).toBe('accepted');
    expect(code(firingQuestion(), { boot: noon - 899_999 })).toBe('rate');
    expect(code(due(noon), { boot: noon - 1 })).toBe('accepted');
  });
  test('by the clock is run once for each time', () => {
    const held = { history: () => ({ version: 2, runs: [], due: noon - 60_000 }) };
    expect(code(due(noon), held)).toBe('accepted');
    expect(code(due(noon - 60_000), held)).toBe('replay');
    expect(code(due(noon + 1), held)).toBe('nbf');
    expect(code(due(noon), { history: () => ({ version: 2, runs: [], due: null }) })).toBe('accepted');
  });
  test('is of the version that is held or a newer one', () => {
    const held = (version: number) => ({
      history: () => ({ version, runs: [run(day, true), run(day, true)], due: null }),
    });
    expect([1, 2, 3].map((version) => code(firingQuestion(), held(version)))).toEqual(['accepted', 'rate', 'replay']);
    expect([1, 2, 3].map((version) => code(standingQuestion(), held(version)))).toEqual([
      'accepted',
      'replay',
      'replay',
    ]);
  });
  test('needs a severity that is enough', () => {
    const trigger = { ...exampleStanding().trigger, severity: 'critical' } as const;
    const at = (severity: 'warning' | 'critical') => ({
      ...firingQuestion({ trigger: trigger as never }),
      firing: { kind: 'rule', rule: 'disk-full', instance: '/', severity, since: 0 } as const,
    });
    expect([code(at('warning')), code(at('critical'))]).toEqual(['fields', 'accepted']);
  });
});

describe('what lies beside an order', () => {
  test('is not stumbled over', () => {
    const question = orderQuestion();
    const scripts = [null, 1, { payload: '*' }, signed('order', exampleOrder(), 'ann'), ...question.scripts];
    expect(code({ ...question, scripts, sealed: { v: 9 } })).toBe('accepted');
  });
  test('is taken apart no more than the order needs', () => {
    const broken = signed('script', { ...exampleScript(), more: 1 }, 'pia');
    const step = exampleStep({ ...exampleScript(), more: 1 } as never);
    expect(code({ ...orderQuestion(steps(step)), scripts: [broken] })).toBe('script-statement');
    expect(code({ ...orderQuestion(), bodies: new Map([[sha256(bytesOf(bodies.list)), bytesOf('ls')]]) })).toBe(
      'script-hash',
    );
  });
});

test('what is no envelope is refused', () => {
  for (const envelope of [null, 1, 'x', [], {}, { payload: '', payloadType: '', signatures: [null] }])
    expect(code({ ...orderQuestion(), envelope })).toBe('fields');
});

test('a payload that is no object is refused', () => {
  for (const [payload, expected] of [
    ['null', 'fields'],
    ['[]', 'fields'],
    ['{}', 'version'],
    ['{"v":2}', 'version'],
    ['', 'json'],
    ['{"v":1}', 'fields'],
  ] as const) {
    const envelope = signed('order', exampleOrder(), 'ann');
    expect([payload, code({ ...orderQuestion(), envelope: resigned(envelope, payload) })]).toEqual([payload, expected]);
  }
});

test('what breaks is no refusal', () => {
  const held = exampleHeld({
    seen: () => {
      throw new RangeError('the disk');
    },
  });
  expect(() => accept(orderQuestion(), held)).toThrow(RangeError);
});

function resigned(envelope: Envelope, payload: string): Envelope {
  const bytes = bytesOf(payload);
  const { payloadType } = envelope;
  const signature = signerOf('ann');
  return {
    payload: Buffer.from(bytes).toString('base64'),
    payloadType,
    signatures: [
      { keyid: signature.keyId, sig: Buffer.from(signature.sign(pae(payloadType, bytes))).toString('base64') },
    ],
  };
}

describe('each check refuses by itself', () => {
  const envelope = (change: (one: Envelope) => object) => {
    const question = orderQuestion();
    const own = question.envelope as Envelope;
    return { ...question, envelope: { ...own, ...change(own) } };
  };
  const order = (change: Partial<OrderStatement>, ...names: string[]) => orderQuestion(change, ...names);
  const of = (name: string) => signerOf(name).keyId;
  const path = orderQuestion().path;
  const script = (change: object) => ({
    ...orderQuestion(steps(exampleStep(exampleScript('list', change)))),
    scripts: [signed('script', exampleScript('list', change), 'pia')],
  });
  const { list } = bodies;
  const secret = steps(exampleStep(exampleScript(), { secrets: { password: 'ab'.repeat(32) } }));
  test.each<[string, string, Question, Partial<Held>?]>([
    ['size', 'a long payload', envelope(() => ({ payload: 'A'.repeat(65_537) }))],
    ['b64', 'another alphabet', envelope(({ payload }) => ({ payload: `${payload}-` }))],
    ['type', 'another type', envelope(() => ({ payloadType: 'x' }))],
    ['key', 'nobody', envelope(() => ({ signatures: [] }))],
    ['signature', 'for another', envelope(() => ({ signatures: signed('grant', {}, 'ann').signatures }))],
    ['revoked', 'the key', order({}, 'ann', 'gone')],
    ['revoked', 'the id', order({ id: revokedId })],
    ['revoked', 'the stop switch', order({ iat: noon - 31 * day })],
    ['key-expired', 'its end', order({}, 'late', 'ann')],
    [
      'canonical',
      'white space',
      { ...orderQuestion(), envelope: resigned(signed('order', exampleOrder(), 'ann'), '{ }') },
    ],
    ['tenant', 'another', order({ tenant: '0'.repeat(26) })],
    ['root', 'older', order({ root: 1 })],
    ['root', 'newer', standingQuestion({ root: 3 })],
    ['rev', 'newer', order({ rev: 2 })],
    ['rev', 'nothing was revoked', orderQuestion(), { revoke: null }],
    ['window', 'long', order({ exp: noon + 91 * day })],
    ['target-id', 'another', { ...orderQuestion(), path: { ...path, index: 1 - path.index } }],
    ['target-host', 'another', orderQuestion(), { device: { ...exampleHeld().device, host: 'db-9.example' } }],
    ['selector', 'another site', standingQuestion({ selector: 'site=Bern' })],
    ['selector', 'no grant', standingQuestion(), { grant: null }],
    [
      'selector',
      'another’s grant',
      standingQuestion(),
      { grant: zurichGrant({ device: `d${'0'.repeat(26)}` as never }) },
    ],
    ['class', 'critical', orderQuestion(), { grant: zurichGrant({ labels: { critical: 'true' } }) }],
    ['quorum', 'not the one it names', order({ op: of('oleg') })],
    ['quorum', 'no operator', order({ op: of('ben') }, 'ben')],
    ['quorum', 'one of two', order({ class: 'dangerous' })],
    ['scope', 'another site', order({ op: of('bern') }, 'bern')],
    ['script-hash', 'no statement', { ...orderQuestion(), scripts: [] }],
    ['script-hash', 'no body', { ...orderQuestion(), bodies: new Map() }],
    [
      'script-hash',
      'another body',
      { ...orderQuestion(), bodies: new Map([[sha256(bytesOf(list)), bytesOf(list.replace('ls', 'rm'))]]) },
    ],
    ['script-statement', 'no publisher', { ...orderQuestion(), scripts: [signed('script', exampleScript(), 'ann')] }],
    ['script-statement', 'another type', { ...orderQuestion(), scripts: [signed('grant', exampleScript(), 'pia')] }],
    ['script-statement', 'another form', script({ more: 1 })],
    ['script-statement', 'another name', { ...script({}), ...named({ name: 'other' }) }],
    ['script-statement', 'another version', { ...script({}), ...named({ version: 9 }) }],
    ['script-statement', 'no dry run', { ...script({ check: false }), ...inMode('check', { check: false }) }],
    ['script-statement', 'no undoing', { ...script({}), ...inMode('undo', {}) }],
    [
      'script-statement',
      'a dry run of nobody’s',
      order({ ...steps({ ...rawStep, mode: 'check' }), class: 'dangerous' }, 'ann', 'ben'),
    ],
    ['fresh', 'never confirmed', orderQuestion(), { fresh: null }],
    ['parameters', 'no secret', orderQuestion(secret)],
    ['parameters', 'a secret in no box', { ...orderQuestion(secret), sealed: { v: 9 } }],
    ['parameters', 'missing', orderQuestion(steps(exampleStep(exampleScript(), { parameters: {} })))],
    ['lock', 'locked', orderQuestion(), { locked: true }],
    ['rate', '120 in an hour', orderQuestion(), { begun: Array.from({ length: 120 }, () => noon - 3_599_999) }],
    ['replay', 'begun before', orderQuestion(), { seen: (id) => id === orderId }],
    ['exp', 'over by its own word', firingQuestion({ enabled: false })],
    ['fields', 'by the clock', { ...firingQuestion(), firing: { kind: 'clock', due: noon } }],
  ])('%s: %s', (expected, _name, question, held = {}) => {
    expect(code(question, held)).toBe(expected);
  });
  test('and not before its bound', () => {
    const begun = [noon - 3_600_000, ...Array.from({ length: 119 }, () => noon)];
    expect(code(orderQuestion(), { begun })).toBe('accepted');
    expect(code(orderQuestion({ rev: 0 }), { revoke: null })).toBe('accepted');
  });

  function named(change: object) {
    const step = exampleStep();
    return {
      envelope: signed(
        'order',
        exampleOrder(
          steps({ ...step, what: { script: { ...('script' in step.what && step.what.script), ...change } as never } }),
        ),
        'ann',
      ),
    };
  }
  function inMode(mode: 'check' | 'undo', change: object) {
    return {
      envelope: signed('order', exampleOrder(steps(exampleStep(exampleScript('list', change), { mode }))), 'ann'),
    };
  }
});

/** What earlier checks make impossible is no reason to run anything. */
test('checks do not lean on each other', () => {
  const bare = {
    ...orderQuestion(steps(exampleStep(exampleScript(), { secrets: { password: 'ab'.repeat(32) } }))),
    scripts: [],
  };
  const hearing = () => hear(bare, exampleHeld());
  expect(() => jobOf(hearing())).toThrow('nothing fits');
  const whole = hear({ ...bare, scripts: orderQuestion().scripts }, exampleHeld());
  expect(jobOf(whole)).toMatchObject({ steps: [{ secrets: [] }] });
  expect(() => parameters(hearing())).toThrow(TrustError);
  expect(() => scriptStatement(hearing())).toThrow(TrustError);
  expect(() => fits(hearing())).not.toThrow();
  const empty = hear(standingQuestion(), exampleHeld());
  expect([empty.bodies.size, empty.scripts().size, empty.secrets()]).toEqual([0, 0, {}]);
});
