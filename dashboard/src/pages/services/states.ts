// pure
import type { Level } from '@fettle/shared/api/levels';
import type { Service, ServiceState } from '@fettle/shared/api/services';
import { Count, counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import type { Piece } from '../../parts/piece.ts';
import type { Shape } from '../../state/standing.ts';

interface Look {
  readonly shape: Shape;
  readonly word: string;
}

/** How each state of a service looks and is called. */
export const looks: Readonly<Record<ServiceState, Look>> = {
  down: { shape: 'critical', word: 'down' },
  degraded: { shape: 'warning', word: 'degraded' },
  unknown: { shape: 'unknown', word: 'unknown' },
  window: { shape: 'window', word: 'in window' },
  'in-order': { shape: 'order', word: 'in order' },
};

export const levelLooks: Readonly<Record<Level['state'], Look>> = {
  kept: { shape: 'order', word: 'kept' },
  close: { shape: 'warning', word: 'close' },
  missed: { shape: 'critical', word: 'missed' },
  'not-measured': { shape: 'unknown', word: 'not measured' },
};

/** The worst first. */
export const levelRank: readonly Level['state'][] = ['missed', 'close', 'not-measured', 'kept'];
export const worstFirst = (some: readonly Level[]): Level[] =>
  some.toSorted((a, b) => levelRank.indexOf(a.state) - levelRank.indexOf(b.state) || spentShare(b) - spentShare(a));

/** How much of its budget is spent: 1 is all of it. Without a budget anything bad is beyond all of it. */
export const spentShare = ({ bad, budget }: Pick<Level, 'bad' | 'budget'>): number =>
  budget > 0 ? bad / budget : bad > 0 ? 2 : 0;

const reason = ({ causes }: Service): string => {
  const [first] = causes;
  if (!first) return '';
  return causes.length === 1 ? plain(first.words, 160) : `${plain(first.words, 160)}, and ${causes.length - 1} more`;
};

/** Why it is as it is, without a full stop; empty when it is in order. */
export const why = (service: Service): string => (service.state === 'in-order' ? '' : reason(service));

const isAre = (count: number) => (count === 1 ? 'is' : 'are');

/** The worst two by name, the others counted. */
export function servicesSentence(all: readonly Service[], now: number): Piece[] {
  if (all.length === 0) {
    return [
      { text: 'No service is described yet. ' },
      { text: 'Say what people rely on, and Fettle says whether they can.', lesser: true },
    ];
  }
  const bad = all.filter(({ state }) => state === 'down' || state === 'degraded');
  const quiet = all.filter(({ state }) => state === 'unknown' || state === 'window');
  const fine = all.length - bad.length - quiet.length;
  const rest = [
    ...(quiet.length > 0 ? [`${counted(quiet.length, 'service')} in a window or unknown`] : []),
    ...(fine > 0 && bad.length + quiet.length > 0 ? [`${fine} in order`] : []),
  ].join(', ');
  if (bad.length === 0) {
    const text =
      quiet.length === 0
        ? `${all.length === 1 ? 'The service is' : `All ${all.length} services are`} in order.`
        : 'Nothing is out. ';
    return [{ text, strong: quiet.length === 0 }, ...(rest === '' ? [] : [{ text: `${rest}.`, lesser: true }])];
  }
  const named = bad.slice(0, 2).flatMap((service): Piece[] => [
    { text: plain(service.name, 80), shape: looks[service.state].shape, href: `/services/${service.id}` },
    {
      text: ` is ${looks[service.state].word}${service.since === null ? '' : ` since ${moment(service.since, now)}`}${reason(service) === '' ? '' : `: ${reason(service)}`}. `,
    },
  ]);
  const others = bad.length - 2;
  return [
    ...named,
    ...(others > 0 ? [{ text: `${Count(others)} more ${isAre(others)} out. ` }] : []),
    ...(rest === '' ? [] : [{ text: `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}.`, lesser: true }]),
  ];
}

/** One service: its state, why, and what that leads to. */
export function serviceSentence(service: Service, relying: readonly string[], now: number): Piece[] {
  const { name, state, since } = service;
  const { shape, word } = looks[state];
  if (state === 'in-order') {
    return [
      { text: plain(name, 80), strong: true },
      { text: ` is in order${since === null ? '' : ` since ${moment(since, now)}`}. ` },
      {
        text: `Made of ${counted(service.devices, 'device')} in ${counted(service.parts.length, 'part')}.`,
        lesser: true,
      },
    ];
  }
  const short = service.partStates
    .filter(({ met }) => !met)
    .map((part) => `${plain(part.name, 60)} (${part.members - part.out} of ${part.members})`);
  return [
    { text: plain(name, 80), shape },
    {
      text: ` is ${word}${since === null ? '' : ` since ${moment(since, now)}`}${reason(service) === '' ? '' : `: ${reason(service)}`}. `,
    },
    ...(short.length > 0 ? [{ text: `Short: ${short.join(', ')}. ` }] : []),
    ...(relying.length > 0
      ? [
          {
            text: `${relying.map((one) => plain(one, 60)).join(', ')} ${relying.length === 1 ? 'relies' : 'rely'} on it.`,
            lesser: true,
          },
        ]
      : []),
  ];
}
