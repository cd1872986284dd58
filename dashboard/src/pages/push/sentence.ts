// pure
import type { OrderDraft, OrderDraftBody } from '@fettle/shared/api/orders';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import type { Piece } from '../../parts/piece.ts';
import { at, ringWords } from './prose.ts';
import type { Known } from './step-draft.ts';

type What = Extract<OrderDraftBody['what'], { kind: 'order' }>;

const nobody: Piece = { text: 'Nothing runs until it is signed with a person’s own key.', lesser: true };

function deedOf({ action }: What, known: Known): string {
  if (action.kind === 'unit-restart') return `restart ${plain(action.unit, 60)}`;
  if (action.kind === 'reboot') return 'restart the machine';
  const [first] = action.steps;
  const title = known.items?.find(({ name }) => name === first?.script)?.title ?? first?.script ?? '';
  const more = action.steps.length > 1 ? ` and ${counted(action.steps.length - 1, 'more step')}` : '';
  const verb = first?.mode === 'check' ? 'try' : first?.mode === 'undo' ? 'undo' : 'run';
  return `${verb} ${plain(title, 80)}${more}`;
}

function signersOf({ needs }: OrderDraft): Piece {
  const people = needs.reduce((sum, one) => sum + one.people, 0);
  if (people < 2) return nobody;
  return { text: `Nothing runs until ${people} people have signed it with their own keys.`, lesser: true };
}

/** What the order will do, for the head of the page. */
export function pushSentence(
  what: What | undefined,
  draft: OrderDraft | undefined,
  known: Known,
  now: number,
): Piece[] {
  if (!what) return [{ text: 'A new order. ' }, nobody];
  if (!draft) return [{ text: `This order will ${deedOf(what, known)}. ` }, nobody];
  const [first] = draft.rings;
  const rings = ringWords(draft.rings);
  return [
    { text: `This order will ${deedOf(what, known)} on ` },
    { text: counted(draft.targets.count, 'device'), strong: true },
    { text: what.notBefore === null ? ' as soon as it is signed' : ` at ${at(what.notBefore, now)}` },
    ...(rings === '' ? [] : [{ text: ', ' }, { text: `${first === 1 ? 'one' : first} first`, strong: true }]),
    ...(what.rings && draft.targets.count > 1
      ? [{ text: `, and stops by itself if more than ${Math.round(what.rings.haltAt * 1_000) / 10} % fail. ` }]
      : [{ text: '. ' }]),
    draft.problems.length > 0
      ? { text: plain(draft.problems[0] ?? '', 200), shape: 'critical' as const }
      : signersOf(draft),
  ];
}
