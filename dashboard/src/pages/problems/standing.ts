// pure
import type { Problem } from '@fettle/shared/api/problems';
import { Count, counted } from '../../format/count.ts';
import type { Piece } from '../../parts/piece.ts';
import type { Shape } from '../../state/standing.ts';

export type State = Problem['state'];

/** Groups of the list, in its order. */
export const groups: readonly { readonly state: State; readonly title: string; readonly note: string }[] = [
  { state: 'proposed', title: 'Proposed', note: 'found by the collector; a person says whether it is one' },
  { state: 'open', title: 'Open', note: 'the cause is looked for' },
  { state: 'known-error', title: 'Known errors', note: 'the workaround stands on every new incident' },
  { state: 'closed', title: 'Closed', note: 'the cause is gone' },
  { state: 'dismissed', title: 'Dismissed', note: 'no problem' },
];

export const words: Readonly<Record<State, string>> = {
  proposed: 'proposed',
  open: 'open',
  'known-error': 'known error',
  closed: 'closed',
  dismissed: 'dismissed',
};

export const shapes: Readonly<Record<State, Shape>> = {
  proposed: 'unknown',
  open: 'warning',
  'known-error': 'window',
  closed: 'right',
  dismissed: 'off',
};

/** What can be made of a problem, in the order of likelihood. */
export const ways: Readonly<Record<State, readonly { readonly to: State; readonly deed: string }[]>> = {
  proposed: [
    { to: 'open', deed: 'It is one: open it' },
    { to: 'dismissed', deed: 'Dismiss' },
  ],
  open: [
    { to: 'known-error', deed: 'It is a known error' },
    { to: 'closed', deed: 'Close' },
    { to: 'dismissed', deed: 'Dismiss' },
  ],
  'known-error': [
    { to: 'closed', deed: 'Close' },
    { to: 'open', deed: 'Open again' },
  ],
  closed: [{ to: 'open', deed: 'Open again' }],
  dismissed: [{ to: 'open', deed: 'Open it after all' }],
};

/** What repeats, and what somebody should decide. */
export function problemsSentence(all: readonly Problem[]): Piece[] {
  const of = (state: State) => all.filter((one) => one.state === state);
  const proposed = of('proposed').length;
  const open = [...of('open'), ...of('known-error')];
  const behind = open.reduce((sum, { incidents }) => sum + incidents, 0);
  const pieces: Piece[] = [];
  if (proposed > 0) {
    pieces.push(
      { text: `${Count(proposed)} ${proposed === 1 ? 'problem is' : 'problems are'} proposed`, strong: true },
      { text: `: say whether to work on ${proposed === 1 ? 'it' : 'them'}. ` },
    );
  }
  if (open.length === 0) return [...pieces, { text: 'No problem is open.', lesser: true }];
  const are = open.length === 1 ? 'is worked on or known' : 'are worked on or known';
  return [
    ...pieces,
    { text: `${Count(open.length)} ${are}, behind ${counted(behind, 'incident')}.`, lesser: pieces.length > 0 },
  ];
}
