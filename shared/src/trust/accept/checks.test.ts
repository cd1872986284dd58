import { describe, expect, test } from 'vitest';
import { type Envelope, pae } from '../envelope.ts';
import { signed, signerOf } from '../example.fixture.ts';
import {
  day,
  exampleHeld,
  exampleOrder,
  exampleScript,
  exampleStep,
  firingQuestion,
  noon,
  orderId,
  orderQuestion,
  revokedId,
  zurichGrant,
  rawStep,
  sha256,
  bytesOf,
  bodies,
  standingQuestion,
} from '../maintenance.fixture.ts';
import { TrustError } from '../errors.ts';
import type { OrderStatement, Step } from '../statements.ts';
import { hear } from './hearing.ts';
import { jobOf } from './job.ts';
import { parameters, scriptStatement } from './script-checks.ts';
import { fits } from './time-checks.ts';
import { accept, type Held, type Question } from './accept.ts';

const steps = (...all: readonly Step[]) => ({ action: { kind: 'script', steps: all } as const });
const code = (question: Question, held: Partial<Held> = {}) => {
  const verdict = accept(question, exampleHeld(held));
  return verdict.verdict === 'refused' ? verdict.code : verdict.verdict;
};
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
