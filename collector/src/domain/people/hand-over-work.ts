import { type Actor, isAllowed } from '../access/index.ts';
import { listForecasts } from '../capacity/index.ts';
import { seePlan } from '../changes/index.ts';
import { findTrust } from '../trust/index.ts';
import { listSpans } from '../windows/index.ts';
import type { Asked, Item } from './hand-over-open.ts';
import { lasting, nextOfOrder, nextOfPlan, nextOfRequest } from './next.ts';
import type { Coming, HandOverPorts } from './ports.ts';

const most = 100;
const day = 86_400_000;
/** How far ahead windows are told of, what ends, and what fills up. */
const ahead = { windows: day, ends: 14 * day } as const;
const fillsWithinDays = 14;

/** Orders, planned changes and windows that are under way, or begin within a day. */
export async function underWayItems(ports: HandOverPorts, actor: Actor, { now, named }: Asked): Promise<Item[]> {
  const { orders, plans, devices } = ports;
  const running = await orders.orders(actor.scope, {
    states: ['waiting-approval', 'planned', 'running', 'halted'],
    limit: most,
  });
  const known = await devices.devices(actor.scope);
  const planned = (await plans.plans(['proposed', 'approved', 'under-way'])).filter(
    (plan) => plan.from < now + day && seePlan(actor, plan, known) !== null,
  );
  const open = await spans(ports, actor, now, now + 1);
  return [
    ...running.map((order) => ({
      ...blank,
      id: order.id,
      words: order.title,
      state: order.state,
      since: order.signedAt,
      next: nextOfOrder(order, now),
      link: `/orders/${order.id}`,
    })),
    ...planned.map((plan) => ({
      ...blank,
      id: plan.id,
      words: plan.title,
      state: plan.state,
      since: plan.begunAt ?? plan.madeAt,
      owner: named(plan.madeBy),
      next: nextOfPlan(plan, now),
      link: `/changes/${plan.id}`,
    })),
    ...open.map(({ window, from, to }) => ({
      ...blank,
      id: window.id,
      words: `Window ${window.name}`,
      state: 'window',
      since: from,
      next: `Open; ends in ${lasting(to - now)}.`,
      link: `/windows/${window.id}`,
    })),
  ];
}

/** What is to come: windows that open, what fills up, keys and tokens that end. Tokens are told to who may see them. */
export async function soonItems(ports: HandOverPorts, actor: Actor, { now }: Asked): Promise<Item[]> {
  const opening = (await spans(ports, actor, now + 1, now + ahead.windows)).filter(({ from }) => from > now);
  const coming: Coming[] = [
    ...opening.slice(0, most).map(({ window, from }) => ({
      id: `${window.id}-${from}`,
      words: `Window ${window.name} opens`,
      device: null,
      site: null,
      at: from,
      link: `/windows/${window.id}`,
    })),
    ...(await fillings(ports, actor, now)),
    ...(await endings(ports, actor, now)),
  ];
  return coming
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, ...one }) => ({ ...blank, ...one, state: 'soon', since: at, next: `In ${lasting(at - now)}.` }));
}

export async function requestItems({ work }: HandOverPorts, { scope, now, named }: Asked): Promise<Item[]> {
  const open = await work.openRequests(scope);
  return open.slice(0, most).map((request) => ({
    id: request.id,
    words: request.title,
    device: request.device,
    site: request.site,
    state: request.state,
    since: request.askedAt,
    owner: request.owner === null ? null : named(request.owner),
    next: nextOfRequest(request, now),
    link: `/requests/${request.id}`,
  }));
}

const blank = { device: null, site: null, owner: null } as const;

const spans = ({ windows, devices }: HandOverPorts, actor: Actor, from: number, to: number) =>
  listSpans({ store: windows, devices }, actor, { from, to });

async function fillings({ capacity: store, devices }: HandOverPorts, actor: Actor, now: number): Promise<Coming[]> {
  const { items } = await listForecasts({ store, devices, now }, actor, { within: fillsWithinDays, limit: most });
  return items.flatMap(({ id, title, deviceName, site, fullAt }) => {
    if (fullAt === null || fullAt <= now) return [];
    return [
      {
        id,
        words: `${title} is full`,
        device: deviceName,
        site,
        at: fullAt,
        link: `/capacity/${encodeURIComponent(id)}`,
      },
    ];
  });
}

async function endings(ports: HandOverPorts, actor: Actor, now: number): Promise<Coming[]> {
  const { access, devices } = ports;
  const isSoon = ({ at }: Coming) => at > now && at < now + ahead.ends;
  const one = (id: string, words: string, at: number, link: string): Coming => {
    return { id, words, device: null, site: null, at, link };
  };
  const trust = await findTrust(ports);
  const found = trust
    ? [
        ...(trust.fresh
          ? [one('trust-fresh', 'Trust ends: sign it fresh', trust.fresh.statement.until, '/trust')]
          : []),
        one('trust-root', 'The trust root expires', trust.root.expires, '/trust'),
      ]
    : [];
  if (isAllowed(actor, 'token.read')) {
    for (const { id, name, expiresAt } of await access.apiTokens(actor.scope)) {
      if (expiresAt !== null) found.push(one(id, `The API token ${name} ends`, expiresAt, '/people'));
    }
  }
  if (isAllowed(actor, 'enrolment.read')) {
    for (const { key, site, uses, used, notAfter } of await devices.tokens(actor.scope)) {
      if (used < uses) found.push(one(key, `An enrolment token of ${site} ends`, notAfter, '/'));
    }
  }
  return found.filter(isSoon);
}
