// pure
import type { Progress, Route, Thread } from '../types.ts';
import type { DueStep, Stage } from './matter.ts';
import { progressOf } from './progress.ts';

/** A route that begins again waits as long as the longest of its steps, and this at least. */
const leastPauseMs = 300_000;

/** Chooses the steps whose time has come; the next comes when nobody has acknowledged until then. */
export const escalate: Stage = {
  name: 'escalate',
  decide({ thread, routes }, { now }) {
    const { telling } = thread;
    if (telling === 'resolved') return { passed: true, reason: 'no steps at the end' };
    if (telling === 'severity' || telling === 'reminder') {
      const steps = routes.flatMap((route) => reached(route, progressOf(thread, route)));
      return { passed: true, reason: 'everybody who was reached so far', adds: { steps } };
    }
    if (telling === 'unremedied') {
      const steps = routes.flatMap((route) => hastened(route, thread));
      return { passed: true, reason: 'a remedy did not help: the next step does not wait', adds: { steps } };
    }
    const steps = routes.flatMap((route) => {
      const next = nextStep(route, thread);
      return next !== null && next.at <= now ? [{ route, step: next.step, round: next.round }] : [];
    });
    if (steps.length > 0) return { passed: true, reason: steps.map(stepWords).join(', '), adds: { steps } };
    const again = nextTime(routes, thread);
    return again === null
      ? { passed: false, reason: 'the last step was told', again: null }
      : { passed: false, reason: 'waits for the next step', again };
  },
};

/** The step of a route that comes next, and when; null: it has come to its end. */
export function nextStep(
  route: Route,
  thread: Pick<Thread, 'progress' | 'begun'>,
): (Progress & { readonly at: number }) | null {
  const last = progressOf(thread, route);
  const [first] = route.steps;
  if (first === undefined) return null;
  if (last === undefined) return { step: 0, round: 0, at: thread.begun + first.afterMs };
  const next = route.steps[last.step + 1];
  if (next !== undefined) return { step: last.step + 1, round: last.round, at: last.at + next.afterMs };
  if (last.round >= route.repeat) return null;
  const pause = Math.max(leastPauseMs, ...route.steps.map(({ afterMs }) => afterMs));
  return { step: 0, round: last.round + 1, at: last.at + pause };
}

/** When the next step of any route comes; null: none. */
export function nextTime(routes: readonly Route[], thread: Pick<Thread, 'progress' | 'begun'>): number | null {
  const times = routes.flatMap((route) => nextStep(route, thread)?.at ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** Everybody who was reached so far, and who would be next. */
function hastened(route: Route, thread: Pick<Thread, 'progress' | 'begun'>): DueStep[] {
  const last = progressOf(thread, route);
  const next = nextStep(route, thread);
  const before = last === undefined ? [] : reached(route, last);
  return next === null ? before : [...before, { route, step: next.step, round: next.round }];
}

function reached(route: Route, last: Progress | undefined): DueStep[] {
  if (last === undefined) return [{ route, step: 0, round: 0 }];
  const count = last.round > 0 ? route.steps.length : last.step + 1;
  return route.steps.slice(0, count).map((_, step) => ({ route, step, round: last.round }));
}

const stepWords = ({ route, step, round }: DueStep) =>
  `route ${route.name}, step ${step + 1}${round > 0 ? `, again (${round})` : ''}`;
