/** What other implementations compare themselves with for maintenance; recorded under tests/golden/trust. */
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import {
  allBodies,
  day,
  device,
  exampleFresh,
  exampleOrder,
  exampleRevoke,
  exampleScript,
  exampleStanding,
  exampleStep,
  firstMaintenanceRoot,
  hashOf,
  maintenanceRoot,
  neighbour,
  publishedScripts,
  rawStep,
  sealingSeed,
  zurichGrant,
} from '@fettle/shared/trust/maintenance.fixture';
import { exampleReceipt } from '@fettle/shared/trust/receipt.fixture';
import { fits, readSelector } from '@fettle/shared/trust/scope';
import { sealingKeyOf } from '@fettle/shared/trust/keys';
import { commit, seal } from '@fettle/shared/trust/sealed';
import type { OrderStatement, Target } from '@fettle/shared/trust/statements';
import { pathOf, treeOf } from '@fettle/shared/trust/targets';
import { caseOf, controls, makers } from '../../hostile/trust-cases.ts';
import { examplePlace, heldAt, Random, Scene } from '../../hostile/trust-scene.ts';
import { asked, bodiesTold, hex, told } from './asked.ts';
import { outcome } from './outcome.ts';

function maintenance() {
  const all = {
    firstRoot: ['root', firstMaintenanceRoot(), ['ann', 'ben']],
    root: ['root', maintenanceRoot(), ['ann', 'cleo']],
    script: ['script', exampleScript(), ['pia']],
    order: ['order', exampleOrder(), ['ann', 'ben']],
    rawOrder: ['order', raw(), ['ann', 'ben']],
    standing: ['standing', exampleStanding(), ['ann', 'ben']],
    standingByClock: ['standing', byClock(), ['ann', 'cleo']],
    revoke: ['revoke', exampleRevoke(), ['cleo']],
    fresh: ['fresh', exampleFresh(), ['oleg']],
    grant: ['grant', zurichGrant(), ['dora']],
    receipt: ['receipt', exampleReceipt(), ['device']],
  } as const;
  return Object.fromEntries(
    Object.entries(all).map(([name, [type, statement, names]]) => [
      name,
      { hash: hashOf(statement), envelope: signed(type, statement, ...names) },
    ]),
  );
}

function raw(): OrderStatement {
  return exampleOrder({ action: { kind: 'script', steps: [rawStep] }, class: 'dangerous' });
}

function byClock() {
  const trigger = {
    kind: 'clock',
    cron: '*/15 3,4 1-7 * 1-5',
    zone: 'Europe/Zurich',
    jitter: 600,
    missed: 'run',
  } as const;
  return exampleStanding({ trigger, version: 1 });
}

function targets() {
  const named = (count: number): Target[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `d${signerOf(`target ${i}`).keyId.slice(1)}` as Target['id'],
      host: i === 0 ? 'zürich.example' : `host-${i}.example`,
    }));
  return [1, 2, 3, 5, 8, 13].map((count) => {
    const tree = treeOf(named(count));
    const paths = tree.targets.map(({ id, host }) => ({ id, host, path: pathOf(tree, id) }));
    return { count, hash: tree.hash, targets: paths };
  });
}

function sealed() {
  const random = new Random(1);
  const value = 'Zürich, „nicht so“ 🔒';
  const { salt, commitment } = commit(value, random.bytes(32));
  const secrets = { secrets: { '0.password': { salt, value }, '15.token': { salt, value: '' } } };
  const ephemeral = { key: random.bytes(32), nonce: random.bytes(12) };
  return {
    device: { privateKey: hex(sealingSeed), publicKey: toBase64(sealingKeyOf(sealingSeed)) },
    ephemeral: hex(ephemeral.key),
    plaintext: hex(canonicalBytes(secrets)),
    sealed: seal(secrets, sealingKeyOf(sealingSeed), ephemeral),
    commitment: { salt, value, commitment },
  };
}

