import type { Block, Cell, Figure } from '@fettle/shared/reports/document';
import type { Incident } from '../../incidents/index.ts';
import { keyPart } from '../basis-book.ts';
import { idsOf, type IncidentFacts, type IncidentSums, type Repeat, type RuleSums, sumsOf } from '../incident-facts.ts';
import { against, counted, noted, ppmOf, say } from '../words.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 15;

export function incidentFigures(facts: IncidentFacts, now: IncidentSums, before: IncidentSums | null): Figure[] {
  const { ask, book } = facts;
  const earlier = before === null ? [] : [openedBefore(facts, before)];
  book.count('opened', {
    title: 'Incidents that opened',
    formula: `${counted(now.opened.length, 'incident')} that opened in the span`,
    incidents: idsOf(now.opened),
    bases: earlier,
  });
  book.count('resolved', {
    title: 'Incidents that were resolved',
    formula: `${counted(now.resolved.length, 'incident')} that were resolved in the span and are so still`,
    incidents: idsOf(now.resolved),
  });
  const time = (id: 'acknowledge' | 'resolve', title: string): Figure => {
    const took = now[id];
    const words = `${say(took.sum, 'duration', ask)} in all ÷ ${counted(took.count, 'incident')}, pauses left out, rounded half up`;
    book.reckoned(`${id}-mean`, {
      title,
      formula: took.count === 0 ? 'none' : words,
      value: took.mean,
      incidents: took.of,
    });
    book.reckoned(`${id}-p50`, {
      title: `${title}, median`,
      formula: `the median (R-7) of ${counted(took.count, 'incident')}, pauses left out`,
      value: took.p50,
      incidents: took.of,
    });
    const { note, turn } = against(took.mean, before?.[id].mean ?? null, ask, { format: 'duration', aim: 'less' });
    const more =
      took.p50 === null || took.p95 === null
        ? null
        : `median ${say(took.p50, 'duration', ask)}, p95 ${say(took.p95, 'duration', ask)}`;
    return {
      id,
      title,
      format: 'duration',
      cell: took.mean === null ? { value: null, text: 'none' } : { value: took.mean, basis: `${id}-mean` },
      ...(more === null ? {} : { note: noted(note, more) }),
      ...(turn === undefined ? {} : { turn }),
    };
  };
  return [
    {
      id: 'opened',
      title: 'Incidents',
      format: 'integer',
      cell: { value: now.opened.length, basis: 'opened' },
      ...against(now.opened.length, before?.opened.length ?? null, ask, { format: 'integer', aim: 'less' }),
    },
    {
      id: 'resolved',
      title: 'Resolved',
      format: 'integer',
      cell: { value: now.resolved.length, basis: 'resolved' },
      ...against(now.resolved.length, before?.resolved.length ?? null, ask, { format: 'integer', aim: 'neither' }),
    },
    time('acknowledge', 'Time to acknowledge, mean'),
    time('resolve', 'Time to resolve, mean'),
    betweenFigure(facts),
  ];
}

function openedBefore({ book }: IncidentFacts, { opened }: IncidentSums): string {
  return book.count('opened-before', {
    title: 'Incidents that opened in the time before',
    formula: `${counted(opened.length, 'incident')} that opened in the time before`,
    incidents: idsOf(opened),
  });
}

function betweenFigure({ ask, book, mtbf, devices }: IncidentFacts): Figure {
  const now = mtbf(ask);
  const before = ask.before && mtbf(ask.before);
  book.reckoned('mtbf', {
    title: 'Time between failures of a device',
    formula: `${say(now.upMs, 'duration', ask)} in which the ${counted(devices.size, 'device')} were not out ÷ ${counted(now.failures, 'failure')}: a device fails when it stops speaking or an incident becomes critical`,
    value: now.mtbf,
    incidents: now.incidents,
  });
  return {
    id: 'mtbf',
    title: 'Between failures of a device, mean',
    format: 'duration',
    cell: now.mtbf === null ? { value: null, text: 'none failed' } : { value: now.mtbf, basis: 'mtbf' },
    ...against(now.mtbf, before?.mtbf ?? null, ask, { format: 'duration', aim: 'more' }),
  };
}

/** Opened and the times of some incidents, as three cells with their bases. */
function sumCells({ ask, book }: IncidentFacts, key: string, title: string, own: readonly Incident[]): Cell[] {
  const sums = sumsOf(own, ask);
  const count = book.count(`${key}-opened`, {
    title: `${title}: opened`,
    formula: `${counted(sums.opened.length, 'incident')} that opened in the span`,
    incidents: idsOf(sums.opened),
  });
  const times = (['acknowledge', 'resolve'] as const).map((id): Cell => {
    const took = sums[id];
    if (took.mean === null) return { value: null, text: '–' };
    const formula = `${say(took.sum, 'duration', ask)} ÷ ${counted(took.count, 'incident')}`;
    return {
      value: took.mean,
      basis: book.reckoned(`${key}-${id}`, {
        title: `${title}: mean time to ${id}`,
        formula,
        value: took.mean,
        incidents: took.of,
      }),
    };
  });
  return [{ value: sums.opened.length, basis: count }, ...times];
}

const sumColumns = [
  { id: 'opened', title: 'Opened', format: 'integer' },
  { id: 'acknowledge', title: 'Acknowledged in, mean', format: 'duration', minor: true },
  { id: 'resolve', title: 'Resolved in, mean', format: 'duration' },
] as const;

