// pure
import type { Progress, Route, Thread } from '../types.ts';

/** How far a route has come, also one that is called like something that every object has; undefined: it has not begun. */
export function progressOf({ progress }: Pick<Thread, 'progress'>, { id }: Pick<Route, 'id'>): Progress | undefined {
  return Object.hasOwn(progress, id) ? progress[id] : undefined;
}
