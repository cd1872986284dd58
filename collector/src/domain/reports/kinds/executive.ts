import type { Sentence } from '@fettle/shared/reports/document';
import { grouped } from '@fettle/shared/reports/format';
import { type ExecutiveFacts, executiveFacts } from '../executive-facts.ts';
import { sumsOf } from '../incident-facts.ts';
import type { ReportKind } from '../kind.ts';
import { counted, followed, plain, say, strong, unknown } from '../words.ts';
import { hoursBars, incidentBars, resolveLines } from './executive-charts.ts';
import { executiveFigures, hourDigits } from './executive-figures.ts';
import { levelTable, overspent } from './executive-levels.ts';
import { moneyLedger, peopleLedger, turnsLedger } from './executive-lists.ts';

/** What needs money is told so far ahead. */
export const aheadMs = 92 * 86_400_000;

export const executive: ReportKind = {
  id: 'executive',
  title: 'Month',
  describe:
    'For management: were the objectives kept, what did outages cost, what gave hours back, what needs money soon, who carries how much.',
  example:
    '11 of 12 objectives were kept. Order intake overspent its error budget by 5 min. Scripts gave back 212 hours.',
  async build(ports, ask, progress) {
    const facts = await executiveFacts(ports, ask, progress);
    await progress(0.97, 'writes it');
    const figures = executiveFigures(facts);
    const levels = levelTable(facts);
    const sections = [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures }] },
      {
        id: 'levels',
        title: 'Services against their objectives',
        note: 'in their hours, exact to the second, nearest to the limit first',
        blocks: [levels],
      },
      { id: 'incidents', title: 'Incidents and how they ended', width: 1, blocks: [incidentBars(facts)] },
      { id: 'resolve', title: 'Time to resolve', width: 1, blocks: [resolveLines(facts)] },
      { id: 'hours', title: 'Hours given back by scripts', width: 1, blocks: [hoursBars(facts)] },
      { id: 'money', title: 'Needs money', note: 'forecast, 80 % spread', width: 1, blocks: [moneyLedger(facts)] },
      { id: 'turns', title: 'What got better, and worse', width: 1, blocks: [turnsLedger(facts)] },
      { id: 'people', title: 'People', ...fairShareNote(facts), width: 1, blocks: [peopleLedger(facts)] },
    ] as const;
    const sums = sumsOf(facts.incidents, ask);
    return {
      sentence: sentenceOf(facts),
      sections,
      bases: facts.book.all(),
      counted: {
        samples: 0,
        incidents: sums.opened.length,
        runs: facts.valueFacts.scripts.reduce((sum, { runs }) => sum + runs.length, 0),
        devices: facts.devices.length,
      },
    };
  },
};

/** As the figure says it: `212 hours`, `2.4 hours`. */
function hoursWords(minutes: number): string {
  const shown = grouped(minutes / 60, hourDigits(minutes));
  return `${shown} ${shown === '1' ? 'hour' : 'hours'}`;
}

/** The tick in each vial. */
function fairShareNote({ ask, loads: { fairShare } }: ExecutiveFacts): { note?: string } {
  if (fairShare === null) return {};
  return { note: `fair share ${say(fairShare, 'number', ask, { decimals: 1 })} incidents` };
}

/** What was kept, what was not and by how much, what was given back, what needs money. */
function sentenceOf({ ask, levels, value, forecasts, book }: ExecutiveFacts): Sentence {
  const measured = levels.filter(({ state }) => state !== 'not-measured');
  const missed = measured.filter(({ state }) => state === 'missed');
  const kept = measured.length - missed.length;
  const basis = book.reckoned('kept', {
    title: 'Objectives that were kept',
    formula: `${kept} of ${counted(measured.length, 'objective')} that could be measured spent no more than their budget`,
    value: kept,
    services: measured.map(({ service: id, from, countedTo: to }) => ({ id, from, to })),
  });
  const soon = forecasts.filter(({ fullAt }) => fullAt !== null && fullAt < ask.now + aheadMs);
  return [
    ...(measured.length === 0
      ? [plain('No objective could be measured. ')]
      : [
          strong(`${kept} of ${counted(measured.length, 'objective was', 'objectives were')} kept.`, basis),
          plain(' '),
        ]),
    ...missed
      .slice(0, 2)
      .flatMap((level) => [
        { text: level.serviceName, tone: 'critical' as const, basis: `level-${level.objective}` },
        followed(` overspent its error budget by ${overspent(level, ask)}. `, `level-${level.objective}`),
      ]),
    ...(value.savedMinutes > 0
      ? [plain('Scripts gave back '), strong(hoursWords(value.savedMinutes), 'hours'), plain('. ')]
      : []),
    ...(soon.length > 0
      ? [
          {
            text: `${counted(soon.length, 'thing needs', 'things need')} money within three months.`,
            tone: 'quiet' as const,
            basis: book.count('soon', {
              title: 'Full within three months',
              formula: `${counted(soon.length, 'thing')} whose middle forecast lies within 92 days`,
              pages: soon.map(({ id, title }) => ({
                words: title,
                link: `/capacity?id=${encodeURIComponent(id)}`,
                api: `/api/v1/capacity/${encodeURIComponent(id)}`,
              })),
            }),
          },
        ]
      : []),
    ...unknown(ask),
  ];
}
