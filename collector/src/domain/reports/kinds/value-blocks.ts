// pure
import type { Value } from '@fettle/shared/api/value';
import type { Block, Cell, Figure } from '@fettle/shared/reports/document';
import type { ValueFacts } from '../../value/index.ts';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Ask } from '../kind.ts';

/** What the blocks of this report are made of. */
export interface ValueParts {
  readonly ask: Ask;
  readonly book: BasisBook;
  readonly facts: ValueFacts;
  readonly value: Value;
}

const settings = { words: 'What things cost', link: '/value', api: '/api/v1/value-settings' };
const ms = (minutes: number) => Math.round(minutes * 60_000);

export function savedTable({ book, facts, value }: ValueParts): Block {
  const rows = value.saved.map((line, place): Cell[] => {
    const key = `saved-${keyPart(line.script)}`;
    const runs = facts.scripts[place]?.runs ?? [];
    book.count(`${key}-runs`, {
      title: `${line.title}: runs`,
      formula: 'runs in the span that ended done; checks and undoings left out',
      runs,
    });
    book.reckoned(`${key}-each`, {
      title: `${line.title}: by hand`,
      formula: line.assumed ? 'nobody said: assumed' : 'as the value settings say it, else the script itself',
      value: ms(line.each),
      pages: [settings],
    });
    book.reckoned(`${key}-time`, {
      title: `${line.title}: time`,
      formula: line.formula,
      value: ms(line.minutes ?? 0),
      pages: [settings],
      bases: [`${key}-runs`],
    });
    book.reckoned(key, {
      title: line.title,
      formula: line.formula,
      value: line.amount,
      pages: [settings],
      bases: [`${key}-runs`],
    });
    return [
      { value: line.title, link: `/scripts/${line.script}` },
      { value: line.runs, basis: `${key}-runs` },
      {
        value: ms(line.each),
        basis: `${key}-each`,
        ...(line.assumed && { text: `${line.each} min, assumed`, state: 'quiet' as const }),
      },
      { value: ms(line.minutes ?? 0), basis: `${key}-time` },
      { value: line.amount, basis: key },
    ];
  });
  const keys = value.saved.map(({ script }) => `saved-${keyPart(script)}`);
  book.reckoned('saved-time', {
    title: 'Given back',
    formula: 'the sum of what each script saved',
    value: ms(value.savedMinutes),
    bases: keys.map((key) => `${key}-time`),
    pages: [settings],
  });
  book.reckoned('saved', {
    title: 'Given back',
    formula: 'the exact sum over all scripts, rounded half up once',
    value: value.savedAmount,
    bases: keys,
    pages: [settings],
  });
  return {
    kind: 'table',
    id: 'saved',
    title: 'Given back by scripts',
    columns: [
      { id: 'script', title: 'Script', format: 'text' },
      { id: 'runs', title: 'Runs', format: 'integer' },
      { id: 'each', title: 'By hand, each', format: 'duration', minor: true },
      { id: 'time', title: 'Time', format: 'duration' },
      { id: 'amount', title: 'Worth', format: 'money' },
    ],
    rows,
    total: [
      { value: 'All' },
      { value: null, text: '' },
      { value: null, text: '' },
      { value: ms(value.savedMinutes), basis: 'saved-time' },
      { value: value.savedAmount, basis: 'saved' },
    ],
    empty: 'No script ran to its end.',
  };
}

export function downtimeTable({ book, facts, value }: ValueParts): Block {
  const { from, to } = facts;
  const rows = value.downtime.map((line, place): Cell[] => {
    const key = `downtime-${keyPart(line.service)}`;
    const services = [{ id: line.service, from, to }];
    const hour = facts.downtime[place]?.costPerHour ?? null;
    book.reckoned(`${key}-each`, {
      title: `${line.title}: an hour`,
      formula: 'as the service says it',
      value: hour,
      pages: [{ words: line.title, link: `/services/${line.service}`, api: `/api/v1/services/${line.service}` }],
    });
    book.reckoned(`${key}-time`, { title: `${line.title}: outage`, formula: line.formula, value: line.ms, services });
    book.reckoned(key, {
      title: `${line.title}: cost`,
      formula: line.formula,
      value: line.amount,
      services,
      bases: [`${key}-time`],
    });
    return [
      { value: line.title, link: `/services/${line.service}` },
      { value: line.ms, basis: `${key}-time` },
      hour === null ? { value: null, text: '–' } : { value: hour, basis: `${key}-each` },
      { value: line.amount, basis: key, ...((line.amount ?? 0) > 0 && { state: 'warning' as const }) },
    ];
  });
  const keys = value.downtime.map(({ service }) => `downtime-${keyPart(service)}`);
  book.reckoned('downtime', {
    title: 'Lost to outages',
    formula: 'the exact sum over all services whose outage costs something, rounded half up once',
    value: value.downtimeAmount,
    bases: keys,
  });
  return {
    kind: 'table',
    id: 'downtime',
    title: 'Lost to outages',
    columns: [
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'time', title: 'Down in its hours', format: 'duration' },
      { id: 'each', title: 'An hour costs', format: 'money', minor: true },
      { id: 'amount', title: 'Cost', format: 'money' },
    ],
    rows,
    total: [
      { value: 'All' },
      { value: null, text: '' },
      { value: null, text: '' },
      { value: value.downtimeAmount, basis: 'downtime' },
    ],
    empty: 'Nobody reckoned what an hour of any service costs.',
  };
}

