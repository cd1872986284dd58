import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { plainValue, spanWords, valueWords } from '@fettle/shared/rules/words';
import { everywhere } from '../access/index.ts';
import { safeText } from '../orders/index.ts';
import { processesAt } from '../series/index.ts';
import { systemActor } from '../access/index.ts';
import type { RequestPorts } from './context.ts';
import { cut } from './texts.ts';
import type { AttachedPart } from './types.ts';

/** The figures that say most of how a device feels. */
const vitalMetrics = [
  'system.cpu.busy',
  'system.memory.utilization',
  'system.swap.utilization',
  'system.filesystem.utilization',
  'system.cpu.load_average.5m',
  'system.uptime',
] as const;
const most = { incidents: 20, values: 20, processes: 10, line: 200 } as const;

type Ports = Pick<RequestPorts, 'incidents' | 'series' | 'devices' | 'now'>;

/** How a device stands at this moment, in words: whether it speaks, what is wrong with it, its newest values, what is busiest. */
export async function stateOf(ports: Ports, device: DeviceId): Promise<AttachedPart[]> {
  const parts = await Promise.all([
    seenOf(ports, device),
    incidentsOf(ports, device),
    valuesOf(ports, device),
    processesOf(ports, device),
  ]);
  return parts.map(({ title, lines }) => ({ title, lines: lines.map((line) => cut(safeText(line), most.line)) }));
}

async function seenOf({ devices, now }: Ports, id: DeviceId): Promise<AttachedPart> {
  const device = await devices.device(everywhere, id);
  if (!device) return { title: 'The device', lines: ['It is not known here any more.'] };
  const { state, stateSince, agentVersion, os } = device;
  const lines = [`${state}, for ${spanWords(Math.max(0, now - stateSince))}`];
  if (os !== '') lines.push(`${os}, agent ${agentVersion}`);
  return { title: 'The device', lines };
}

async function incidentsOf({ incidents, now }: Ports, device: DeviceId): Promise<AttachedPart> {
  const found = await incidents.list(everywhere, {
    states: ['open', 'acknowledged'],
    devices: [device],
    limit: most.incidents,
  });
  const lines = found.map(
    ({ severity, words, openedAt }) => `${severity}: ${words}, for ${spanWords(Math.max(0, now - openedAt))}`,
  );
  return { title: 'Open incidents', lines: lines.length > 0 ? lines : ['None.'] };
}

async function valuesOf({ series, now }: Ports, device: DeviceId): Promise<AttachedPart> {
  const latest = (await series.latest([device], vitalMetrics)).get(device) ?? [];
  const place = new Map<string, number>(vitalMetrics.map((name, at) => [name, at]));
  const lines = latest
    .toSorted((a, b) => (place.get(a.metric) ?? 0) - (place.get(b.metric) ?? 0))
    .flatMap(({ metric, attributes, value }) => {
      const known = metricNamed(metric);
      return known ? [valueWords(known, attributes, value)] : [];
    })
    .slice(0, most.values);
  const [first] = latest;
  const age = first && now - first.time > 120_000 ? `, ${spanWords(now - first.time)} old` : '';
  return { title: `Newest values${age}`, lines: lines.length > 0 ? lines : ['None.'] };
}

async function processesOf({ series, now }: Ports, device: DeviceId): Promise<AttachedPart> {
  const { items, time } = await processesAt({ store: series }, systemActor('requests'), { device });
  const lines = items
    .toSorted((a, b) => (b.cpu ?? -1) - (a.cpu ?? -1) || (b.memory ?? -1) - (a.memory ?? -1))
    .slice(0, most.processes)
    .map(({ name, cpu, memory }) => {
      const figures = [
        cpu === null ? '' : `${plainValue(cpu, '1', 4)} of the processor`,
        memory === null ? '' : plainValue(memory, 'By', 0),
      ].filter((part) => part !== '');
      return figures.length === 0 ? name : `${name}: ${figures.join(', ')}`;
    });
  const age = time !== null && now - time > 120_000 ? `, ${spanWords(now - time)} old` : '';
  return { title: `Busiest processes${age}`, lines: lines.length > 0 ? lines : ['None are known.'] };
}
