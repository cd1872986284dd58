import { gatherValue, reckonValue } from '../../value/index.ts';
import { BasisBook } from '../basis-book.ts';
import type { ReportBody, ReportKind } from '../kind.ts';
import { absent, plain, say, strong } from '../words.ts';
import { costTables, downtimeTable, savedTable, valueFigures, type ValueParts } from './value-blocks.ts';

export const value: ReportKind = {
  id: 'value',
  title: 'Value',
  describe:
    'For whoever pays: what scripts saved, what outages cost, what devices and services cost, and what the tool itself does.',
  example:
    '14 h of people’s work were given back, worth €\u202f630.00; outages cost €\u202f1,204.50; the tool itself €\u202f212.50.',
  async build(ports, ask, progress) {
    await progress(0, 'counts runs');
    let parts = 0;
    const span = { from: ask.from, to: Math.min(ask.to, Math.max(ask.now, ask.from + 1)), zone: ask.zone };
    const facts = await gatherValue(ports, ask.scope, span, () => progress(1 - 1 / (++parts + 1), 'reckons outages'));
    return bodyOf({ ask, book: new BasisBook(), facts, value: reckonValue(facts) });
  },
};

function bodyOf(parts: ValueParts): ReportBody {
  const { ask, book, facts, value: found } = parts;
  const saved = savedTable(parts);
  const downtime = downtimeTable(parts);
  const costs = costTables(parts);
  const figures = valueFigures(parts);
  return {
    sentence: [
      ...(found.savedMinutes === 0
        ? [plain('No script gave time back; outages cost ')]
        : [
            strong(say(Math.round(found.savedMinutes * 60_000), 'duration', ask), 'saved-time'),
            plain(' of people’s work were given back, worth '),
            strong(say(found.savedAmount, 'money', ask), 'saved'),
            plain('; outages cost '),
          ]),
      strong(say(found.downtimeAmount, 'money', ask), 'downtime'),
      plain('; the tool itself '),
      strong(say(found.tool.amount, 'money', ask), 'tool'),
      plain(facts.settings.version === 0 ? '. What an hour costs is assumed: nobody has set it yet.' : '.'),
      ...absent(ask),
    ],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figures }] },
      { id: 'saved', title: 'Given back', note: 'runs that ended done × what each takes by hand', blocks: [saved] },
      {
        id: 'downtime',
        title: 'Lost to outages',
        note: 'in the hours of each service, planned outages left out',
        blocks: [downtime],
      },
      {
        id: 'costs',
        title: 'What services cost',
        note: 'a device that several services use is shared evenly',
        blocks: costs,
      },
    ],
    bases: book.all(),
    counted: {
      samples: 0,
      incidents: 0,
      runs: new Set(facts.scripts.flatMap(({ runs }) => runs)).size,
      devices: facts.devices.length,
    },
  };
}