export function serviceTable(facts: IncidentFacts): Table {
  const { services, incidents } = facts;
  const rows = services
    .map(({ id, name, devices }) => {
      const own = incidents.filter(({ device }) => devices.has(device));
      return [{ value: name, link: `/services/${id}` }, ...sumCells(facts, `service-${keyPart(id)}`, name, own)];
    })
    .toSorted((a, b) => Number(b[1]?.value ?? 0) - Number(a[1]?.value ?? 0));
  return {
    kind: 'table',
    id: 'by-service',
    title: 'By service',
    columns: [{ id: 'service', title: 'Service', format: 'text' }, ...sumColumns],
    rows,
    shown,
    empty: 'There is no service here yet.',
  };
}

export function deviceTable({ book, devices }: IncidentFacts, repeats: readonly Repeat[]): Table {
  const rows = repeats.map(({ rule, device, incidents }, place): Cell[] => {
    const last = incidents.at(-1);
    const [name, ruleName] = [devices.get(device) ?? last?.deviceName ?? device, last?.ruleName ?? rule];
    const basis = book.count(`repeat-${place}`, {
      title: `${ruleName} on ${name}`,
      formula: `${counted(incidents.length, 'incident')} of this rule on this device that opened in the span`,
      incidents: idsOf(incidents),
    });
    return [
      { value: name, link: `/devices/${device}` },
      { value: ruleName },
      { value: incidents.length, basis },
      {
        value: last?.problem ?? null,
        text: last?.problem ? 'looked into' : 'nobody looks into it',
        ...(last?.problem ? { link: `/problems/${last.problem}` } : {}),
      },
    ];
  });
  return {
    kind: 'table',
    id: 'repeats',
    title: 'Repeat offenders',
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'rule', title: 'Rule', format: 'text' },
      { id: 'times', title: 'Times', format: 'integer' },
      { id: 'problem', title: 'Problem', format: 'text', minor: true },
    ],
    rows,
    shown,
    empty: 'Nothing came back three times.',
  };
}

export function ruleTable(facts: IncidentFacts): Table {
  const { rules, incidents } = facts;
  const byRule = Map.groupBy(incidents, ({ rule }) => rule);
  const rows = rules.map(({ rule, name }) => [
    { value: name, link: `/rules/${encodeURIComponent(rule)}` },
    ...sumCells(facts, `rule-${keyPart(rule)}`, name, byRule.get(rule) ?? []),
  ]);
  return {
    kind: 'table',
    id: 'by-rule',
    title: 'By rule',
    columns: [{ id: 'rule', title: 'Rule', format: 'text' }, ...sumColumns],
    rows,
    shown,
    empty: 'No incident opened.',
  };
}

export function noisyTable({ book }: IncidentFacts, noise: readonly RuleSums[]): Table {
  const rows = noise.map(({ rule, name, opened, unseen, openP50 }): Cell[] => {
    const key = `noise-${keyPart(rule)}`;
    const all = book.count(`${key}-opened`, {
      title: `${name}: opened`,
      formula: `${counted(opened.length, 'incident')} that opened in the span`,
      incidents: idsOf(opened),
    });
    const share = ppmOf(unseen.length, opened.length);
    const formula = `${unseen.length} that resolved by themselves with nobody acknowledging them ÷ ${opened.length} that opened`;
    const part = book.reckoned(`${key}-unseen`, {
      title: `${name}: gone by themselves`,
      formula,
      value: share,
      incidents: idsOf(unseen),
    });
    const median = book.reckoned(`${key}-open`, {
      title: `${name}: open, median`,
      formula: 'the median (R-7) from opening to resolution',
      value: openP50,
      incidents: idsOf(opened),
    });
    return [
      { value: name, link: `/rules/${encodeURIComponent(rule)}` },
      { value: opened.length, basis: all },
      { value: share, basis: part },
      { value: openP50, basis: median },
    ];
  });
  return {
    kind: 'table',
    id: 'noise',
    title: 'Noisy rules',
    columns: [
      { id: 'rule', title: 'Rule', format: 'text' },
      { id: 'opened', title: 'Opened', format: 'integer' },
      { id: 'unseen', title: 'Gone by themselves', format: 'ppm' },
      { id: 'open', title: 'Open, median', format: 'duration' },
    ],
    rows,
    empty: 'No rule is noise.',
  };
}

export function openTable({ ask, devices }: IncidentFacts, open: readonly Incident[]): Table {
  const at = Math.min(ask.to, ask.now);
  const rows = open.map(({ id, words, device, deviceName, severity, openedAt, acknowledgedAt }): Cell[] => [
    { value: severity, state: severity },
    { value: words, link: `/incidents/${id}` },
    { value: devices.get(device) ?? deviceName, link: `/devices/${device}` },
    { value: at - openedAt, link: `/incidents/${id}` },
    { value: acknowledgedAt === null ? 'nobody looks at it' : 'acknowledged' },
  ]);
  return {
    kind: 'table',
    id: 'open',
    title: 'Still open at its end',
    columns: [
      { id: 'severity', title: 'Severity', format: 'state' },
      { id: 'what', title: 'What', format: 'text' },
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'since', title: 'Open for', format: 'duration' },
      { id: 'state', title: 'State', format: 'text', minor: true },
    ],
    rows,
    shown,
    empty: 'None is open.',
  };
}
