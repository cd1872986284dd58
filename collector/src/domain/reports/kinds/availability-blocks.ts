import type { Block, Cell } from '@fettle/shared/reports/document';
import { lengthIn } from '../../levels/index.ts';
import { type AvailabilityFacts, type Available, measuredOf } from '../availability-facts.ts';
import { keyPart } from '../basis-book.ts';
import { stepsOf } from '../steps.ts';
import { counted, say } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 15;

export function serviceTable({ ask, book, services, before }: AvailabilityFacts): Table {
  const spanOf = ({ service: { id } }: Available) => [
    { id, from: ask.from, to: Math.max(ask.from, Math.min(ask.to, ask.now)) },
  ];
  const rows = services.map((one): Cell[] => {
    const { service, key, ppm, downMs, degradedMs, plannedMs, unknownMs, outages, cost, between } = one;
    const reckoned = (id: string, words: string, value: number, formula: string) =>
      book.reckoned(`service-${key}${id}`, { title: `${service.name}${words}`, formula, value, services: spanOf(one) });
    const time = (id: string, words: string, value: number): Cell => ({
      value,
      basis: reckoned(id, words, value, 'its stretches of that state, in its hours, added up'),
    });
    const times = book.count(`service-${key}-outages`, {
      title: `${service.name}, outages`,
      formula: 'times in which it was down in its hours and not by plan; those that touch are one',
      services: outages.map(({ from, to }) => ({ id: service.id, from, to })),
    });
    const share = `1 − ${say(downMs, 'duration', ask)} down ÷ ${say(measuredOf(one), 'duration', ask)} measured, rounded down`;
    const past = before.get(service.id);
    const mtbf = between.mtbf;
    return [
      { value: service.name, link: `/services/${service.id}` },
      ppm === null ? { value: null, text: 'no data' } : { value: ppm, basis: reckoned('', '', ppm, share) },
      past?.ppm === undefined || past.ppm === null
        ? { value: null, text: '–' }
        : { value: past.ppm, basis: pastBasis(past) },
      time('-measured', ', measured', measuredOf(one)),
      time('-down', ', down', downMs),
      time('-degraded', ', degraded', degradedMs),
      time('-planned', ', out by plan', plannedMs),
      time('-unknown', ', not known', unknownMs),
      { value: outages.length, basis: times },
      mtbf === null
        ? { value: null, text: '–' }
        : {
            value: mtbf,
            basis: reckoned(
              '-mtbf',
              ', between outages',
              mtbf,
              `${say(between.upMs, 'duration', ask)} not down, round the clock ÷ ${counted(between.failures, 'outage')} that began in the span, rounded half up`,
            ),
          },
      cost === null
        ? { value: null, text: '–' }
        : { value: cost, basis: reckoned('-cost', ', cost', cost, 'time down × its cost an hour, rounded half up') },
    ];
  });
  function pastBasis(past: Available): string {
    const { service, key, ppm, downMs } = past;
    const formula = `1 − ${say(downMs, 'duration', ask)} down ÷ ${say(measuredOf(past), 'duration', ask)} measured, rounded down`;
    const span = ask.before ?? ask;
    const services = [{ id: service.id, from: span.from, to: span.to }];
    return book.reckoned(`service-${key}-before`, {
      title: `${service.name}, the time before`,
      formula,
      value: ppm,
      services,
    });
  }
  return {
    kind: 'table',
    id: 'services',
    title: 'Services',
    columns: [
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'there', title: 'There', format: 'ppm' },
      { id: 'before', title: 'The time before', format: 'ppm', minor: true },
      { id: 'measured', title: 'Measured', format: 'duration', minor: true },
      { id: 'down', title: 'Down', format: 'duration' },
      { id: 'degraded', title: 'Degraded', format: 'duration', minor: true },
      { id: 'planned', title: 'Out by plan', format: 'duration', minor: true },
      { id: 'unknown', title: 'Not known', format: 'duration', minor: true },
      { id: 'outages', title: 'Outages', format: 'integer' },
      { id: 'mtbf', title: 'Between outages, mean', format: 'duration', minor: true },
      { id: 'cost', title: 'Cost', format: 'money', minor: true },
    ],
    rows,
    empty: 'There is no service here yet.',
  };
}

