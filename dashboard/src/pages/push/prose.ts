// pure
import type { DraftStep, OrderDraft, OrderDraftBody } from '@fettle/shared/api/orders';
import { counted } from '../../format/count.ts';
import { durationText } from '../../format/duration.ts';
import { plain } from '../../format/text.ts';
import { clock, date, day } from '../../format/time.ts';
import { shortHash } from '../../format/hash.ts';
import { parameterWords } from './parameters.ts';
import type { Known } from './step-draft.ts';

/** A piece of the deed: what changes from order to order is strong. */
export interface Words {
  readonly text: string;
  readonly strong?: boolean;
  readonly mono?: boolean;
}

type What = Extract<OrderDraftBody['what'], { kind: 'order' }>;
const strong = (text: string): Words => ({ text, strong: true });
const w = (text: string): Words => ({ text });

/** "22:00 today", "06:00 tomorrow", "22:00 on 5 Dec". */
export function at(time: number, now: number): string {
  const days = Math.round((new Date(time).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / day);
  const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `on ${date(time, now)}`;
  return `${clock(time)} ${when}`;
}

const modes = { run: 'Run ', check: 'Only look what would be done by ', undo: 'Undo what was done by ' } as const;

export function stepWords(step: DraftStep, place: number, known: Known): Words[] {
  const item = known.items?.find(({ name }) => name === step.script);
  const version = step.version ?? item?.published ?? '';
  const parameters =
    known.bodyOf(step.script, step.version === undefined ? '' : String(step.version))?.parameters ?? [];
  const given = parameterWords(parameters, step.parameters).map((one) => plain(one, 200));
  const condition: Words[] =
    place === 0
      ? []
      : step.when
        ? [
            w(' Where step '),
            strong(String(step.when.step + 1)),
            w(' ended with '),
            strong(step.when.exits.join(' or ')),
            w(', '),
          ]
        : [w(' Where that ended well, ')];
  const mode = modes[step.mode];
  return [
    ...condition,
    w(place === 0 ? mode : mode.slice(0, 1).toLowerCase() + mode.slice(1)),
    strong(`${plain(item?.title ?? step.script, 80)} ${version}`),
    ...(item?.statement && step.version === undefined
      ? [w(', exactly the version with hash '), { text: shortHash(item.statement), mono: true }]
      : []),
    ...(given.length > 0 ? [w(', with '), strong(given.join(', '))] : []),
  ];
}

function actionWords({ action }: What, known: Known): Words[] {
  if (action.kind === 'unit-restart') return [w('Restart the service '), strong(plain(action.unit, 128))];
  if (action.kind === 'reboot')
    return [
      w('Restart the whole machine'),
      ...(action.notice > 0
        ? [w(', '), strong(durationText(action.notice * 1_000)), w(' after those signed in were told')]
        : [w(' at once, without notice')]),
    ];
  return action.steps.flatMap((step, place) => [
    ...stepWords(step, place, known),
    w(place < action.steps.length - 1 ? '.' : ''),
  ]);
}

/** "One device first, then 4, then 33" */
export function ringWords(rings: readonly number[]): string {
  if (rings.length < 2) return '';
  const [first = 0, ...rest] = rings;
  return `${first === 1 ? 'One device' : counted(first, 'device')} first, then ${rest.join(', then ')}`;
}

function howItStops({ rings }: What, reckoned: readonly number[]): Words[] {
  if (!rings) return [w(' All at once; it does not stop by itself.')];
  // With one ring only there is nothing after it that could be stopped.
  if (reckoned.length === 1) return [];
  const order = ringWords(reckoned);
  return [
    w(' '),
    ...(order === '' ? [] : [strong(order), w('; ')]),
    strong(`${order === '' ? 'Stop' : 'stop'} if more than ${haltWords(rings)} fail`),
    w('.'),
  ];
}

const haltWords = ({ haltAt }: { haltAt: number }) => `${Math.round(haltAt * 1_000) / 10} %`;

function targetWords({ targets }: What, draft: OrderDraft | undefined): Words[] {
  const count = draft ? counted(draft.targets.count, 'device') : 'the devices';
  if (targets.kind === 'devices') return [w(', on '), strong(`these ${count}`), w(' and no others')];
  const fits: Words[] =
    targets.selector === ''
      ? [w(', everything there is')]
      : [w(' that fit '), { text: plain(targets.selector, 200), mono: true }];
  return [w(', on '), strong(count), ...fits, w(', named in it one by one')];
}

/** The order in prose, from the form and what the collector reckons of it. `now` is ms since 1970. */
export function pushProse(what: What, draft: OrderDraft | undefined, known: Known, now: number): Words[] {
  const begins = what.notBefore ?? now;
  return [
    ...actionWords(what, known),
    ...targetWords(what, draft),
    w('. '),
    ...(what.notBefore === null ? [w('As soon as it is signed')] : [w('Not before '), strong(at(begins, now))]),
    w('; not after '),
    strong(what.notBefore === null ? `${durationText(what.expiresInMs)} later` : at(begins + what.expiresInMs, now)),
    w('.'),
    ...howItStops(what, draft?.rings ?? []),
    w(' Each device runs it '),
    strong('at most once'),
    w('.'),
  ];
}
