import type { HandOver } from '@fettle/shared/api/manpower';
import type { Block, Cell, Section, Sentence, State } from '@fettle/shared/reports/document';
import type { Actor } from '../../access/index.ts';
import { handOverOf, type Rota } from '../../people/index.ts';
import { BasisBook } from '../basis-book.ts';
import type { Ask, ReportBody, ReportKind } from '../kind.ts';
import { counted, plain, strong } from '../words.ts';

type Item = HandOver['open'][number];

export const handOver: ReportKind = {
  id: 'hand-over',
  title: 'Hand-over',
  describe:
    'For whoever takes over: what is open and what is next, what was done in the turn, what is under way, what comes soon.',
  example: 'Jana hands over to Tom: 4 incidents are open, 1 of them critical; 7 were put right in the turn.',
  async build(ports, ask, progress) {
    await progress(0.1, 'reads what is open');
    const roster = rosterFor(await ports.work.rotas(), ask.to);
    const { from, to } = ask;
    // Tokens are not told: a report is read by more people than whoever made it.
    const reader: Actor = { kind: 'token', id: 'token:report', role: 'technician', scope: ask.scope };
    const found = await handOverOf({ ...ports, now: ask.now }, reader, { ...(roster && { roster }), from, to });
    await progress(0.9, 'writes it');
    return bodyOf(found, ask);
  },
};

/** Of several rosters the one whose turn ends with the span; else the only one. */
function rosterFor(rotas: readonly Rota[], to: number): string | undefined {
  const ends = rotas.find(({ turns }) => turns(to - 1, to).some((turn) => turn.to === to));
  return (ends ?? (rotas.length === 1 ? rotas[0] : undefined))?.id;
}

function bodyOf(found: HandOver, { scope: _ }: Ask): ReportBody {
  const book = new BasisBook();
  const { open, done, underWay, soon, requests, notes } = found;
  const critical = open.filter(({ state }) => state === 'critical');
  const ids = (items: readonly Item[]) => items.map(({ id }) => id);
  book.count('open', { title: 'Open', formula: 'incidents open when this was made', incidents: ids(open) });
  book.count('critical', { title: 'Critical', formula: 'of these, critical', incidents: ids(critical) });
  book.count('done', {
    title: 'Done',
    formula: 'incidents that opened and were resolved in the turn',
    incidents: ids(done),
  });
  const count = (id: string, title: string, items: readonly Item[]) => ({
    id,
    title,
    format: 'integer' as const,
    cell: { value: items.length, basis: id },
  });
  return {
    sentence: sentenceOf(found, critical.length),
    sections: [
      {
        id: 'figures',
        title: 'In figures',
        blocks: [
          {
            kind: 'figures',
            items: [
              count('open', 'Open', open),
              count('critical', 'Critical', critical),
              count('done', 'Put right', done),
            ],
          },
        ],
      },
      {
        id: 'notes',
        title: 'Notes',
        blocks: [
          {
            kind: 'table',
            id: 'notes',
            title: 'Notes',
            columns: [
              { id: 'time', title: 'When', format: 'time' },
              { id: 'by', title: 'Who', format: 'text' },
              { id: 'text', title: 'Note', format: 'text' },
            ],
            rows: notes.map(({ time, by, text }) => [{ value: time }, { value: by.name }, { value: text }]),
            empty: 'Nobody left one.',
          },
        ],
      },
      part('open', 'Open, and what is next', open, 'Nothing is open.'),
      part('done', 'Done in the turn', done, 'Nothing opened and was put right.'),
      part('under-way', 'Under way', underWay, 'No order, planned change or window.'),
      part('soon', 'Soon', soon, 'Nothing begins, fills up or ends.'),
      part('requests', 'Requests', requests, 'Nobody waits for anything.'),
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: open.length + done.length, runs: 0, devices: 0 },
  };
}

function sentenceOf({ leaving, coming, open, done }: HandOver, critical: number): Sentence {
  const who = leaving && coming ? `${leaving.name} hands over to ${coming.name}: ` : '';
  return [
    plain(who),
    strong(`${counted(open.length, 'incident')} ${open.length === 1 ? 'is' : 'are'} open`, 'open'),
    ...(critical > 0
      ? [plain(', '), { text: `${critical} critical`, tone: 'critical' as const, basis: 'critical' }]
      : []),
    plain('; '),
    strong(counted(done.length, 'was', 'were'), 'done'),
    plain(' put right in the turn.'),
  ];
}

const states: Readonly<Record<string, State>> = {
  critical: 'critical',
  warning: 'warning',
  resolved: 'right',
  window: 'window',
  halted: 'warning',
};

function part(id: string, title: string, items: readonly Item[], empty: string): Section {
  const block: Block = {
    kind: 'table',
    id,
    title,
    columns: [
      { id: 'what', title: 'What', format: 'text' },
      { id: 'where', title: 'Where', format: 'text', minor: true },
      { id: 'since', title: id === 'soon' ? 'When' : 'Since', format: 'time', minor: true },
      { id: 'owner', title: 'Who', format: 'text' },
      { id: 'next', title: id === 'done' ? 'How' : 'Next', format: 'text' },
    ],
    rows: items.map((item): Cell[] => [
      { value: item.words, link: item.link, ...stateOf(item) },
      { value: item.device ?? '', ...(item.site !== null && { text: `${item.device ?? ''} ${item.site}`.trim() }) },
      { value: item.since },
      { value: item.owner?.name ?? '' },
      { value: item.next },
    ]),
    empty,
  };
  return { id, title, blocks: [block] };
}

function stateOf({ state }: Item): Pick<Cell, 'state'> {
  const found = states[state];
  return found === undefined ? {} : { state: found };
}
