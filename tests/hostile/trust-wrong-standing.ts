/** Standing orders and firings that are validly signed and wrong in one thing, and right ones. */
import type { Held, History, Question } from '@fettle/shared/trust/accept/accept';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signed } from '@fettle/shared/trust/example.fixture';
import {
  day,
  exampleScript,
  exampleStep,
  maintenanceRoot,
  neighbour,
  rawStep,
  revokedId,
  zurichGrant,
} from '@fettle/shared/trust/maintenance.fixture';
import type { StandingStatement } from '@fettle/shared/trust/statements';
import { bogus, idOf, type Maker } from './trust-maker.ts';
import type { Expected, Scene } from './trust-scene.ts';

type Change = Partial<StandingStatement>;
const maker = (
  kind: 'standing' | 'firing',
  check: string | null,
  expected: Expected,
  what: string,
  change: Change | ((scene: Scene) => Change),
  names?: readonly string[],
  held?: (scene: Scene) => Partial<Held>,
): Maker => ({
  what: `${kind === 'standing' ? 'standing order' : 'firing'}: ${what}`,
  check,
  expected,
  make: (scene) => ({
    question: scene[kind](typeof change === 'function' ? change(scene) : change, names),
    ...(held && { held: held(scene) }),
  }),
});
/** Refused when it comes, and if it had been kept before, when it fires. */
const both = (check: Expected, what: string, change: Change | ((scene: Scene) => Change), names?: readonly string[]) =>
  (['standing', 'firing'] as const).map((kind) => maker(kind, check, check, what, change, names));
const here = (check: Expected, what: string, held: (scene: Scene) => Partial<Held>, change: Change = {}): Maker =>
  maker('firing', check, check, what, change, undefined, held);

const run = (started: number, failed = false) => ({ started, ended: started + 1_000, failed });
const after = (history: (scene: Scene) => Partial<History>) => (scene: Scene) => ({
  history: () => ({ version: 2, runs: [], due: null, ...history(scene) }),
});
const cron: StandingStatement['trigger'] = {
  kind: 'clock',
  cron: '0 3 * * *',
  zone: 'device',
  jitter: 0,
  missed: 'skip',
};

/** The question with something else beside it or in its envelope. */
const altered = (one: Maker, alter: (question: Question, scene: Scene) => Question): Maker => ({
  ...one,
  make: (scene) => {
    const made = one.make(scene);
    return { ...made, question: alter(made.question, scene) };
  },
});
const byClock = (due: (scene: Scene) => number) => (question: Question, scene: Scene) =>
  question.kind === 'firing' ? { ...question, firing: { kind: 'clock', due: due(scene) } as const } : question;

const signers: readonly Maker[] = [
  ...both('key', 'signed by an enroller', {}, ['dora']),
  ...both('revoked', 'by a revoked key', { op: idOf('gone') }, ['gone', 'ben']),
  ...both('key-expired', 'by a key whose time is over', { op: idOf('late') }, ['late', 'ben']),
  ...both('quorum', 'by an operator only', {}, ['ann']),
  ...both('quorum', 'by one person with two keys', {}, ['ann', 'ann2']),
  ...both('quorum', 'by an approver only', { op: idOf('ben') }, ['ben', 'cleo']),
  ...both('scope', 'by an operator of another site', { op: idOf('bern') }, ['bern', 'ben']),
  altered(maker('standing', 'size', 'size', '17 signatures', {}), (question) => {
    const envelope = question.envelope as Envelope;
    const more = Array.from({ length: 15 }, () => bogus('k'));
    return { ...question, envelope: { ...envelope, signatures: [...envelope.signatures, ...more] } };
  }),
  altered(maker('standing', 'type', 'type', 'what is an order', {}), (question, scene) => ({
    ...question,
    envelope: signed('order', scene.orderStatement(), 'ann', 'ben'),
  })),
];

const contents: readonly Maker[] = [
  ...both('fields', 'no selector', { selector: ' ' }),
  ...both('fields', 'a selector over what no grant says', { selector: 'os=linux' }),
  ...both('fields', 'an unknown trigger', { trigger: { kind: 'collector' } as never }),
  ...both('fields', 'a day that does not exist', { trigger: { ...cron, cron: '0 3 32 * *' } }),
  ...both('version', 'of a later form', { v: 2 as never }),
  ...both('tenant', 'of another tenant', (scene) => ({ tenant: scene.random.id() })),
  ...both('root', 'under a root to come', { root: 3 }),
  ...both('rev', 'after revocations that are not here', { rev: 2 }),
  ...['standing' as const, 'firing' as const].map((kind) =>
    maker(kind, 'revoked-order', 'revoked', 'revoked by its id', { id: revokedId }),
  ),
  maker('firing', 'revoked-order', 'revoked', 'signed before the stop switch', (scene) => ({
    iat: scene.now - 31 * day,
  })),
  ...both('iat', 'signed after freshness ends', (scene) => ({ iat: scene.now + 14 * day, exp: scene.now + 15 * day })),
  ...both('exp', 'its time is over', (scene) => ({ exp: scene.now })),
  ...both('window', 'good for more than 90 days', (scene) => ({ exp: scene.now + 90 * day })),
  ...both('selector', 'for another site', { selector: 'site=Bern' }),
  ...both('selector', 'for a label that this has not', { selector: 'has role' }),
  ...both('selector', 'for all but these', { selector: 'not env=lab' }),
];

