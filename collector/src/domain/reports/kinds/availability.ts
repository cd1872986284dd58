import type { Cell, Figure } from '@fettle/shared/reports/document';
import { everywhere } from '../../access/index.ts';
import type { Device } from '../../devices/index.ts';
import { hoursIn } from '../../levels/index.ts';
import { serviceHistories, type Service, spellsIn, visibleServices } from '../../services/index.ts';
import { availabilityOf, type AvailabilityFacts, type Available, deviceAway } from '../availability-facts.ts';
import { BasisBook } from '../basis-book.ts';
import type { Ask, Progress, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { devicesOf } from '../reading.ts';
import { counted, followed, plain, say, strong, unknown } from '../words.ts';
import { deviceTable, downBars, outageTable, serviceTable } from './availability-blocks.ts';

/** What services and devices were in their hours, whatever anybody was promised. */
export const availability: ReportKind = {
  id: 'availability',
  title: 'Availability',
  describe: 'For whoever runs them: when each service and device was there, when it was out, for how long, and why.',
  example: 'Mail was there 99.93 % of its hours. 3 outages, the longest 22 min.',
  build: async (ports, ask, progress) => bodyOf(await gather(ports, ask, progress)),
};

async function gather(ports: ReportPorts, ask: Ask, progress: Progress): Promise<AvailabilityFacts> {
  const visible = (await visibleServices(ports, { scope: ask.scope })).filter(
    ({ service }) => ask.service === null || service.id === ask.service,
  );
  const calendars = new Map((await ports.levels.calendars(everywhere)).map((one) => [one.id, one]));
  const reckon = async (from: number, until: number): Promise<Available[]> => {
    const to = Math.max(from, Math.min(until, ask.now));
    const ids = visible.map(({ service }) => service.id);
    const histories = await serviceHistories(ports, ids, from, to);
    return visible.map(({ service }) => {
      const calendar = hoursOf(service) === null ? null : (calendars.get(hoursOf(service) ?? '') ?? null);
      return availabilityOf(service, histories.get(service.id) ?? [], hoursIn(calendar, from, to), { from, to });
    });
  };
  await progress(0.1, 'reckons services');
  const services = await reckon(ask.from, ask.to);
  await progress(0.4, 'reckons the time before');
  const before = ask.before === null ? [] : await reckon(ask.before.from, ask.before.to);
  await progress(0.6, 'reads what was out');
  const devices: Device[] = await devicesOf(ports, ask);
  const span = { from: ask.from, to: Math.max(ask.from, Math.min(ask.to, ask.now)) };
  const spells = await spellsIn(ports, ask.scope, span);
  await progress(0.9, 'writes it');
  return {
    ask,
    book: new BasisBook(),
    services: services.toSorted(
      (a, b) => (a.ppm ?? 2_000_000) - (b.ppm ?? 2_000_000) || (a.service.id < b.service.id ? -1 : 1),
    ),
    before: new Map(before.map((one) => [one.service.id, one])),
    devices: deviceAway(devices, spells, span),
    spells: new Map(spells.map((spell) => [spell.id, spell])),
    deviceNames: new Map(devices.map(({ id, name }) => [id, name])),
  };
}

const hoursOf = ({ calendar }: Service) => calendar;

function bodyOf(facts: AvailabilityFacts): ReportBody {
  const { ask, book, services, devices } = facts;
  const outages = services.flatMap((one) => one.outages);
  const table = serviceTable(facts);
  const [least] = services;
  const incidents = new Set([...facts.spells.values()].flatMap(({ incident }) => incident ?? []));
  return {
    sentence:
      least && least.ppm !== null
        ? [
            plain(`${least.service.name} was there `),
            strong(say(least.ppm, 'ppm', ask), `service-${least.key}`),
            plain(` of its hours${services.length > 1 ? ', the least of all' : ''}. `),
            followed(counted(outages.length, 'outage'), 'outages'),
            plain(' of '),
            followed(counted(services.length, 'service'), 'services'),
            plain('.'),
            ...unknown(ask),
          ]
        : [plain('No service was in its hours, or none is known yet.'), ...unknown(ask)],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures(facts) }] },
      {
        id: 'services',
        title: 'Services',
        note: 'in their own hours; planned outage and what nobody can tell are left out of what is measured',
        blocks: [table],
      },
      { id: 'when', title: 'When they were down', blocks: [downBars(facts)] },
      { id: 'outages', title: 'Outages', blocks: [outageTable(facts)] },
      {
        id: 'devices',
        title: 'Devices',
        note: 'a device is out while it does not speak, or was shut down; round the clock, from when it was enrolled',
        blocks: [deviceTable(facts)],
      },
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: incidents.size, runs: 0, devices: devices.length },
  };
}

function figures({ ask, book, services }: AvailabilityFacts): Figure[] {
  const outages = services.flatMap((one) => one.outages.map((outage) => ({ ...outage, service: one.service.id })));
  const spans = outages.map(({ service, from, to }) => ({ id: service, from, to }));
  const down = services.reduce((sum, one) => sum + one.downMs, 0);
  const planned = services.reduce((sum, one) => sum + one.plannedMs, 0);
  book.count('outages', {
    title: 'Outages',
    formula: 'times in which a service was down in its hours and not by plan; those that touch are one',
    services: spans,
  });
  book.count('services', {
    title: 'Services',
    formula: 'services of which all devices are in the scope of the report',
    pages: services.map(({ service: { id, name } }) => ({
      words: name,
      link: `/services/${id}`,
      api: `/api/v1/services/${id}`,
    })),
  });
  const sum = (key: string, title: string, value: number): Cell => ({
    value,
    basis: book.reckoned(key, {
      title,
      formula: 'of all services, in their hours, added up',
      value,
      services: services.map(({ service: { id } }) => ({
        id,
        from: ask.from,
        to: Math.max(ask.from, Math.min(ask.to, ask.now)),
      })),
    }),
  });
  const longest = outages.toSorted((a, b) => b.ms - a.ms)[0];
  return [
    { id: 'outages', title: 'Outages', format: 'integer', cell: { value: outages.length, basis: 'outages' } },
    { id: 'down', title: 'Down', format: 'duration', cell: sum('down', 'Time down', down) },
    { id: 'planned', title: 'Out by plan', format: 'duration', cell: sum('planned', 'Time out by plan', planned) },
    {
      id: 'longest',
      title: 'Longest outage',
      format: 'duration',
      cell: longest
        ? {
            value: longest.ms,
            basis: book.reckoned('longest', {
              title: 'Longest outage',
              formula: 'the longest of the outages, in the hours of its service',
              value: longest.ms,
              services: [{ id: longest.service, from: longest.from, to: longest.to }],
            }),
          }
        : { value: null, text: 'none' },
    },
  ];
}
