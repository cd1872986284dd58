/** Levels as anybody would count them who trusts a clock on the wall and nothing else: step by step, minutes or seconds. */
import type { CalendarBody, ObjectiveBody } from '@fettle/shared/api/levels';
import type { StateStretch } from '../services/index.ts';

/** What the clock on the wall of a zone shows, each minute of a range. */
export interface Wall {
  readonly from: number;
  /** Minutes of the day, and days since 1970 as its calendar names them. */
  readonly minute: Int32Array;
  readonly day: Int32Array;
}

const halfHour = 30;

/** Reads the wall each half hour by `Intl`: clocks change at no other time. */
export function wallOf(zone: string, from: number, to: number): Wall {
  const count = Math.ceil((to - from) / 60_000);
  const minute = new Int32Array(count);
  const day = new Int32Array(count);
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  for (let i = 0; i < count; i += halfHour) {
    const parts = Object.fromEntries(format.formatToParts(from + i * 60_000).map(({ type, value }) => [type, value]));
    const date = Date.parse(`${parts['year']}-${parts['month']}-${parts['day']}T00:00:00Z`) / 86_400_000;
    const shown = Number(parts['hour']) * 60 + Number(parts['minute']);
    for (let j = i; j < Math.min(count, i + halfHour); j++) {
      minute[j] = (shown + j - i) % 1_440;
      day[j] = date + Math.floor((shown + j - i) / 1_440);
    }
  }
  return { from, minute, day };
}

/** 1 for each minute of a range that lies in business hours. */
export function openMinutes({ minute, day }: Wall, calendar: CalendarBody | null): Uint8Array {
  if (calendar === null) return new Uint8Array(minute.length).fill(1);
  const days = new Map<number, Uint8Array>();
  const open = new Uint8Array(minute.length);
  for (let i = 0; i < minute.length; i++) {
    const which = day[i] as number;
    let own = days.get(which);
    if (!own) days.set(which, (own = dayOf(calendar, which)));
    open[i] = own[minute[i] as number] as number;
  }
  return open;
}

/** 1 for each minute that the clock may show on a day and that lies in business hours. */
function dayOf({ hours, holidays }: CalendarBody, day: number): Uint8Array {
  const began = (which: number, days: readonly number[]) => {
    const date = new Date(which * 86_400_000);
    const isHoliday = holidays.some((holiday) => Date.parse(`${holiday.day}T00:00:00Z`) === date.getTime());
    return !isHoliday && days.includes(date.getUTCDay() || 7);
  };
  const minutes = new Uint8Array(1_440);
  for (const { days, from, to } of hours) {
    const [begin = 0, end = 0] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    const [today, yesterday] = [began(day, days), began(day - 1, days)];
    for (let minute = 0; minute < 1_440; minute++) {
      if (end > begin && today && minute >= begin && minute < end) minutes[minute] = 1;
      if (end <= begin && ((today && minute >= begin) || (yesterday && minute < end))) minutes[minute] = 1;
    }
  }
  return minutes;
}

export interface Counted {
  readonly measured: number;
  readonly bad: number;
  /** Of the hours that are still to come in the period. */
  readonly ahead: number;
  /** Measured and bad of the last hour, six, day, three days. */
  readonly back: readonly (readonly [measured: number, bad: number])[];
  readonly goneAt: number | null;
}

interface Case {
  readonly objective: Pick<ObjectiveBody, 'targetPpm' | 'windows' | 'degraded'>;
  readonly stretches: readonly StateStretch[];
  readonly open: Uint8Array;
  readonly wall: Wall;
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** ms; everything happens at its multiples. */
  readonly step: number;
}

const hour = 3_600_000;
const backs = [hour, 6 * hour, 24 * hour, 72 * hour];

/** Goes through three days before the period's end, and the period, step by step. */
export function countSteps({ objective, stretches, open, wall, from, to, now, step }: Case): Counted {
  const countedTo = Math.min(now, to);
  const kinds = stretches.map((stretch) => weighOf(objective, stretch));
  const back = backs.map(() => [0, 0] as [number, number]);
  let measured = 0;
  let bad = 0;
  let ahead = 0;
  let at = 0;
  for (let time = Math.min(from, countedTo - 72 * hour); time < to; time += step) {
    if (open[Math.trunc((time - wall.from) / 60_000)] !== 1) continue;
    if (time >= countedTo) {
      ahead += step;
      continue;
    }
    while (at < stretches.length && (stretches[at] as StateStretch).to <= time) at++;
    const kind = kinds[at];
    if (kind === undefined || kind === 'left out' || (stretches[at] as StateStretch).from > time) continue;
    const spent = kind === 'bad' ? step : 0;
    if (time >= from) {
      measured += step;
      bad += spent;
    }
    for (let i = 3; i >= 0 && time >= countedTo - (backs[i] as number); i--) {
      const one = back[i] as [number, number];
      one[0] += step;
      one[1] += spent;
    }
  }
  const bare = { measured, bad, ahead, back };
  return { ...bare, goneAt: goneOf(bare, { objective, open, wall, to, countedTo, step }) };
}

function weighOf(
  { windows, degraded }: Case['objective'],
  { state, planned }: StateStretch,
): 'good' | 'bad' | 'left out' {
  const ofWindow = windows === 'leave-out' ? 'left out' : 'bad';
  return {
    'in-order': 'good' as const,
    unknown: 'left out' as const,
    down: 'bad' as const,
    window: ofWindow,
    degraded: degraded === 'up' ? ('good' as const) : planned ? ofWindow : ('bad' as const),
  }[state] as 'good' | 'bad' | 'left out';
}

export function budgetOf({ measured, ahead }: Pick<Counted, 'measured' | 'ahead'>, targetPpm: number): number {
  return Number((BigInt(measured + ahead) * BigInt(1_000_000 - targetPpm)) / 1_000_000n);
}

/** Spends the budget on, step by step of the hours to come. */
function goneOf(
  { measured, bad, ahead, back }: Omit<Counted, 'goneAt'>,
  {
    objective,
    open,
    wall,
    to,
    countedTo,
    step,
  }: Pick<Case, 'objective' | 'open' | 'wall' | 'to' | 'step'> & { countedTo: number },
): number | null {
  const left = budgetOf({ measured, ahead }, objective.targetPpm) - bad;
  const [ofMeasured, ofBad] = back[3] ?? [0, 0];
  if (left <= 0 || ofBad === 0) return null;
  let passed = 0;
  for (let time = countedTo; time < to; time += step) {
    if (open[Math.floor((time - wall.from) / 60_000)] !== 1) continue;
    // So much of it would be bad: passed × ofBad ÷ ofMeasured; whole numbers decide where it is close.
    if ((passed + step) * ofBad > left * ofMeasured * 0.999_999) {
      for (let ms = 1; ms <= step; ms++) {
        if (BigInt(passed + ms) * BigInt(ofBad) >= BigInt(left) * BigInt(ofMeasured)) return time + ms;
      }
    }
    passed += step;
  }
  return null;
}