export function costTables({ book, value }: ValueParts): Block[] {
  const rows = value.services.map((line): Cell[] => {
    const key = `service-${keyPart(line.service)}`;
    const pages = [
      { words: line.title, link: `/services/${line.service}`, api: `/api/v1/services/${line.service}` },
      settings,
    ];
    book.reckoned(`${key}-devices`, {
      title: `${line.title}: devices`,
      formula: 'devices that it is made of itself',
      value: line.devices,
      pages,
    });
    book.reckoned(key, { title: line.title, formula: line.formula, value: line.amount, pages });
    return [
      { value: line.title, link: `/services/${line.service}` },
      { value: line.devices, basis: `${key}-devices` },
      { value: line.amount, basis: key },
    ];
  });
  return [
    {
      kind: 'table',
      id: 'service-costs',
      title: 'What services cost',
      columns: [
        { id: 'service', title: 'Service', format: 'text' },
        { id: 'devices', title: 'Devices', format: 'integer' },
        { id: 'amount', title: 'Cost', format: 'money' },
      ],
      rows,
      empty: 'There are no services yet.',
    },
  ];
}

/** After the tables, which keep the bases of the sums. */
export function valueFigures({ book, value }: ValueParts): Figure[] {
  const { devices, tool, net, netFormula } = value;
  const pages = [{ words: 'Devices', link: '/', api: '/api/v1/devices' }, settings];
  book.reckoned('tool', { title: 'The tool itself', formula: tool.formula, value: tool.amount, pages: [settings] });
  book.reckoned('net', { title: 'Net', formula: netFormula, value: net, bases: ['saved', 'tool'] });
  book.reckoned('devices', { title: 'Devices', formula: devices.formula, value: devices.amount, pages });
  const figures: Figure[] = [
    {
      id: 'saved-time',
      title: 'Given back',
      format: 'duration',
      cell: { value: ms(value.savedMinutes), basis: 'saved-time' },
    },
    { id: 'saved', title: 'Worth', format: 'money', cell: { value: value.savedAmount, basis: 'saved' } },
    { id: 'tool', title: 'The tool itself', format: 'money', cell: { value: tool.amount, basis: 'tool' } },
    {
      id: 'net',
      title: 'Net',
      format: 'money',
      cell: { value: net, basis: 'net' },
      note: [{ text: netFormula }],
      turn: net > 0 ? 'better' : net < 0 ? 'worse' : 'same',
    },
    {
      id: 'downtime',
      title: 'Lost to outages',
      format: 'money',
      cell: { value: value.downtimeAmount, basis: 'downtime' },
    },
    { id: 'devices', title: 'Devices', format: 'money', cell: { value: devices.amount, basis: 'devices' } },
  ];
  if (devices.each === null || tool.perDevice === null) return figures;
  const formula = `${devices.formula} ÷ ${devices.count}`;
  book.reckoned('device-each', { title: 'A device', formula, value: devices.each, bases: ['devices'], pages });
  book.reckoned('tool-each', {
    title: 'The tool, a device',
    formula: `${tool.formula} ÷ ${devices.count}`,
    value: tool.perDevice,
    bases: ['tool'],
  });
  return [
    ...figures,
    { id: 'device-each', title: 'A device', format: 'money', cell: { value: devices.each, basis: 'device-each' } },
    {
      id: 'tool-each',
      title: 'The tool, a device',
      format: 'money',
      cell: { value: tool.perDevice, basis: 'tool-each' },
    },
  ];
}
