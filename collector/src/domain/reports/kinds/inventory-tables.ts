// pure
import type { Block, Cell } from '@fettle/shared/reports/document';
import type { Device } from '../../devices/index.ts';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Deviation } from '../compliance.ts';
import { counted } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 20;

export interface Machine {
  readonly device: Device;
  readonly facts: ReadonlyMap<string, string>;
}

export const pageOf = ({ id, name }: Device) => ({ words: name, link: `/devices/${id}`, api: `/api/v1/devices/${id}` });

export function deviationTable(found: readonly Deviation[]): Table {
  const rows = found.map(({ device, what, detail, link, state }): Cell[] => [
    { value: state === 'critical' ? 'critical' : 'warning', state },
    { value: device.name, link: `/devices/${device.id}` },
    { value: device.site },
    { value: what, link },
    { value: detail },
  ]);
  return {
    kind: 'table',
    id: 'not-as-it-should-be',
    title: 'Not as it should be',
    columns: [
      { id: 'state', title: 'State', format: 'state' },
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'site', title: 'Site', format: 'text', minor: true },
      { id: 'what', title: 'What', format: 'text' },
      { id: 'detail', title: 'Which', format: 'text' },
    ],
    rows,
    shown,
    empty: 'Everything is as it should be.',
  };
}

/** How many devices there are of each, most first. */
export function countTable(
  book: BasisBook,
  id: string,
  title: string,
  machines: readonly Machine[],
  of: (machine: Machine) => string | undefined,
): Table {
  const groups = [...Map.groupBy(machines, (machine) => of(machine)?.trim() || 'not known')].toSorted(
    (a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1),
  );
  const rows = groups.map(([name, some], place): Cell[] => {
    const basis = book.count(`${id}-${place}-${keyPart(name).slice(0, 60)}`, {
      title: `${title}: ${name}`,
      formula: counted(some.length, 'device'),
      pages: some.map(({ device }) => pageOf(device)),
    });
    return [{ value: name }, { value: some.length, basis }];
  });
  return {
    kind: 'table',
    id,
    title,
    columns: [
      { id: 'name', title, format: 'text' },
      { id: 'devices', title: 'Devices', format: 'integer' },
    ],
    rows,
    shown,
    empty: 'Nothing is known of it.',
  };
}

/** Facts `software.<name>` say which version is where. */
export function softwareTable(book: BasisBook, machines: readonly Machine[]): Table {
  const found = new Map<string, { name: string; version: string; devices: Device[] }>();
  for (const { device, facts } of machines) {
    for (const [fact, version] of facts) {
      if (!fact.startsWith('software.')) continue;
      const name = fact.slice('software.'.length);
      const key = `${name} ${version}`;
      const one = found.get(key) ?? { name, version, devices: [] };
      one.devices.push(device);
      found.set(key, one);
    }
  }
  const sorted = [...found.values()].toSorted((a, b) =>
    a.name === b.name ? b.devices.length - a.devices.length : a.name < b.name ? -1 : 1,
  );
  const rows = sorted.map(({ name, version, devices }, place): Cell[] => {
    const basis = book.count(`software-${place}`, {
      title: `${name} ${version}`,
      formula: counted(devices.length, 'device'),
      pages: devices.map(pageOf),
    });
    return [{ value: name }, { value: version }, { value: devices.length, basis }];
  });
  return {
    kind: 'table',
    id: 'software',
    title: 'Software',
    columns: [
      { id: 'name', title: 'Software', format: 'text' },
      { id: 'version', title: 'Version', format: 'text' },
      { id: 'devices', title: 'Devices', format: 'integer' },
    ],
    rows,
    shown,
    empty: 'No device tells what software it has.',
  };
}

export function deviceTable(machines: readonly Machine[]): Table {
  const rows = machines.map(({ device, facts }): Cell[] => [
    { value: device.name, link: `/devices/${device.id}` },
    { value: device.site },
    { value: device.kind },
    { value: facts.get('os.description') ?? device.os },
    { value: facts.get('host.model') ?? '' },
    { value: facts.get('host.cpu.count') ?? '' },
    { value: bytesOf(facts.get('host.memory')) },
    { value: device.agentVersion },
    { value: device.enrolledAt },
  ]);
  return {
    kind: 'table',
    id: 'devices',
    title: 'Devices',
    columns: [
      { id: 'name', title: 'Device', format: 'text' },
      { id: 'site', title: 'Site', format: 'text' },
      { id: 'kind', title: 'Kind', format: 'text', minor: true },
      { id: 'os', title: 'System', format: 'text' },
      { id: 'model', title: 'Model', format: 'text', minor: true },
      { id: 'processors', title: 'Processors', format: 'text', minor: true },
      { id: 'memory', title: 'Memory', format: 'bytes' },
      { id: 'agent', title: 'Agent', format: 'text', minor: true },
      { id: 'since', title: 'Here since', format: 'date', minor: true },
    ],
    rows,
    shown: 50,
    empty: 'There is no device here.',
  };
}

function bytesOf(text: string | undefined): number | null {
  const number = Number(text);
  return text === undefined || text.trim() === '' || !Number.isFinite(number) ? null : number;
}
