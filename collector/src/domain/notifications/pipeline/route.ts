// pure
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { severityRank } from '@fettle/shared/severity';
import { isWithin } from '../calendar.ts';
import type { Channel, Route } from '../types.ts';
import type { Matter, Stage } from './matter.ts';
import { progressOf } from './progress.ts';

/** The built-in channel: whoever is signed in. */
export const desktop = 'desktop';

/** Chooses the routes that fit, in order, until one says `stop`; without one the default tells it all the same. */
export const route: Stage = {
  name: 'route',
  decide(matter, { now, routes, channels }) {
    const { thread } = matter;
    if (thread.telling === 'resolved')
      return { passed: true, reason: 'the ways by which it was told', adds: { routes } };
    const found: Route[] = [];
    for (const one of routes) {
      const isUnderWay = progressOf(thread, one) !== undefined;
      if (!fits(one, matter) || (!isUnderWay && one.calendar && !isWithin(one.calendar, now))) continue;
      found.push(one);
      if (one.stop) break;
    }
    if (found.length > 0) {
      return { passed: true, reason: `route ${found.map(({ name }) => name).join(', ')}`, adds: { routes: found } };
    }
    // Who makes a route for his own sites changes nothing for those of others.
    const none = !routes.some((one) => isFor(one, matter));
    const byDefault = defaultRoute(none ? channels : []);
    const reason = none ? 'there are no routes: the default tells it' : 'no route fits: the dashboard tells it';
    return { passed: true, reason, adds: { routes: [byDefault] } };
  },
};

function fits({ enabled, severity, selector, scope }: Route, { incident, device }: Matter): boolean {
  if (!enabled || severityRank(incident.severity) < severityRank(severity)) return false;
  return isFor({ scope }, { device }) && matches(parseSelector(selector), device);
}

/** Whether the device is one of those for which whoever made the route may make one. */
function isFor({ scope }: Pick<Route, 'scope'>, { device }: Pick<Matter, 'device'>): boolean {
  if (scope.sites !== 'all' && !scope.sites.includes(device.site)) return false;
  return matches(parseSelector(scope.selector ?? ''), device);
}

/** All channels that are on, and the dashboard. */
export function defaultRoute(channels: readonly Channel[]): Route {
  const others = channels.filter(({ id, enabled }) => enabled && id !== desktop).map(({ id }) => id);
  return {
    id: 'default',
    name: 'default',
    enabled: true,
    order: 0,
    selector: '',
    scope: { sites: 'all' },
    severity: 'warning',
    steps: [{ afterMs: 0, targets: [desktop, ...others].map((id) => ({ kind: 'channel' as const, id })) }],
    repeat: 0,
    resolved: true,
    stop: false,
    version: 1,
  };
}
