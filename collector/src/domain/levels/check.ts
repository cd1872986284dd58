// pure
import type { CalendarBody, ObjectiveBody } from '@fettle/shared/api/levels';

/** What is wrong at a place of something, in words that say what to do. */
export interface LevelProblem {
  readonly path: readonly string[];
  readonly message: string;
}

const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;
const hidden = /[\p{C}\p{Zl}\p{Zp}]/u;

export function isSlug(id: string): boolean {
  return slug.test(id);
}

/** All that is wrong in a calendar beyond what its schema says. */
export function wrongInCalendar({ name, zone, hours, holidays }: CalendarBody): LevelProblem[] {
  const wrong: LevelProblem[] = [...wrongName(name), ...wrongZone(zone)];
  hours.forEach(({ days, from }, i) => {
    if (from === '24:00') {
      wrong.push({
        path: ['hours', String(i), 'from'],
        message: 'Hours begin at 23:59 at the latest; write 00:00 of the next day.',
      });
    }
    if (new Set(days).size < days.length) {
      wrong.push({ path: ['hours', String(i), 'days'], message: 'A day stands there twice.' });
    }
  });
  const seen = new Set<string>();
  holidays.forEach(({ day }, i) => {
    const at = ['holidays', String(i), 'day'];
    if (!isDay(day)) wrong.push({ path: at, message: `There is no day ${day}. Write it as 2026-12-25.` });
    if (seen.has(day)) wrong.push({ path: at, message: `The holiday ${day} stands there twice.` });
    seen.add(day);
  });
  return wrong;
}

/** All that is wrong in an objective beyond what its schema says; whether its service and calendar are there the verb asks. */
export function wrongInObjective(body: ObjectiveBody): LevelProblem[] {
  const { name, zone, kind, withinMs, burnRules, targetPpm, period } = body;
  const wrong: LevelProblem[] = [...wrongName(name), ...wrongZone(zone)];
  if (kind === 'availability' && withinMs !== null) {
    wrong.push({ path: ['withinMs'], message: 'Availability has no time within which: leave it empty.' });
  }
  if (kind === 'freshness' && withinMs === null) {
    wrong.push({ path: ['withinMs'], message: 'Say how old a good backup may be, such as 26h.' });
  }
  if (burnRules && (kind === 'acknowledge' || kind === 'resolve')) {
    wrong.push({
      path: ['burnRules'],
      message: 'Only a budget of time burns: an objective over incidents has no rules on it.',
    });
  }
  if (burnRules && targetPpm === 1_000_000) {
    wrong.push({
      path: ['burnRules'],
      message: 'A target of 100 % has no budget that could burn: set it lower, or have no rules.',
    });
  }
  if (burnRules && period === 'day') {
    wrong.push({
      path: ['burnRules'],
      message: 'Rates of burning look back three days: choose a week or longer, or have no rules.',
    });
  }
  return wrong;
}

function wrongName(name: string): LevelProblem[] {
  if (name.trim() !== '' && name.length <= 128 && !hidden.test(name)) return [];
  return [{ path: ['name'], message: 'A name has 1 to 128 visible characters.' }];
}

function wrongZone(zone: string): LevelProblem[] {
  try {
    if (/^[A-Za-z]/.test(zone)) {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
      return [];
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return [{ path: ['zone'], message: `There is no time zone ${zone}. Write an IANA name such as Europe/Berlin.` }];
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
