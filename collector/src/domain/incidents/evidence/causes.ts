import { everywhere } from '../../access/index.ts';
import type { Event } from '../../events/index.ts';
import type { Incident } from '../types.ts';
import { chartPoints } from './chart.ts';
import { type BreachSheet, likelyCauses } from './likely-causes.ts';
import { tableNear, tableOf } from './processes.ts';
import type { Breach, EvidencePorts, EvidenceProvider } from './provider.ts';

const suspectMs = 30 * 60_000;
const tableBeforeMs = 5 * 60_000;

/** Why, most likely: from what is known of the device at the breach. */
export const causes: EvidenceProvider = {
  kind: 'causes',
  async look(ports, breach) {
    const items = likelyCauses(await sheetOf(ports, breach));
    const [first] = items;
    return first ? { content: { items }, likely: first.words } : null;
  },
};

async function sheetOf(ports: EvidencePorts, { incident, time }: Breach): Promise<BreachSheet> {
  const { store, series, events, devices, now } = ports;
  const { device, hushes } = incident;
  const live = await store.open(everywhere);
  const interval = (await devices.devices(everywhere)).find(({ id }) => id === device)?.interval ?? 10_000;
  const recent = (kind: string) =>
    events.list(everywhere, { device, kind, from: time - suspectMs, to: time + 1, limit: 5 });
  const [changes, restarts] = await Promise.all([recent('facts.changed'), recent('device.restarted')]);
  const altered = (await ports.suspects?.(incident, time)) ?? [];
  const cause = hushes.cause === null ? null : await store.incident(everywhere, hushes.cause);
  return {
    incident,
    time,
    cause,
    others: live.filter((one) => one.device === device && one.id !== incident.id),
    before: await tableNear(series, device, time - tableBeforeMs),
    atBreach: await tableOf(ports, { incident, time }),
    points: await pointsOf(incident, time),
    changes: changes.flatMap(factNames),
    restartedAt: restarts[0]?.time ?? null,
    altered: altered.filter(({ kind }) => kind === 'run' || kind === 'plan' || kind === 'agent'),
  };

  async function pointsOf({ metric, attributes, reason }: Incident, at: number) {
    if (metric === null || reason === 'device') return [];
    return chartPoints(series, incident, { metric, attributes, time: at }, { interval, now });
  }
}

function factNames({ time, detail }: Event): BreachSheet['changes'] {
  const changes = Array.isArray(detail['changes']) ? (detail['changes'] as { readonly name?: unknown }[]) : [];
  const names = changes.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  return names.length > 0 ? [{ time, names }] : [];
}
