import { Count, counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import { devicePath } from '../../routes.ts';
import { byHurt, type FleetDevice, isSilent, type Standing, standingOf, type Stood } from '../../state/standing.ts';
import type { Piece } from '../../parts/piece.ts';

/** One thing that is wrong: the pieces that say it, and how many devices it covers. */
interface Clause {
  readonly pieces: readonly Piece[];
  readonly devices: number;
  readonly urgent: boolean;
}

/** What is wrong in the fleet now, the worst named, the rest counted. Pure: `now` is ms since 1970. */
export function fleetSentence(devices: readonly FleetDevice[], now: number): Piece[] {
  const present = devices.filter(({ state }) => state !== 'retired');
  if (present.length === 0)
    return [{ text: 'No device is enrolled yet. ' }, lesser('The line below puts the first one here.')];
  const clauses = clausesOf(present, now);
  if (clauses.length === 0) return [{ text: 'Everything is in order. ' }, lesser(calm(present))];
  const named = clauses.slice(0, clauses[1]?.urgent ? 2 : 1);
  return [...named.flatMap(({ pieces }) => pieces), lesser(rest(clauses.slice(named.length), present, now))];
}

const lesser = (text: string): Piece => ({ text, lesser: true });

function clausesOf(devices: readonly FleetDevice[], now: number): Clause[] {
  const silent = devices.filter(isSilent).filter(({ lastSeen }) => lastSeen !== null);
  const together = silent.length > 3;
  const single = byHurt(together ? devices.filter((device) => !isSilent(device)) : devices, now)
    .filter(({ standing }) => needsSomebody(standing))
    .map((stood) => ofDevice(stood, now));
  return together ? [ofSilence(silent, devices, now), ...single].toSorted(urgentFirst) : single;
}

const needsSomebody = ({ rank }: Standing) => rank >= 20;
const urgentFirst = (a: Clause, b: Clause) => Number(b.urgent) - Number(a.urgent);

function ofDevice({ device, standing }: Stood, now: number): Clause {
  const name: Piece = { text: plain(device.name), shape: standing.shape, href: devicePath(device.id) };
  return { pieces: [name, { text: saying(device, standing, now) }], devices: 1, urgent: standing.rank >= 40 };
}

/** What follows the device's name. */
function saying(device: FleetDevice, { why }: Standing, now: number): string {
  const since = moment(device.stateSince, now);
  if (device.state === 'online') return `: ${plain(why)}. `;
  if (device.state === 'offline') return ` went silent at ${since}. `;
  if (device.state === 'unreachable') return ` has been unreachable since ${since}. `;
  if (device.state === 'unknown') return ` has been unknown since ${since}. `;
  if (device.state === 'quarantined') return ` is quarantined: two agents answer for it. `;
  return ` is late: ${why[0]?.toLowerCase() ?? ''}${why.slice(1)}. `;
}

/** Many silent devices are one thing: a whole site, or so many of them. */
function ofSilence(silent: readonly FleetDevice[], all: readonly FleetDevice[], now: number): Clause {
  const first = silent.reduce((a, b) => (b.stateSince < a.stateSince ? b : a));
  const { site } = first;
  const ofSite = all.filter((device) => device.site === site);
  const whole = silent.every((device) => device.site === site) && ofSite.length === silent.length;
  const since = moment(first.stateSince, now);
  const pieces: Piece[] = whole
    ? [
        { text: `Everything at ${plain(site)} is silent`, shape: 'unknown' },
        { text: ` since ${since}: ${counted(silent.length, 'device')}. ` },
      ]
    : [
        { text: counted(silent.length, 'device'), shape: 'unknown' },
        { text: ' are silent; the first was ' },
        { text: plain(first.name), strong: true, href: devicePath(first.id) },
        { text: `, at ${since}. ` },
      ];
  return { pieces, devices: silent.length, urgent: true };
}

function rest(others: readonly Clause[], devices: readonly FleetDevice[], now: number): string {
  const inOrder = devices.filter((device) => standingOf(device, now).shape === 'order').length;
  const calmOnes =
    inOrder === 0
      ? ''
      : inOrder === 1
        ? 'one other device is in order.'
        : `${counted(inOrder, 'device')} are in order.`;
  if (others.length === 0) return calmOnes === '' ? '' : `${calmOnes[0]?.toUpperCase() ?? ''}${calmOnes.slice(1)}`;
  const urgent = others.filter((clause) => clause.urgent).length;
  const n = others.length;
  const words =
    urgent > 0
      ? `${Count(n)} more ${n === 1 ? 'device needs' : 'devices need'} you`
      : `${Count(n)} smaller ${n === 1 ? 'thing' : 'things'} can wait`;
  return calmOnes === '' ? `${words}.` : `${words}; ${calmOnes}`;
}

function calm(devices: readonly FleetDevice[]): string {
  const stopped = devices.filter(({ state }) => state === 'stopped').length;
  const off = stopped === 0 ? '' : `, ${stopped} stopped on purpose`;
  const waiting = devices.filter((device) => device.lastSeen === null).length;
  const yet = waiting === 0 ? '' : `, ${waiting} not heard of yet`;
  return `${counted(devices.length, 'device')}${off}${yet}.`;
}
