import { betweenFailures, type Incident } from '../../incidents/index.ts';
import { spellsIn, visibleServices } from '../../services/index.ts';
import type { Sentence } from '@fettle/shared/reports/document';
import { BasisBook, keyPart } from '../basis-book.ts';
import {
  byOf,
  failuresOf,
  idsOf,
  openAt,
  repeatsOf,
  rulesOf,
  type IncidentFacts,
  type RuleSums,
  sumsOf,
} from '../incident-facts.ts';
import type { Ask, Progress, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { devicesOf, casework, part } from '../reading.ts';
import { stepsOf } from '../steps.ts';
import { counted, fewer, followed, plain, say, strong, unknown } from '../words.ts';
import { deviceTable, incidentFigures, noisyTable, openTable, ruleTable, serviceTable } from './incident-blocks.ts';

export const incidents: ReportKind = {
  id: 'incidents',
  title: 'Incidents',
  describe:
    'For whoever answers for operations: how much went wrong, how soon it was seen and put right, what comes back, which rules are noise.',
  example: '184 incidents opened, 31 fewer than in September. Half of those resolved took 38 min. One rule is noise.',
  async build(ports, ask, progress) {
    const facts = await gather(ports, ask, progress);
    await progress(0.95, 'writes it');
    return bodyOf(facts);
  },
};

async function gather(ports: ReportPorts, ask: Ask, progress: Progress): Promise<IncidentFacts> {
  const span = { from: ask.before?.from ?? ask.from, to: Math.min(ask.to, Math.max(ask.now, ask.from)) };
  const { incidents: found, cases } = await casework(ports, ask, span, part(progress, 0, 0.8));
  const devices = await devicesOf(ports, ask);
  const spells = await spellsIn(ports, ask.scope, { ...span, devices: devices.map(({ id }) => id) });
  await progress(0.85, 'reads what was out');
  const services = await visibleServices(ports, { scope: ask.scope });
  const by = byOf(cases);
  const failures = failuresOf(spells);
  return {
    ask,
    book: new BasisBook(),
    incidents: found,
    rules: rulesOf(sumsOf(found, ask).opened, by),
    devices: new Map(devices.map(({ id, name }) => [id, name])),
    services: services
      .filter(({ service }) => ask.service === null || service.id === ask.service)
      .map(({ service: { id, name }, devices: own }) => ({ id, name, devices: own })),
    mtbf: (asked) => {
      const until = { from: asked.from, to: Math.min(asked.to, Math.max(ask.now, asked.from)) };
      const within = failures.filter((one) => one.from >= until.from && one.from < until.to);
      const ids = [...new Set(within.flatMap(({ key }) => (key.startsWith('i') ? [key] : [])))];
      return { ...betweenFailures(failures, until, devices.length), incidents: ids };
    },
  };
}

function bodyOf(facts: IncidentFacts): ReportBody {
  const { ask, book, incidents: all, rules, devices } = facts;
  const now = sumsOf(all, ask);
  const before = ask.before && sumsOf(all, ask.before);
  const figures = incidentFigures(facts, now, before);
  const repeats = repeatsOf(now.opened);
  const noise = rules.filter(({ noisy }) => noisy);
  const open = openAt(all, Math.min(ask.to, ask.now));
  return {
    sentence: [
      now.opened.length === 0 ? plain('No incident') : strong(counted(now.opened.length, 'incident'), 'opened'),
      plain(' opened'),
      ...(before === null ? [] : [followed(fewer(now.opened.length, before.opened.length, ask), 'opened-before')]),
      plain('. '),
      ...(now.resolve.p50 === null
        ? [plain('None was resolved. ')]
        : [
            plain('Half of those that were resolved took '),
            strong(say(now.resolve.p50, 'duration', ask), 'resolve-p50'),
            plain(' or less. '),
          ]),
      ...noiseWords(facts, noise),
      ...unknown(ask),
    ],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures }] },
      { id: 'when', title: 'When they opened', blocks: [openedBars(facts, now.opened)] },
      {
        id: 'services',
        title: 'By service',
        note: 'an incident counts for each service that its device belongs to',
        blocks: [serviceTable(facts)],
      },
      {
        id: 'repeats',
        title: 'What comes back',
        note: 'the same rule on the same device, three times or more',
        blocks: [deviceTable(facts, repeats)],
      },
      { id: 'rules', title: 'By rule', blocks: [ruleTable(facts)] },
      {
        id: 'noise',
        title: 'Noisy rules',
        note: 'opened ten times or more, nine of ten resolved by themselves with nobody looking, half of them within 15 min',
        blocks: [noisyTable(facts, noise)],
      },
      { id: 'open', title: 'Still open', blocks: [openTable(facts, open)] },
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: now.opened.length, runs: 0, devices: devices.size },
  };
}

/** Which rule is noise, by its name: of several the one that opened most often. */
function noiseWords({ book }: IncidentFacts, noise: readonly RuleSums[]): Sentence {
  const [most, ...more] = noise;
  if (most === undefined) return [];
  const basis = book.count('noisy', {
    title: 'Noisy rules',
    formula: counted(noise.length, 'rule'),
    pages: noise.map(({ rule, name }) => ({
      words: name,
      link: `/rules/${encodeURIComponent(rule)}`,
      api: `/api/v1/rules/${encodeURIComponent(rule)}`,
    })),
  });
  return [
    strong(`“${most.name}”`, `noise-${keyPart(most.rule)}-opened`),
    plain(' is noise: it opened '),
    followed(counted(most.opened.length, 'time'), `noise-${keyPart(most.rule)}-opened`),
    ...(more.length === 0
      ? [plain('.')]
      : [plain(', and so '), followed(`${counted(more.length, 'other is', 'others are')}.`, basis)]),
  ];
}

function openedBars({ ask, book }: IncidentFacts, opened: readonly Incident[]) {
  const steps = stepsOf(ask);
  const severities = ['critical', 'warning'] as const;
  return {
    kind: 'bars',
    id: 'opened-by-time',
    title: `Incidents ${steps.words}`,
    format: 'integer',
    labels: steps.items.map(({ label }) => label),
    series: severities.map((severity) => {
      const groups = steps.items.map((step) =>
        opened.filter(({ openedAt, worst }) => worst === severity && openedAt >= step.from && openedAt < step.to),
      );
      return {
        name: severity,
        values: groups.map(({ length }) => length),
        bases: groups.map((own, place) => {
          const step = steps.items[place];
          return book.count(`opened-${severity}-${place}`, {
            title: `${severity}, ${step?.label ?? ''}`,
            formula: `${counted(own.length, 'incident')} that opened then and were ${severity} at worst`,
            incidents: idsOf(own),
          });
        }),
      };
    }),
    empty: 'No incident opened.',
  } as const;
}
