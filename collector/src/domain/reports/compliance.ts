// pure
import type { State } from '@fettle/shared/reports/document';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { version } from '@fettle/shared/version';
import type { Device } from '../devices/index.ts';
import type { Incident } from '../incidents/index.ts';
import type { Standing } from '../orders/index.ts';

/** Something of a device that is not as it should be. */
export interface Deviation {
  readonly device: Device;
  readonly what: string;
  readonly detail: string;
  readonly link: string;
  readonly state: Extract<State, 'critical' | 'warning'>;
}

const silentMs = 7 * 86_400_000;

/**
 * What rules, standing orders, facts and the agents themselves say is not as it should be, worst first: an open incident; a standing order for
 * these devices whose time is over; an agent of another version than this collector's; a device that has not spoken for a week; updates that its
 * facts call missing (`updates.pending`, `updates.security`).
 */
export function deviations(
  machines: readonly { readonly device: Device; readonly facts: ReadonlyMap<string, string> }[],
  open: readonly Incident[],
  standings: readonly Standing[],
  now: number,
): Deviation[] {
  const byDevice = Map.groupBy(open, ({ device }) => device);
  const over = standings
    .filter(({ state, enabled }) => state === 'expired' && enabled)
    .map((one) => ({ one, selector: parseSelector(one.selector) }));
  const found = machines.flatMap(({ device, facts }): Deviation[] => [
    ...(byDevice.get(device.id) ?? []).map((incident): Deviation => ({
      device,
      what: 'an incident is open',
      detail: incident.words,
      link: `/incidents/${incident.id}`,
      state: incident.severity,
    })),
    ...over
      .filter(({ selector }) => matches(selector, device))
      .map(({ one }): Deviation => ({
        device,
        what: 'a standing order for it is over',
        detail: one.name,
        link: `/standing/${one.id}`,
        state: 'warning',
      })),
    ...agentOf(device),
    ...silence(device, now),
    ...updates(device, facts),
  ]);
  return found.toSorted((a, b) => (a.state === b.state ? 0 : a.state === 'critical' ? -1 : 1));
}

function agentOf(device: Device): Deviation[] {
  if (device.agentVersion === version || device.agentVersion === '') return [];
  return [
    {
      device,
      what: 'its agent is of another version',
      detail: `${device.agentVersion} and not ${version}`,
      link: `/devices/${device.id}`,
      state: 'warning',
    },
  ];
}

function silence(device: Device, now: number): Deviation[] {
  const { lastSeen } = device;
  if (lastSeen !== null && now - lastSeen < silentMs) return [];
  const detail = lastSeen === null ? 'never' : `for ${Math.floor((now - lastSeen) / 86_400_000)} days`;
  return [{ device, what: 'it does not speak', detail, link: `/devices/${device.id}`, state: 'critical' }];
}

function updates(device: Device, facts: ReadonlyMap<string, string>): Deviation[] {
  return (['updates.security', 'updates.pending'] as const).flatMap((fact) => {
    const many = Number(facts.get(fact));
    if (!Number.isInteger(many) || many <= 0) return [];
    return [
      {
        device,
        what: fact === 'updates.security' ? 'security updates are missing' : 'updates are missing',
        detail: String(many),
        link: `/devices/${device.id}`,
        state: fact === 'updates.security' ? ('critical' as const) : ('warning' as const),
      },
    ];
  });
}
