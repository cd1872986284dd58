/** An order in plain words, made of the bytes that are signed and of nothing that they do not fix. */
import { FettleError } from '@fettle/shared/errors';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { readOrder } from '@fettle/shared/trust/order';
import { hasQuorum, needOf, peopleOf } from '@fettle/shared/trust/quorum';
import type { Action, OrderStatement, Root } from '@fettle/shared/trust/statements';
import { treeOf } from '@fettle/shared/trust/targets';
import { classOf } from '../compose/order.ts';
import type { CheckedScript, CheckedTarget } from '../kit.ts';
import type { Remembered } from '../remembered.ts';
import { actionLines, dangersIn } from './action.ts';
import { clean, countToType, type Paper, plural, type Section } from './paper.ts';
import { scriptSections } from './script.ts';
import { spanWords, timeWords, windowWords } from './time.ts';

/** What stands beside the bytes, all of it verified: the bytes fix it by hash, or the trust root does. */
export interface Beside {
  readonly root: Root;
  readonly scripts: readonly CheckedScript[];
  readonly rings: readonly (readonly CheckedTarget[])[];
  readonly remembered: ReadonlyMap<string, Remembered>;
  /** Key ids that have signed, or will with this signature. */
  readonly signers: readonly string[];
  readonly now: number;
  readonly zone: string;
}

/** @param payloads of the rings, in order @throws FettleError `statement_refused` where the devices are not those of the bytes */
export function orderPaper(payloads: readonly Uint8Array[], beside: Beside): Paper {
  const orders = payloads.map((payload) => readOrder(parseCanonical(payload)));
  const [first] = orders;
  if (first === undefined) throw new FettleError('statement_refused', 'There is nothing to sign.');
  requireOneOrder(orders);
  orders.forEach((order, i) => requireTargets(order, beside.rings[i] ?? []));
  const targets = beside.rings.flat();
  const dry = first.action.kind === 'script' && first.action.steps.every(({ mode }) => mode === 'check');
  return {
    title: `${dry ? 'Dry run' : 'Order'} for ${plural(targets.length, 'device')}`,
    sections: [
      ...classSection(orders, beside),
      { head: 'What', lines: actionLines(first.action) },
      ...usedScripts(first.action, beside.scripts).flatMap((script) =>
        scriptSections(script, beside.remembered.get(script.statement.name) ?? null, beside.zone),
      ),
      { head: `On ${plural(targets.length, 'device')}`, lines: targetLines(targets) },
      { head: 'When', lines: whenLines(orders, beside) },
      { head: 'How it stops', lines: ringLines(orders) },
      { head: 'Why', lines: [clean(first.reason, 500)] },
      { head: 'Signatures', lines: quorumLines(orders, beside) },
    ],
    count: countToType(targets.length),
  };
}

/** Rings differ in their devices and times alone: what differs in what it does is another order, and is shown as one. */
function requireOneOrder(orders: readonly OrderStatement[]): void {
  const same = new Set(orders.map(({ action, reason }) => JSON.stringify([action, reason])));
  if (same.size > 1)
    throw new FettleError(
      'statement_refused',
      'The rings of this order do different things. Do not trust who composed it.',
    );
  if (new Set(orders.map(({ id }) => id)).size < orders.length)
    throw new FettleError('statement_refused', 'Two rings of this order have one id.');
}

function requireTargets(order: OrderStatement, ring: readonly CheckedTarget[]): void {
  const { hash, count } = treeOf(ring);
  if (hash !== order.targets.hash || count !== order.targets.count)
    throw new FettleError(
      'statement_refused',
      'The devices that are shown are not those that the order is for. Do not trust this collector.',
    );
}

/** @throws FettleError `statement_refused` for one that the kit did not bring */
export function usedScripts(action: Action, scripts: readonly CheckedScript[]): CheckedScript[] {
  if (action.kind !== 'script') return [];
  const used = action.steps.flatMap(({ what }) => {
    if (!('script' in what))
      throw new FettleError(
        'statement_refused',
        'It runs a script that nobody published: that cannot be shown here, so it is not signed.',
      );
    const found = scripts.find(({ hash }) => hash === what.script.statement);
    const { name, version } = what.script;
    if (found === undefined || found.statement.name !== name || found.statement.version !== version)
      throw new FettleError(
        'statement_refused',
        `The collector did not send the script ${name} ${version} that this is about.`,
      );
    return [found];
  });
  return [...new Set(used)];
}

