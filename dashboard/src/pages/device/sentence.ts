import type { Device, DeviceState } from '@fettle/shared/api/devices';
import type { Incident } from '@fettle/shared/api/incidents';
import { Count } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { clockSeconds, day, every, moment } from '../../format/time.ts';
import type { Piece } from '../../parts/piece.ts';
import { incidentPath } from '../../routes.ts';

const lesser = (text: string): Piece => ({ text, lesser: true });

/** An incident of the device that somebody is told of. */
export type Open = Pick<Incident, 'id' | 'words' | 'severity'>;

interface Telling {
  readonly device: Device;
  /** Worst first. */
  readonly open: readonly Open[];
  /** When it came into its state, in words. */
  readonly since: string;
  readonly values: number;
  readonly now: number;
}

const tellings: Readonly<Record<DeviceState, (telling: Telling) => Piece[]>> = {
  online: ({ device, values, open }) => {
    if (open.length > 0) return broken(open);
    return device.troubles.length > 0 ? troubled(device) : calm(device, values);
  },
  late: ({ device, now }) => [
    { text: 'Its newest frame is late', shape: 'unknown' },
    { text: `: ${lastSeen(device, now)}, and one is due ${every(device.interval)}. ` },
  ],
  offline: ({ device, since, now }) =>
    silent(`Silent since ${since}`, `: no goodbye, so its power, its sleep or its network. `, device, now),
  unreachable: ({ device, since, now }) => silent(`Unreachable since ${since}`, '. ', device, now),
  unknown: ({ device, since, now }) =>
    device.lastSeen === null
      ? [
          { text: 'Enrolled', shape: 'unknown' },
          { text: ` ${moment(device.enrolledAt, now)}; its first frame has not come yet.` },
        ]
      : silent(`Unknown since ${since}`, '. ', device, now),
  stopped: ({ since }) => [
    { text: `Its agent was stopped on purpose`, shape: 'off' },
    { text: `, ${since}. ` },
    lesser('What you see is the last it said.'),
  ],
  quarantined: ({ since }) => [
    { text: 'Quarantined', shape: 'critical' },
    { text: `: two agents answer for this device since ${since}. ` },
    lesser('Enrol the one that is not the original again.'),
  ],
  retired: ({ since }) => [{ text: 'Retired', shape: 'off' }, { text: `, ${since}. ` }, lesser('Its history stays.')],
};

/** How this device is, with what follows from it. Pure: `now` is ms since 1970; `values` is how many it measures. */
export function deviceSentence(device: Device, values: number, now: number, open: readonly Open[] = []): Piece[] {
  return tellings[device.state]({ device, values, now, open, since: moment(device.stateSince, now) });
}

/** The two worst incidents by name, each leading to its page. */
function broken(open: readonly Open[]): Piece[] {
  const named = open.slice(0, 2);
  const more = open.length - named.length;
  const pieces = named.flatMap(({ id, words, severity }, index): Piece[] => [
    { text: plain(words), shape: severity, href: incidentPath(id) },
    { text: index === named.length - 1 ? '. ' : '; ' },
  ]);
  const others =
    more === 0
      ? 'Everything else is in order.'
      : `${Count(more)} more ${more === 1 ? 'incident is' : 'incidents are'} open.`;
  return [...pieces, lesser(others)];
}

function lastSeen({ lastSeen: seen }: Device, now: number): string {
  return seen === null
    ? 'nothing was ever heard of it'
    : `the last one came at ${now - seen < day ? clockSeconds(seen) : moment(seen, now)}`;
}

function silent(what: string, why: string, device: Device, now: number): Piece[] {
  return [
    { text: what, shape: 'unknown' },
    { text: why },
    lesser(`What you see is from ${moment(device.lastSeen ?? now, now)}.`),
  ];
}

function troubled({ troubles }: Device): Piece[] {
  const named = troubles.slice(0, 2);
  const more = troubles.length - named.length;
  const pieces = named.flatMap(({ severity, words }, index): Piece[] => [
    { text: plain(words), shape: severity },
    { text: index === named.length - 1 ? '. ' : '; ' },
  ]);
  const others =
    more === 0 ? 'Everything else is in order.' : `${Count(more)} more ${more === 1 ? 'thing' : 'things'} below.`;
  return [...pieces, lesser(others)];
}

function calm({ interval }: Device, values: number): Piece[] {
  return [
    { text: 'Everything is in order. ' },
    lesser(values === 0 ? '' : `${values.toLocaleString('en-GB')} values ${every(interval)}, none beyond its limit.`),
  ];
}