const devices: readonly Maker[] = [
  here('selector', 'a device without a grant', () => ({ grant: null })),
  here('selector', 'a grant of another device', () => ({ grant: zurichGrant({ device: neighbour.id }) })),
  here('fresh', 'freshness is over', (scene) => ({ now: scene.now + 14 * day })),
  maker('standing', 'fresh', 'fresh', 'no freshness was ever confirmed', {}, undefined, () => ({ fresh: null })),
  here('class', 'a critical device', () => ({ grant: zurichGrant({ labels: { env: 'lab', critical: 'true' } }) })),
  maker('firing', 'class', 'class', 'a change that was signed as reading', { class: 'read' }),
  maker('firing', 'class', 'class', 'a script of nobody, signed as a change', { steps: [rawStep] }),
  here('lock', 'a device that its owner has locked', () => ({ locked: true })),
  maker('firing', 'exp', 'exp', 'it says itself that it is over', { enabled: false }),
  altered(maker('firing', 'firing', 'fields', 'by another rule', {}), (question) =>
    question.kind === 'firing' ? { ...question, firing: { ...question.firing, rule: 'other' } as never } : question,
  ),
  altered(
    maker('firing', 'firing', 'fields', 'by the clock, where a rule fires it', {}),
    byClock((scene) => scene.now - 1),
  ),
  maker('firing', 'firing', 'fields', 'by a rule, where the clock fires it', { trigger: cron }),
  altered(
    maker('firing', 'nbf', 'nbf', 'by a time to come', { trigger: cron }),
    byClock((scene) => scene.now + 60_000),
  ),
  altered(maker('firing', 'script-hash', 'script-hash', 'without its script', {}), (question) =>
    question.kind === 'firing' ? { ...question, scripts: [] } : question,
  ),
  maker('firing', 'parameters', 'parameters', 'a parameter is missing', {
    steps: [exampleStep(exampleScript('clear'), { parameters: {} })],
  }),
];

const caps: readonly Maker[] = [
  here('rate', 'in the minutes after the start', (scene) => ({ boot: scene.now - 899_000 })),
  here(
    'rate',
    'while it runs',
    after((scene) => ({ runs: [{ ...run(scene.now - 5_000), ended: null }] })),
  ),
  here(
    'rate',
    'while it cools down',
    after((scene) => ({ runs: [run(scene.now - 600_000)] })),
  ),
  here(
    'rate',
    'too often within an hour',
    after((scene) => ({ runs: [3_500_000, 3_000_000, 1_000_000].map((ago) => run(scene.now - ago)) })),
  ),
  here(
    'rate',
    'after two failures in a row',
    after((scene) => ({ runs: [3, 2, 1].map((ago) => run(scene.now - ago * day, ago < 3)) })),
  ),
  here(
    'replay',
    'an older version than is held',
    after(() => ({ version: 3 })),
  ),
  maker(
    'standing',
    'replay',
    'replay',
    'a version that is held',
    {},
    undefined,
    after(() => ({ version: 2 })),
  ),
  altered(
    {
      ...here(
        'replay',
        'a time that was run for',
        after((scene) => ({ due: scene.now - 5 })),
      ),
      make: (scene) => ({
        question: scene.firing({ trigger: cron }),
        held: after((one) => ({ due: one.now - 5 }))(scene),
      }),
    },
    byClock((scene) => scene.now - scene.random.whole(5, 1_000)),
  ),
];

export const wrongStanding: readonly Maker[] = [...signers, ...contents, ...devices, ...caps];

const stale = () => ({ fresh: null });
const reading: Change = { class: 'read', steps: [exampleStep()] };

export const rightStanding: readonly Maker[] = [
  ...(['standing', 'firing'] as const).flatMap((kind) => [
    maker(kind, null, 'accepted', 'a change', {}),
    maker(kind, null, 'accepted', 'everything', { selector: 'has site' }),
    maker(kind, null, 'accepted', 'by three', { op: idOf('oleg') }, ['oleg', 'ben', 'cleo']),
    maker(kind, null, 'accepted', 'dangerous', { class: 'dangerous', steps: [rawStep] }),
    maker(kind, null, 'accepted', 'reading, where trust is stale', reading, undefined, stale),
    maker(kind, null, 'accepted', 'by one person, where that is enough', {}, ['oleg', 'ann'].slice(1), () => ({
      root: maintenanceRoot({ policy: { solo: true, freshness: 14, bulk: 3 } }),
    })),
  ]),
  maker('standing', null, 'accepted', 'that it is over, by one', { enabled: false }, ['ann']),
  maker(
    'firing',
    null,
    'accepted',
    'after runs that did not all fail',
    {},
    undefined,
    after((scene) => ({ runs: [run(scene.now - 3 * day, true), run(scene.now - 2 * day)] })),
  ),
  maker(
    'firing',
    null,
    'accepted',
    'signed anew after failures',
    { version: 3 },
    undefined,
    after((scene) => ({ runs: [2, 1].map((ago) => run(scene.now - ago * day, true)) })),
  ),
  altered(
    maker('firing', null, 'accepted', 'by the clock', { trigger: cron }, undefined, (scene) => ({ boot: scene.now })),
    byClock((scene) => scene.now - 1_000),
  ),
  maker(
    'firing',
    null,
    'waiting',
    'dangerous, by one person',
    { class: 'dangerous', steps: [rawStep] },
    ['ann'],
    () => ({
      root: maintenanceRoot({ policy: { solo: true, freshness: 14, bulk: 3 } }),
    }),
  ),
];