export function downBars({ ask, book, services }: AvailabilityFacts): Block {
  const steps = stepsOf(ask);
  const values = steps.items.map(({ from, to }) =>
    services.reduce((sum, one) => sum + lengthIn(one.down, from, to), 0),
  );
  return {
    kind: 'bars',
    id: 'down-by-time',
    title: `Time down ${steps.words}, all services`,
    format: 'duration',
    labels: steps.items.map(({ label }) => label),
    series: [
      {
        name: 'down',
        values,
        bases: steps.items.map(({ from, to, label }, place) =>
          book.reckoned(`down-${place}`, {
            title: `Time down, ${label}`,
            formula: 'of all services, in their hours, added up',
            value: values[place] ?? 0,
            services: services
              .filter((one) => lengthIn(one.down, from, to) > 0)
              .map(({ service: { id } }) => ({ id, from, to })),
          }),
        ),
      },
    ],
    empty: 'Nothing was down.',
  };
}

export function outageTable({ book, services, spells, deviceNames }: AvailabilityFacts): Table {
  const all = services.flatMap((one) => one.outages.map((outage) => ({ ...outage, service: one.service })));
  const rows = all
    .toSorted((a, b) => a.from - b.from)
    .map(({ service, from, to, ms, causes }, place): Cell[] => {
      const known = causes.flatMap((cause) => spells.get(cause) ?? []);
      const words = known.map(({ device, words: own }) => `${deviceNames.get(device) ?? 'a device'}: ${own}`);
      const basis = book.reckoned(`outage-${place}`, {
        title: `${service.name}, outage`,
        formula: 'from its beginning to its end, without what lies outside its hours',
        value: ms,
        services: [{ id: service.id, from, to }],
        incidents: [...new Set(known.flatMap(({ incident }) => incident ?? []))],
      });
      return [
        { value: service.name, link: `/services/${service.id}` },
        { value: from },
        { value: to },
        { value: ms, basis },
        { value: words.length === 0 ? 'a service that it relies on' : [...new Set(words)].slice(0, 3).join('; ') },
      ];
    });
  return {
    kind: 'table',
    id: 'outages',
    title: 'Outages',
    columns: [
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'from', title: 'From', format: 'time' },
      { id: 'to', title: 'To', format: 'time', minor: true },
      { id: 'ms', title: 'In its hours', format: 'duration' },
      { id: 'words', title: 'What', format: 'text' },
    ],
    rows,
    shown: 25,
    empty: 'No service was down.',
  };
}

export function deviceTable({ ask, book, devices }: AvailabilityFacts): Table {
  const rows = devices.map(({ device, ppm, awayMs, times, knownMs, between }): Cell[] => {
    const api = `/api/v1/events?device=${device.id}&kind=device.state`;
    const pages = [{ words: `States of ${device.name}`, link: `/devices/${device.id}`, api }];
    const reckoned = (id: string, value: number, formula: string) =>
      book.reckoned(`device-${keyPart(device.id)}-${id}`, { title: device.name, formula, value, pages });
    const away = say(awayMs, 'duration', ask);
    const mtbf = between.mtbf;
    return [
      { value: device.name, link: `/devices/${device.id}` },
      { value: device.site },
      ppm === null
        ? { value: null, text: 'no data' }
        : {
            value: ppm,
            basis: reckoned('there', ppm, `1 − ${away} away ÷ ${say(knownMs, 'duration', ask)}, rounded down`),
          },
      { value: awayMs, basis: reckoned('away', awayMs, 'times in which it did not speak or was shut down, added up') },
      { value: times, basis: reckoned('times', times, 'how often that began in the span') },
      mtbf === null
        ? { value: null, text: '–' }
        : {
            value: mtbf,
            basis: reckoned('mtbf', mtbf, `${say(between.upMs, 'duration', ask)} there ÷ ${times}, rounded half up`),
          },
    ];
  });
  return {
    kind: 'table',
    id: 'devices',
    title: 'Devices',
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'site', title: 'Site', format: 'text', minor: true },
      { id: 'there', title: 'There', format: 'ppm' },
      { id: 'away', title: 'Away', format: 'duration' },
      { id: 'times', title: 'Times', format: 'integer' },
      { id: 'mtbf', title: 'Between, mean', format: 'duration', minor: true },
    ],
    rows,
    shown,
    empty: 'There is no device here yet.',
  };
}
