/** Orders that are validly signed and wrong in one thing, by the check that has to find it; and right ones beside them. */
import type { Held } from '@fettle/shared/trust/accept/accept';
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
} from '@fettle/shared/trust/maintenance.fixture';
import { pathOf, treeOf } from '@fettle/shared/trust/targets';
import { bogus, changed, idOf, type Maker, onDevice, told, wrong } from './trust-maker.ts';
import type { OrderQuestion, Scene } from './trust-scene.ts';
import { wrongScripts } from './trust-wrong-scripts.ts';

const envelopes: readonly Maker[] = [
  wrong('size', '17 signatures', (s) =>
    changed(s.order(), ({ signatures }) => ({
      signatures: [...signatures, ...Array.from({ length: 16 }, () => bogus('k'))],
    })),
  ),
  wrong('size', 'a key id of 129 characters beside', (s) =>
    changed(s.order(), ({ signatures }) => ({ signatures: [...signatures, bogus('k'.repeat(129))] })),
  ),
  wrong('b64', 'a line break behind the payload', (s) =>
    changed(s.order(), ({ payload }) => ({ payload: `${payload}\n` })),
  ),
  wrong('b64', 'a signature beside in the other alphabet', (s) =>
    changed(s.order(), ({ signatures }) => ({ signatures: [...signatures, { keyid: 'k', sig: '-'.repeat(88) }] })),
  ),
  wrong('type', 'an order that was signed as a standing order', (s) =>
    s.asked(signed('standing', s.orderStatement(), 'ann')),
  ),
  wrong('type', 'an order that was signed as a script', (s) => s.asked(signed('script', s.orderStatement(), 'ann'))),
  wrong('key', 'signed by an enroller', (s) => s.order({}, ['dora'])),
  wrong('key', 'signed by a publisher', (s) => s.order({ op: idOf('pia') }, ['pia'])),
  wrong('key', 'signed by a stranger', (s) => s.order({ op: idOf('mallory') }, ['mallory'])),
  wrong('key', 'not signed', (s) => changed(s.order(), () => ({ signatures: [] }))),
  wrong('signature', 'the signature of another order', (s) =>
    changed(s.order(), () => ({ signatures: (s.order().envelope as Envelope).signatures })),
  ),
  wrong('signature', 'a stranger signed under an operator’s name', (s) =>
    changed(s.order({}, ['mallory']), ({ signatures }) => ({
      signatures: signatures.map(({ sig }) => ({ keyid: idOf('ann'), sig })),
    })),
  ),
  wrong('signature', 'signed as a standing order, renamed', (s) =>
    changed(s.asked(signed('standing', s.orderStatement(), 'ann')), () => ({
      payloadType: 'application/vnd.fettle.order.v1+json',
    })),
  ),
  wrong('revoked', 'signed by a revoked key', (s) => s.order({ op: idOf('gone') }, ['gone'])),
  wrong('revoked', 'signed by a revoked key beside a good one', (s) => s.order({}, ['ann', 'gone'])),
  wrong('key-expired', 'signed by a key whose time is over', (s) => s.order({ op: idOf('late') }, ['late'])),
  wrong('key-expired', 'such a key beside a good one', (s) => s.order({}, ['ann', 'late'])),
  wrong('json', 'cut', (s) => told(s, (text) => text.slice(0, -s.random.whole(1, 200)))),
  wrong('json', 'a byte order mark', (s) => told(s, (text) => `\ufeff${text}`)),
  wrong('canonical', 'white space', (s) => told(s, (text) => text.replace(':', ': '))),
  wrong('canonical', 'a field twice', (s) => told(s, (text) => text.replace('{', '{"class":"read",'))),
  wrong('canonical', 'a needless escape', (s) => told(s, (text) => text.replace('"To see', '"\\u0054o see'))),
  wrong('canonical', 'a fraction', (s) => told(s, (text) => text.replace('"seq":7', '"seq":7.0'))),
  wrong('fields', 'an unknown field', (s) => told(s, (text) => text.replace('{', '{"!":1,'))),
  wrong('fields', 'a text for a number', (s) => told(s, (text) => text.replace('"seq":7', '"seq":"7"'))),
  wrong('fields', 'an unknown deed', (s) => s.order({ action: { kind: 'format' } as never })),
  wrong('fields', 'a step that waits for itself', (s) => s.order(s.steps(s.step({ when: { step: 0, exits: [0] } })))),
  wrong('fields', 'no reason', (s) => told(s, (text) => text.replace(/"reason":"[^"]*",/, ''))),
  wrong('version', 'of a later form', (s) => s.order({ v: 2 as never })),
];

const chains: readonly Maker[] = [
  wrong('tenant', 'of another tenant', (s) => s.order({ tenant: s.random.id() })),
  wrong('root', 'under the root before', (s) => s.order({ root: 1 })),
  wrong('root', 'under a root to come', (s) => s.order({ root: s.random.whole(3, 1_000) })),
  wrong('rev', 'after revocations that are not here', (s) => s.order({ rev: s.random.whole(2, 1_000) })),
  { ...wrong('revoked', 'revoked by its id', (s) => s.order({ id: revokedId })), check: 'revoked-order' },
  {
    ...wrong('revoked', 'signed before the stop switch', (s) =>
      s.order({ iat: s.now - 30 * day - s.random.whole(1, 1_000_000) }),
    ),
    check: 'revoked-order',
  },
  onDevice('fresh', 'no freshness was ever confirmed', () => ({ fresh: null })),
  onDevice('fresh', 'freshness is over', (s) => ({ now: s.now + 13 * day + s.random.whole(0, 1_000_000) })),
  onDevice('fresh', 'the root is over', () => ({ root: maintenanceRoot({ expires: 1 }) })),
  wrong('iat', 'signed after freshness ends', (s) => {
    const iat = s.now + 13 * day + s.random.whole(1, 10_000 * day);
    return s.order({ iat, nbf: iat, exp: iat + day });
  }),
  wrong('nbf', 'before its time', (s) => s.order({ nbf: s.now + s.random.whole(1, 3_600_000) })),
  wrong('exp', 'after its time', (s) => {
    const exp = s.now - s.random.whole(0, 3_600_000);
    return s.order({ iat: exp - day, nbf: exp - day, exp });
  }),
  onDevice('exp', 'a clock that is years ahead, freshness confirmed there', (s) => {
    const now = s.now + 3_650 * day;
    const root = maintenanceRoot({ expires: now + day });
    const fresh = { v: 1, tenant: root.tenant, root: 2, rev: 1, iat: now, until: now + day } as const;
    return { now, fresh, root };
  }),
  onDevice('exp', 'a clock that was set back behind what was accepted', (s) => ({
    now: s.now - 3_650 * day,
    floor: s.now + 31 * day,
    fresh: { v: 1, tenant: maintenanceRoot().tenant, root: 2, rev: 1, iat: s.now, until: s.now + 90 * day },
  })),
  wrong('window', 'good for more than 90 days', (s) => {
    const iat = s.now - s.random.whole(1, 1_000_000);
    return s.order({ iat, nbf: iat, exp: iat + 90 * day + s.random.whole(1, 1_000_000) });
  }),
  wrong('window', 'begun before it was signed', (s) => s.order({ nbf: s.now - 3 * day })),
];

/** Made for devices of which this is none, with a path that looks as if. */
function foreign(s: Scene): OrderQuestion {
  const host = s.place.device.host;
  const tree = treeOf([
    { id: neighbour.id, host },
    { ...neighbour, id: `d${s.random.id()}` as never },
  ]);
  const question = s.order({ targets: { hash: tree.hash, count: tree.count } });
  return { ...question, path: pathOf(tree, neighbour.id) };
}

const places: readonly Maker[] = [
  wrong('target-id', 'for other devices of this name', foreign),
  wrong('target-id', 'another’s path', (s) => ({
    ...s.order(),
    path: {
      ...pathOf(s.tree(), neighbour.id),
      hashes: [pathOf(s.tree(), s.place.device.id).hashes[0] ?? '', ...pathOf(s.tree(), neighbour.id).hashes.slice(1)],
    },
  })),
  wrong('target-id', 'another index', (s) => {
    const question = s.order();
    return { ...question, path: { ...question.path, index: s.random.of([-1, 0.5, 2, 7, 1 - question.path.index]) } };
  }),
  wrong('target-id', 'another count', (s) =>
    s.order({ targets: { hash: s.tree().hash, count: s.random.of([1, 3, 4]) } }),
  ),
  wrong('target-id', 'a hash more on the path', (s) => {
    const question = s.order();
    const { index, hashes } = question.path;
    return { ...question, path: { index, hashes: [...hashes, hashes[0] ?? ''] } };
  }),
  wrong('target-host', 'this id under another name', (s) => {
    const tree = treeOf([{ id: s.place.device.id, host: 'another.example' }]);
    return {
      ...s.order({ targets: { hash: tree.hash, count: 1 } }),
      path: pathOf(tree, s.place.device.id),
    };
  }),
];

const of = exampleStep;
const clear = exampleScript('clear');
const wipe = exampleScript('wipe');
const list = exampleScript('list');

const people: readonly Maker[] = [
  wrong('class', 'a change that was signed as reading', (s) => s.order(s.steps(of(clear)))),
  wrong('class', 'what is dangerous, signed as a change', (s) => s.order({ ...s.steps(of(wipe)), class: 'change' })),
  wrong('class', 'a script of nobody, signed as a change', (s) => s.order({ ...s.steps(rawStep), class: 'change' })),
  wrong('class', 'the worst of two steps counts', (s) => s.order(s.steps(of(list), of(clear)))),
  wrong('class', 'an update of the agent, signed as a change', (s) =>
    s.order({ action: { kind: 'agent-update', version: '1.2.3', sha256: 'ab'.repeat(32), size: 9 }, class: 'change' }),
  ),
  wrong('class', 'more devices than is small', (s) => s.orderTo(s.random.whole(4, 9), {}, ['ann'])),
  wrong('class', 'a reboot of two', (s) => s.order({ action: { kind: 'reboot', notice: 60 }, class: 'change' })),
  wrong('class', 'a restart that was signed as reading', (s) =>
    s.order({ action: { kind: 'unit-restart', unit: 'ssh' } }),
  ),
  onDevice('class', 'a critical device', (s) => ({
    grant: {
      v: 1,
      tenant: maintenanceRoot().tenant,
      device: s.place.device.id,
      version: 3,
      site: 'Zürich',
      labels: { critical: 'true' },
    },
  })),
  wrong('quorum', 'dangerous, signed by one', (s) => s.order({ ...s.steps(of(wipe)), class: 'dangerous' })),
  wrong('quorum', 'dangerous, by two keys of one person', (s) =>
    s.order({ ...s.steps(rawStep), class: 'dangerous' }, ['ann', 'ann2']),
  ),
  wrong('quorum', 'dangerous, by two operators of whom none approves', (s) =>
    s.order({ ...s.steps(rawStep), class: 'dangerous', op: idOf('oleg') }, ['oleg', 'zoe']),
  ),
  wrong('quorum', 'signed by an approver only', (s) => s.order({ op: idOf('ben') }, ['ben'])),
  wrong('quorum', 'in the name of an operator who did not sign', (s) => s.order({ op: idOf('oleg') }, ['ann'])),
  wrong('scope', 'by an operator of another site', (s) => s.order({ op: idOf('bern') }, ['bern'])),
  wrong('scope', 'by one of another site beside one of all', (s) => s.order({}, ['ann', 'bern'])),
  {
    ...onDevice('scope', 'a device without a site, for who may sign for some', () => ({ grant: null })),
    make: (s) => ({ question: s.order({ op: idOf('zoe') }, ['zoe']), held: { grant: null } }),
  },
];

const runs: readonly Maker[] = [
  onDevice('lock', 'a device that its owner has locked', () => ({ locked: true })),
  onDevice('rate', '120 orders within an hour', (s) => ({
    begun: Array.from({ length: 120 }, () => s.now - s.random.whole(0, 3_599_999)),
  })),
  onDevice('replay', 'an order that was begun before', () => ({ seen: () => true })),
];

const right = (what: string, make: (scene: Scene) => OrderQuestion, held?: Partial<Held>): Maker => ({
  what,
  check: null,
  expected: 'accepted',
  make: (scene) => ({ question: make(scene), ...(held && { held }) }),
});

/** What must pass, or a device that refuses everything would look safe. */
export const rightOrders: readonly Maker[] = [
  right('reading, by one operator', (s) => s.order()),
  right('by an operator of this site', (s) => s.order({ op: idOf('zoe') }, ['zoe'])),
  right('a change', (s) => s.order({ ...s.steps(of(clear)), class: 'change' })),
  right('reading that was signed as dangerous', (s) => s.order({ class: 'dangerous' }, ['ann', 'cleo'])),
  right('what is dangerous, by two', (s) => s.order({ ...s.steps(of(wipe)), class: 'dangerous' }, ['ann', 'ben'])),
  right('a script of nobody, by two', (s) =>
    s.order({ ...s.steps(rawStep), class: 'dangerous' }, ['oleg', 'ann', 'cleo']),
  ),
  right('on many devices, by two', (s) => s.orderTo(s.random.whole(4, 40), { class: 'dangerous' }, ['ann', 'ben'])),
  right('as many devices as is small', (s) => s.orderTo(3, {}, ['ann'])),
  right('a reboot of one', (s) => s.orderTo(1, { action: { kind: 'reboot', notice: 60 }, class: 'change' }, ['ann'])),
  right('a restart', (s) => s.order({ action: { kind: 'unit-restart', unit: 'ssh.service' }, class: 'change' })),
  right('refreshing trust', (s) => s.order({ action: { kind: 'trust-refresh' } })),
  right('a dry run', (s) => s.order(s.steps(s.step({ mode: 'check' })))),
  right('steps that depend on each other', (s) =>
    s.order(s.steps(s.step(), s.step({ when: { step: 0, exits: [0, 3] } }))),
  ),
  right('with a secret', (s) => {
    const { steps, sealed } = s.secret();
    return { ...s.order(steps), sealed };
  }),
  right('a signature beside that does not fit', (s) =>
    changed(s.order(), ({ signatures }) => ({ signatures: [...signatures, bogus(idOf('ben'))] })),
  ),
  {
    ...right('a clock that is ten years behind', (s) => s.order()),
    make: (s) => ({ question: s.order(), held: { now: s.now - 3_650 * day, boot: 0 } }),
  },
];

export const wrongOrders: readonly Maker[] = [...envelopes, ...chains, ...places, ...people, ...wrongScripts, ...runs];
