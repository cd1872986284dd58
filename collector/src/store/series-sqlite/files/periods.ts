// pure

/**
 * The files of the series store: `journal.db` (catalogue and frames not yet in blocks) and one file a period, so that old
 * samples are given up by removing a file. Periods are UTC. `late` is a week like `raw`, for frames that come after the raw samples of
 * their week were given up: it lives only until they are added to the roll-ups, and nothing is answered from it.
 */
export type PeriodKind = 'raw' | 'late' | 'five' | 'hour';

export interface Period {
  readonly kind: PeriodKind;
  /** `raw-2026-11-16.db`, `late-2026-11-16.db` (the Monday of a week), `five-2026-11.db` (a month), `hour-2026.db` (a year). */
  readonly name: string;
  /** ms since 1970; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

const day = 86_400_000;
/** 1970-01-05 was a Monday. */
const firstMonday = 4 * day;

/** The period in which a time lies. */
export function periodOf(kind: PeriodKind, time: number): Period {
  const { start, end } = bounds[kind](time);
  return { kind, start, end, name: `${kind}-${new Date(start).toISOString().slice(0, nameLength[kind])}.db` };
}

/** The period of a file's name, or null for a name that is none of ours. */
export function periodNamed(name: string): Period | null {
  const match = /^(raw|late|five|hour)-(\d{4})(?:-(\d\d))?(?:-(\d\d))?\.db$/.exec(name);
  if (!match) return null;
  const [, kind, year, month = '01', date = '01'] = match;
  const time = Date.parse(`${year}-${month}-${date}T00:00:00Z`);
  if (Number.isNaN(time)) return null;
  const period = periodOf(kind as PeriodKind, time);
  return period.name === name ? period : null;
}

const nameLength: Readonly<Record<PeriodKind, number>> = { raw: 10, late: 10, five: 7, hour: 4 };

const bounds: Readonly<Record<PeriodKind, (time: number) => { start: number; end: number }>> = {
  raw: weekOf,
  late: weekOf,
  five(time) {
    const at = new Date(time);
    return {
      start: Date.UTC(at.getUTCFullYear(), at.getUTCMonth()),
      end: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1),
    };
  },
  hour(time) {
    const year = new Date(time).getUTCFullYear();
    return { start: Date.UTC(year, 0), end: Date.UTC(year + 1, 0) };
  },
};

function weekOf(time: number): { start: number; end: number } {
  const start = Math.floor((time - firstMonday) / (7 * day)) * 7 * day + firstMonday;
  return { start, end: start + 7 * day };
}
