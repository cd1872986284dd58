import type { Level } from '@fettle/shared/api/levels';
import type { Block, Cell } from '@fettle/shared/reports/document';
import { isOfTime } from '@fettle/shared/objective';
import type { Device } from '../../devices/index.ts';
import type { Incident } from '../../incidents/index.ts';
import type { Run } from '../../orders/index.ts';
import type { Case, Loads } from '../../people/index.ts';
import type { Request } from '../../requests/index.ts';
import { type BasisBook, keyPart } from '../basis-book.ts';
import { within } from '../between.ts';
import { openAt } from '../incident-facts.ts';
import type { Ask } from '../kind.ts';
import { counted, say } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 15;

export interface CustomerFacts {
  readonly ask: Ask;
  readonly book: BasisBook;
  readonly devices: readonly Device[];
  readonly incidents: readonly Incident[];
  readonly cases: readonly Case[];
  readonly runs: readonly Run[];
  readonly requests: readonly Request[];
  readonly levels: readonly Level[];
  /** Of each service which site it is for. */
  readonly siteOf: ReadonlyMap<string, string | null>;
  readonly loads: Loads;
}

export function levelTable({ ask, book, levels, siteOf }: CustomerFacts, site: string, key: string): Table {
  const own = levels.filter(({ service }) => siteOf.get(service) === site);
  const rows = own.map((level): Cell[] => {
    const { objective, serviceName, service, name, targetPpm, valuePpm, state, from, countedTo: to } = level;
    const unit = isOfTime(level) ? 'duration' : 'integer';
    const basis = book.reckoned(`${key}-level-${keyPart(objective)}`, {
      title: `${serviceName}: ${name}`,
      formula: `1 − ${say(level.bad, unit, ask)} bad ÷ ${say(level.measured, unit, ask)} measured`,
      value: valuePpm,
      services: [{ id: service, from, to }],
      incidents: [...new Set(level.spent.flatMap(({ incidents }) => incidents))],
    });
    return [
      {
        value: state === 'missed' ? 'missed' : state === 'not-measured' ? 'not measured' : 'kept',
        state: state === 'missed' ? 'critical' : state === 'not-measured' ? 'unknown' : 'right',
      },
      { value: serviceName, link: `/services/${service}` },
      { value: name },
      { value: targetPpm },
      valuePpm === null ? { value: null, text: 'no data' } : { value: valuePpm, basis },
    ];
  });
  return {
    kind: 'table',
    id: `${key}-levels`,
    title: `${site}: objectives`,
    columns: [
      { id: 'state', title: 'State', format: 'state' },
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'objective', title: 'Objective', format: 'text' },
      { id: 'target', title: 'Agreed', format: 'ppm' },
      { id: 'value', title: 'Reached', format: 'ppm' },
    ],
    rows,
    empty: 'Nothing was agreed yet.',
  };
}

/** Who worked on this customer's incidents. */
export function peopleTable({ book, loads }: CustomerFacts, key: string, own: readonly Incident[]): Table {
  const ids = new Set<string>(own.map(({ id }) => id));
  const rows = loads.people.flatMap(({ person, load }): Cell[][] => {
    const worked = load.worked.filter((id) => ids.has(id));
    const resolved = load.resolved.filter((id) => ids.has(id));
    if (worked.length === 0) return [];
    const [first, second] = [
      book.count(`${key}-worked-${person.id}`, {
        title: `${person.name}: worked`,
        formula: counted(worked.length, 'incident'),
        incidents: worked,
      }),
      book.count(`${key}-resolved-${person.id}`, {
        title: `${person.name}: resolved`,
        formula: counted(resolved.length, 'incident'),
        incidents: resolved,
      }),
    ];
    return [
      [{ value: person.name }, { value: worked.length, basis: first }, { value: resolved.length, basis: second }],
    ];
  });
  return {
    kind: 'table',
    id: `${key}-people`,
    title: 'People',
    columns: [
      { id: 'who', title: 'Who', format: 'text' },
      { id: 'worked', title: 'Worked', format: 'integer' },
      { id: 'resolved', title: 'Resolved', format: 'integer' },
    ],
    rows,
    empty: 'Nobody had to act.',
  };
}

export function incidentTable({ ask, cases }: CustomerFacts, key: string, own: readonly Incident[]): Table {
  const by = new Map(cases.map((one) => [one.id, one.by]));
  const words = { script: 'by a script', hand: 'by hand', itself: 'by itself' } as const;
  const open = new Set(openAt(own, Math.min(ask.to, ask.now)).map(({ id }) => id));
  const rows = own
    .filter(({ openedAt, resolvedAt }) => within(openedAt, ask) || within(resolvedAt, ask))
    .map((one): Cell[] => {
      const how = by.get(one.id) ?? null;
      return [
        { value: one.worst, state: one.worst },
        { value: one.openedAt, link: `/incidents/${one.id}` },
        { value: one.words, link: `/incidents/${one.id}` },
        { value: one.deviceName, link: `/devices/${one.device}` },
        {
          value: one.resolvedAt === null ? null : one.resolvedAt - one.openedAt,
          ...(one.resolvedAt === null ? { text: 'open' } : { link: `/incidents/${one.id}` }),
        },
        { value: open.has(one.id) ? 'still open' : how === null ? '' : words[how] },
      ];
    });
  return {
    kind: 'table',
    id: `${key}-incidents`,
    title: 'Incidents',
    columns: [
      { id: 'worst', title: 'Worst', format: 'state' },
      { id: 'opened', title: 'Opened', format: 'time' },
      { id: 'what', title: 'What', format: 'text' },
      { id: 'device', title: 'Device', format: 'text', minor: true },
      { id: 'took', title: 'Took', format: 'duration' },
      { id: 'how', title: 'Put right', format: 'text', minor: true },
    ],
    rows,
    shown,
    empty: 'Nothing went wrong.',
  };
}

export function requestTable({ requests }: CustomerFacts, site: string, key: string): Table {
  const rows = requests
    .filter((one) => one.site === site)
    .map(({ id, title, asker, askedAt, state, outcome, endedAt }): Cell[] => [
      { value: askedAt, link: `/requests/${id}` },
      { value: title, link: `/requests/${id}` },
      { value: asker.name },
      { value: state },
      { value: outcome },
      endedAt === null ? { value: null, text: 'not yet' } : { value: endedAt - askedAt, link: `/requests/${id}` },
    ]);
  return {
    kind: 'table',
    id: `${key}-requests`,
    title: 'Requests',
    columns: [
      { id: 'when', title: 'Asked', format: 'time' },
      { id: 'what', title: 'What', format: 'text' },
      { id: 'who', title: 'By whom', format: 'text' },
      { id: 'state', title: 'State', format: 'text' },
      { id: 'outcome', title: 'What came of it', format: 'text', minor: true },
      { id: 'took', title: 'Took', format: 'duration' },
    ],
    rows,
    shown,
    empty: 'Nothing was asked for.',
  };
}
