// pure
/** Plans what goes wrong, on whom and when. */
import { mulberry32 } from '../support/machine.ts';
import type { Body, FleetOptions } from './fleet.ts';
import { day, hour, minute, type Span } from './time.ts';
import { describe } from './trouble-words.ts';
import { Victims } from './victims.ts';
import { aheadMs, type Truth } from './truth.ts';

interface Plan {
  readonly victims: Victims;
  readonly random: () => number;
  readonly span: Span;
  readonly bodies: readonly Body[];
}

/** By beginning. */
export function planTroubles(bodies: readonly Body[], { seed, begin, end }: FleetOptions): Truth[] {
  const random = mulberry32(seed ^ 0x51ed270b);
  const plan: Plan = { victims: new Victims(bodies, random), random, span: { from: begin, to: end }, bodies };
  const parts = [leaks, fillings, outages, siteOutages, routerReboots, flaps, oddities, runaways, soon];
  const found = parts.flatMap((part) => part(plan)).filter(({ from, to }) => to > from);
  return found.toSorted((a, b) => a.from - b.from || (a.words < b.words ? -1 : 1));
}

/** A share of the fleet, at least one. */
function few({ bodies }: Plan, share: number): number[] {
  return Array.from({ length: Math.max(1, Math.round(bodies.length * share)) }, (_, i) => i);
}

/** A span of a length within the history, away from its first hour. */
function within({ span, random }: Plan, shortest: number, longest: number): Span {
  const whole = span.to - span.from;
  const length = Math.min(shortest + random() * (longest - shortest), whole / 2);
  const from = Math.round(span.from + hour + random() * Math.max(0, whole - length - 2 * hour));
  return { from, to: Math.round(from + length) };
}

/** One after the other to the end, the last still going on. */
function leaks(plan: Plan): Truth[] {
  const { victims, random, span } = plan;
  return few(plan, 0.03).flatMap(() => {
    const body = victims.next('memory-leak', ({ role }) => role.kind === 'server');
    const length = Math.round(Math.min(4 * day + random() * 5 * day, 0.4 * (span.to - span.from)));
    const found: Truth[] = [];
    for (let from = Math.round(span.from + hour + random() * length); from < span.to; from += length + hour) {
      found.push(describe.leak(body, { from, to: from + length }));
    }
    return found;
  });
}

function fillings(plan: Plan): Truth[] {
  const { victims, random, span } = plan;
  const server = () => victims.next('disk-fills', ({ role }) => role.kind === 'server');
  const past = few(plan, 0.02).map(() => describe.filling(server(), within(plan, 2 * day, 9 * day), random() * 0.2));
  const whole = span.to - span.from;
  const { to: end } = span;
  const full = { from: end - Math.round(Math.min(3 * day, whole / 3)), to: end + 30 * hour };
  const slack = Math.min(0.98, 1 - (0.85 * (end - full.from)) / (full.to - full.from));
  return [
    ...past,
    // Full at the present, and one that will be in some days: what a report on capacity should find.
    describe.filling(server(), full, slack),
    describe.filling(server(), { from: end - Math.round(Math.min(9 * day, whole / 2)), to: end + aheadMs }, 0),
  ];
}

function outages(plan: Plan): Truth[] {
  const { victims, span } = plan;
  const next = () => victims.next('device-outage', ({ nights }) => !nights);
  return [
    ...few(plan, 0.08).map(() => describe.outage(next(), within(plan, 10 * minute, 6 * hour))),
    ...few(plan, 0.01).map(() => describe.outage(next(), { from: span.to - 3 * hour, to: span.to + 2 * hour })),
  ];
}

function siteOutages(plan: Plan): Truth[] {
  const { bodies, span } = plan;
  const sites = [...new Set(bodies.map(({ site }) => site))];
  const times = Math.max(1, Math.round((span.to - span.from) / (12 * day)));
  // Each in a part of the history of its own, so that no two of a site meet.
  return sites.flatMap((site) =>
    Array.from({ length: times }, (_, i) => {
      const part = (span.to - span.from) / times;
      const own = { ...plan, span: { from: span.from + i * part, to: span.from + (i + 1) * part } };
      return describe.siteOutage(site, within(own, 20 * minute, 90 * minute));
    }),
  );
}

