// pure
import type { HandOver } from '@fettle/shared/api/manpower';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import type { Piece } from '../../parts/piece.ts';
import type { Shape } from '../../state/standing.ts';

/** Who gives what to whom, worst first. */
export function handOverSentence({ leaving, coming, open, done, requests }: HandOver): Piece[] {
  const critical = open.filter(({ state }) => state === 'critical');
  const who: Piece[] =
    leaving || coming
      ? [
          { text: leaving ? plain(leaving.name, 60) : 'Nobody', strong: true },
          { text: ' hands over to ' },
          { text: coming ? plain(coming.name, 60) : 'nobody', strong: true },
          { text: ': ' },
        ]
      : [];
  const worst: Piece[] =
    critical.length > 0 ? [{ text: counted(critical.length, 'critical incident'), shape: 'critical' }] : [];
  const rest = open.length - critical.length;
  const warning: Piece[] = rest > 0 ? [{ text: counted(rest, 'warning'), shape: 'warning' }] : [];
  const isOpen = [...worst, ...(worst.length > 0 && warning.length > 0 ? [{ text: ' and ' }] : []), ...warning];
  const waits = requests.length > 0 ? `, ${counted(requests.length, 'request')} waiting` : '';
  return [
    ...who,
    ...(isOpen.length > 0
      ? [...isOpen, { text: ` open${waits}.` }]
      : [{ text: `nothing is open${waits}.` }].map((one) => (who.length > 0 ? one : { text: capital(one.text) }))),
    { text: ` ${number(done.length)} put right in the turn.`, lesser: true },
  ];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The shape of an item, with its word. */
export function markOf(state: string): { readonly shape: Shape; readonly word: string } {
  return marks[state] ?? { shape: 'order', word: state.replaceAll('-', ' ') };
}

const marks: Readonly<Record<string, { readonly shape: Shape; readonly word: string }>> = {
  critical: { shape: 'critical', word: 'critical' },
  warning: { shape: 'warning', word: 'warning' },
  resolved: { shape: 'right', word: 'put right' },
  window: { shape: 'window', word: 'window' },
  halted: { shape: 'warning', word: 'halted' },
};