/** Over the grant of `maintenance.json`; `fits` null: it cannot be read. */
function selectors() {
  const all = [
    'has site',
    'site="Zürich"',
    'site=Bern',
    'env=lab',
    'env!=lab',
    'x!=y',
    'env in (a,lab)',
    'env not in (lab)',
    'not env=lab',
    'not not env=lab',
    'env=lab, has x',
    'env=lab and (has site)',
    '"env"="lab"',
    '"\\"\\\\"!=a',

    'env="la\\b"',
    'site=Zürich',
    'os=linux',
    'has "kind"',
    '',
    '  ',
    'env=',
    'env lab',
    'env=lab,',
    '(env=lab',
    'and=b',

    '"and"=b',
    'env=lab or has x',
    'a=b\t',
    `${'('.repeat(31)}env=lab${')'.repeat(31)}`,
    `${'('.repeat(32)}a=b${')'.repeat(32)}`,

    `${'not '.repeat(31)}a=b`,
    `${'not '.repeat(32)}a=b`,
    `a=${'b'.repeat(1_022)}`,
    `a=${'b'.repeat(1_023)}`,
    'a=b/c:@+*-._',
  ];
  return all.map((selector) => ({
    selector,
    fits: outcome(() => readSelector(selector)) === 'accepted' ? fits(selector, zurichGrant()) : null,
  }));
}

function receipts() {
  const first = exampleReceipt({ seq: 1, previous: null });
  const second = exampleReceipt({ seq: 2, previous: hashOf(first), outcome: 'refused', code: 'replay', steps: [] });
  return [first, second].map((one) => ({ hash: hashOf(one), envelope: signed('receipt', one, 'device') }));
}

/** One case of each kind. What a case does not say is as in `device`, `scripts` and `bodies`; nothing is sealed. */
function orders() {
  const all = [...makers, ...controls].map((maker, i) => {
    const { what, question, held, expected } = caseOf(maker, new Scene(examplePlace, new Random(i)));
    return { what, expected, ...asked(question), ...(Object.keys(held).length > 0 && { held: told(held, question) }) };
  });
  return {
    device: told(heldAt(examplePlace), null),
    scripts: publishedScripts,
    bodies: bodiesTold(allBodies),
    cases: all,
  };
}

/** Orders, validly signed, each of a form that no reader takes. */
function forms() {
  const step = exampleStep();
  const of = (change: object) => exampleOrder({ action: { kind: 'script', steps: [{ ...step, ...change }] } as never });
  const order = (change: object) => exampleOrder(change);
  const wrong: readonly (readonly [string, object])[] = [
    ['an id of 25', order({ id: '0'.repeat(25) })],
    ['a letter that base 32 has not', order({ id: 'u'.repeat(26) })],
    ['true for a number', order({ seq: true })],
    ['a negative count', order({ seq: -1 })],
    ['a time beyond all', order({ exp: 8_640_000_000_000_001 })],
    ['version 0', order({ root: 0 })],
    ['a hash in capitals', order({ targets: { ...exampleOrder().targets, hash: 'AB'.repeat(32) } })],
    ['a million and one', order({ targets: { ...exampleOrder().targets, count: 1_000_001 } })],
    ['a reason with a direction mark', order({ reason: 'a\u202eb' })],
    ['a reason of 501', order({ reason: 'x'.repeat(501) })],
    ['a unit that is an option', order({ action: { kind: 'unit-restart', unit: '-x' } })],
    ['a unit and a line break', order({ action: { kind: 'unit-restart', unit: 'ssh\n' } })],
    [
      'digits of another script',
      order({ action: { kind: 'agent-update', version: '١.2.3', sha256: 'ab'.repeat(32), size: 1 } }),
    ],
    ['both kinds of script', of({ what: { ...step.what, ...rawStep.what } })],
    ['a name with a line break', of({ what: { script: { name: 'list\n', version: 4, statement: 'ab'.repeat(32) } } })],
    ['a parameter twice', of({ secrets: { path: 'ab'.repeat(32) } })],
    ['a value that is null', of({ parameters: { path: null } })],
    ['a first step that waits', of({ when: { step: 0, exits: [0] } })],
  ];
  return wrong.map(([why, statement]) => ({ why, code: 'fields', envelope: signed('order', statement, 'ann') }));
}

/** By the name of their file. */
export function maintenanceVectors(): Record<string, unknown> {
  const place = { device, neighbour, sites: zurichGrant().site, day };
  return {
    maintenance: { place, statements: maintenance() },
    targets: targets(),
    sealed: sealed(),
    selectors: selectors(),
    receipts: receipts(),
    fields: forms(),
    'refused-orders': orders(),
  };
}