function routerReboots(plan: Plan): Truth[] {
  const { bodies, random, span } = plan;
  const routers = bodies.filter(({ role }) => role.kind === 'router');
  return routers.flatMap((body, i) => {
    // One of them has a bad power supply.
    const every = i === 0 ? 20 * hour : 8 * day;
    const found: Truth[] = [];
    for (let at = span.from + hour + random() * every; at < span.to - hour; at += every * (0.5 + random())) {
      const from = Math.round(at);
      found.push(describe.reboot(body, { from, to: from + 90_000 + Math.round(random() * 120_000) }));
    }
    return found;
  });
}

function flaps(plan: Plan): Truth[] {
  const { victims, span } = plan;
  const next = () =>
    victims.next('unit-flaps', ({ role, system }) => role.units.length > 0 && system.family === 'linux');
  return [
    ...few(plan, 0.02).map(() => describe.flapping(next(), within(plan, 2 * hour, 8 * hour))),
    describe.flapping(next(), { from: span.to - 40 * minute, to: span.to + 80 * minute }),
  ];
}

function oddities(plan: Plan): Truth[] {
  const { victims, random, span } = plan;
  const noisy = few(plan, 0.01).map(() => {
    const body = victims.next('noisy', ({ role }) => role.kind === 'server');
    return describe.noisy(body, { from: span.from, to: span.to + aheadMs }, 0.35);
  });
  const clocks = few(plan, 0.02).map((i) => {
    const body = victims.next('clock-offset', ({ nights }) => !nights);
    // The first stays wrong: the fleet page shows it.
    const when = within(plan, 8 * hour, 4 * day);
    const size = 3_000 + Math.round(random() * 117_000);
    return describe.clock(
      body,
      i === 0 ? { from: when.from, to: span.to + aheadMs } : when,
      i % 2 === 0 ? size : -size,
    );
  });
  return [...noisy, ...clocks];
}

function runaways(plan: Plan): Truth[] {
  const { victims, random } = plan;
  return few(plan, 0.03).map(() => {
    const body = victims.next('cpu-runaway', ({ nights }) => !nights);
    return describe.runaway(body, within(plan, hour, 5 * hour), 0.3 + random() * 0.4);
  });
}

/** Every hour after the history has some of each, for whoever looks at the fleet live. */
function soon({ victims, bodies, random, span }: Plan): Truth[] {
  const sites = [...new Set(bodies.map(({ site }) => site))];
  const server = ({ role }: Body) => role.kind === 'server';
  const routers = bodies.filter(({ role }) => role.kind === 'router');
  const found: Truth[] = [];
  for (let base = span.to, n = 0; base < span.to + aheadMs - hour; base += hour, n++) {
    const from = (minutes: number, lasts: number): Span => {
      const at = base + Math.round((minutes + random()) * minute);
      return { from: at, to: at + Math.round(lasts * minute) };
    };
    const unit = (body: Body) => server(body) && body.system.family === 'linux';
    const router = routers[n % Math.max(1, routers.length)];
    found.push(
      describe.flapping(victims.any(unit), from(4, 10)),
      describe.outage(
        victims.any((body) => !body.nights && victims.isFree('memory-leak', body)),
        from(8, 5),
      ),
      describe.runaway(victims.any(server), from(15, 8), 0.6),
      describe.siteOutage(sites[n % sites.length] ?? '', from(32, 4)),
    );
    if (router) found.push(describe.reboot(router, from(45, 1.5)));
    if (n % 3 === 0)
      found.push(
        describe.filling(
          victims.any((body) => server(body) && victims.isFree('disk-fills', body)),
          from(12, 45),
          0.3,
        ),
      );
  }
  return found;
}
