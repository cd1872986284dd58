// pure
import type { ServiceState, Stretch } from '@fettle/shared/api/services';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { clock, day, hour, moment, weekday } from '../../format/time.ts';
import { type BarOnly, inLanes } from '../../parts/line-lanes.ts';
import type { LineModel } from '../../parts/line-model.ts';
import { looks } from './states.ts';

/** Worst first. */
const order: readonly ServiceState[] = ['down', 'degraded', 'unknown', 'window', 'in-order'];
export const worse = (a: ServiceState, b: ServiceState): ServiceState => (order.indexOf(a) <= order.indexOf(b) ? a : b);

export interface DayOf {
  /** Its midnight, ms since 1970, in the zone of the browser. */
  readonly from: number;
  readonly to: number;
  /** The worst of it; null: nothing is known of it, or it is to come. */
  readonly state: ServiceState | null;
  readonly downMs: number;
}
export interface MonthOf {
  readonly from: number;
  readonly to: number;
  readonly days: readonly DayOf[];
  readonly downMs: number;
  readonly degradedMs: number;
  /** Time of which the state is known, planned outage left out. */
  readonly measuredMs: number;
}

const overlap = (a: { from: number; to: number }, from: number, to: number) =>
  Math.max(0, Math.min(a.to, to) - Math.max(a.from, from));

function dayOf(stretches: readonly Stretch[], from: number, to: number): DayOf {
  const touched = stretches.filter((one) => overlap(one, from, to) > 0);
  const [first] = touched;
  return {
    from,
    to,
    state: first ? touched.reduce<ServiceState>((worst, { state }) => worse(worst, state), first.state) : null,
    downMs: sumOf(touched, from, to, 'down'),
  };
}

const sumOf = (stretches: readonly Stretch[], from: number, to: number, state: ServiceState) =>
  stretches.reduce((sum, one) => sum + (one.state === state ? overlap(one, from, to) : 0), 0);

const midnight = (year: number, month: number, date: number) => new Date(year, month, date).getTime();

/** When the month begins that lies so many before that of `now`. */
export function monthsBefore(now: number, months: number): number {
  const at = new Date(now);
  return midnight(at.getFullYear(), at.getMonth() - months, 1);
}

/** The last months, newest first, each with its days, from a history in any order. */
export function monthsOf(stretches: readonly Stretch[], now: number, months = 12): MonthOf[] {
  return Array.from({ length: months }, (_, back) => {
    const from = monthsBefore(now, back);
    const at = new Date(from);
    const to = midnight(at.getFullYear(), at.getMonth() + 1, 1);
    const touched = stretches.filter((one) => overlap(one, from, to) > 0);
    const count = Math.round((to - from) / day);
    const days = Array.from({ length: count }, (__, n) =>
      dayOf(
        touched,
        midnight(at.getFullYear(), at.getMonth(), n + 1),
        midnight(at.getFullYear(), at.getMonth(), n + 2),
      ),
    );
    const [downMs, degradedMs, fine] = (['down', 'degraded', 'in-order'] as const).map((state) =>
      sumOf(touched, from, to, state),
    ) as [number, number, number];
    return { from, to, days, downMs, degradedMs, measuredMs: downMs + degradedMs + fine };
  });
}

export interface LineChange {
  readonly time: number;
  readonly words: string;
  readonly kind: string;
  readonly failed: boolean;
}

/** The last 24 hours of a service as the line of its page. */
export function serviceLine(stretches: readonly Stretch[], changes: readonly LineChange[], now: number): LineModel {
  const from = now - day;
  const share = (time: number) => Math.min(1, Math.max(0, (time - from) / day));
  const seen = stretches.filter((one) => one.to > from && one.from < now);
  const label = ({ causes }: Stretch) => plain(causes[0]?.words ?? '', 40);
  const bars = seen
    .filter(({ state }) => state === 'down' || state === 'degraded' || state === 'unknown')
    .map((one): BarOnly => ({
      shape: looks[one.state].shape,
      from: share(one.from),
      to: share(one.to),
      label: label(one),
    }));
  const windows = seen
    .filter(({ state }) => state === 'window')
    .map((one) => ({
      from: share(one.from),
      to: share(one.to),
      words: `planned, ${moment(one.from, now)} to ${moment(one.to, now)}`,
    }));
  const recent = changes.filter(({ time }) => time >= from && time <= now);
  const words = ({ time, words: text }: LineChange) => `${clock(time)} ${plain(text, 80)}`;
  const known = Math.min(...stretches.map((one) => one.from), now);
  return {
    bars: inLanes(bars),
    windows,
    cuts: [],
    rings: recent.filter(({ kind }) => kind !== 'run').map((one) => ({ at: share(one.time), words: words(one) })),
    ticks: recent
      .filter(({ kind }) => kind === 'run')
      .map((one) => ({ at: share(one.time), words: words(one), failed: one.failed })),
    hours: hoursOf(from, now),
    begins: share(known),
    words: `Last 24 hours: ${bars.length === 0 ? 'it was never out' : `out ${counted(bars.length, 'time')}`}, ${counted(recent.length, 'change or run', 'changes and runs')}.`,
  };
}

/** Every third hour; the name of the day at midnight. */
function hoursOf(from: number, now: number): LineModel['hours'] {
  const start = new Date(from).setMinutes(0, 0, 0);
  const hours: { at: number; label: string; minor: boolean }[] = [];
  for (let time = start + hour; time < now - 1.6 * hour; time += hour) {
    const of = new Date(time).getHours();
    if (of % 3 !== 0) continue;
    const label = of === 0 ? weekday(time).slice(0, 3) : clock(time);
    hours.push({ at: (time - from) / day, label, minor: of % 6 !== 0 || time > now - 3 * hour });
  }
  return hours;
}