function classSection(orders: readonly OrderStatement[], { rings, scripts, root }: Beside): Section[] {
  const found = orders.map((order, i) => ({ order, ...classOf(order.action, scripts, rings[i] ?? [], root) }));
  const dangers = dangersIn([...new Set(found.flatMap((one) => one.dangers))]);
  const names = [...new Set(orders.map((order) => order.class))];
  if (dangers.length === 0) return [{ head: `Class: ${names.join(', ')}`, lines: [classWords[names[0] ?? 'change']] }];
  return [{ head: 'Class: dangerous', kind: 'danger', lines: dangers.map((why) => `because ${why}`) }];
}

const classWords = {
  read: 'It looks and changes nothing, as its publisher says.',
  change: 'It changes something on each device.',
  dangerous: 'Its signer said so.',
} as const;

const mostNames = 40;

/** Names, by site: sites with most devices first. */
export function targetLines(targets: readonly CheckedTarget[]): string[] {
  const bySite = Map.groupBy(targets, ({ site }) => site);
  return [...bySite]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .flatMap(([site, found]) => {
      const names = found.map(({ host, critical }) => `${clean(host, 253)}${critical ? ' (critical)' : ''}`).toSorted();
      const more = names.length > mostNames ? [`  … and ${names.length - mostNames} more`] : [];
      return [`${clean(site, 64)} (${found.length}):`, ...columns(names.slice(0, mostNames)), ...more];
    });
}

const width = 74;

function columns(names: readonly string[]): string[] {
  return names.reduce<string[]>((lines, name) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length + 2 <= width)
      return [...lines.slice(0, -1), `${last}, ${name}`];
    return [...lines, `  ${name}`];
  }, []);
}

function whenLines(orders: readonly OrderStatement[], { now, zone }: Beside): string[] {
  const [from, to] = [Math.min(...orders.map(({ nbf }) => nbf)), Math.max(...orders.map(({ exp }) => exp))];
  return [
    ...windowWords(from, to, now, zone),
    `A device that is off then runs it once when it comes back before ${timeWords(to, zone)}; after that, never.`,
  ];
}

function ringLines(orders: readonly OrderStatement[]): string[] {
  const stop =
    'Stop it at any time: `fettle order stop`, or for good and everywhere `fettle revoke order` and `fettle stop`.';
  if (orders.length === 1) return ['All at once.', stop];
  const sizes = orders.map(({ targets }) => targets.count).join(', then ');
  const apart = (orders[1]?.exp ?? 0) - (orders[0]?.exp ?? 0);
  return [
    `In ${orders.length} rings: ${sizes}. The collector halts it where too many of a ring fail${apart > 0 ? `, and waits ${spanWords(apart)} between them` : ''}.`,
    'Rings are its discipline: one that was taken over could send them all at once, but to no other device.',
    stop,
  ];
}

function quorumLines(orders: readonly OrderStatement[], { root, signers }: Beside): string[] {
  const waiting = orders.some((order) => !hasQuorum(root, signers, needOf(root, order)));
  const dangerous = orders.some((order) => order.class === 'dangerous');
  const signed = [...new Set(signers.map((id) => clean(root.keys[id]?.person ?? id, 64)))].join(', ');
  if (!waiting) {
    const wait =
      root.policy.solo && dangerous ? ' One person decides here: each device waits 10 minutes before it begins.' : '';
    return [`With the signature of ${signed} it is complete.${wait}`];
  }
  return [`${signed} signs; it then waits for ${othersWords(root, signers)}.`];
}

/** Who can sign second. */
export function othersWords(root: Root, signers: readonly string[]): string {
  const signed = new Set(signers.map((id) => root.keys[id]?.person));
  const approvers = [...peopleOf(root, 'approver', root.roles.approver.keys)].filter((one) => !signed.has(one));
  return approvers.length === 0
    ? 'an approver, but nobody else is one: it can never run'
    : `an approver: ${approvers.map((one) => clean(one, 64)).join(' or ')}`;
}
