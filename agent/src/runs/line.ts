/**
 * What is to be run, one thing after the other: the executor runs one at a time. Decides nothing about whether it may: whatever is
 * ready is asked, and what the executor says is told.
 */
import type { Clock } from '../clock.ts';
import type { Answer, Ask } from '../executor/wire.ts';
import type { Executor } from './executor-client.ts';
import type { Trouble } from './trouble.ts';

export interface Task {
  /** One with the same key that waits already is not asked twice. */
  readonly key: string;
  /** Hashes of bodies that it needs. */
  readonly bodies: readonly string[];
  /** Wall clock, ms: from then on it is asked though a body is missing, and the executor says what follows. */
  readonly end: number;
  ask(bodies: Readonly<Record<string, string>>): Ask;
  /** Right before it is asked. False: it is not needed any more. @throws FettleError `data_unwritable`: asked later */
  begin(): boolean;
  heard(answer: Answer): void;
  /**
   * The executor's last word. A number: it is asked again at this time (wall clock, ms); null: it is done.
   * @param until said by `waiting`, else null
   */
  ended(end: string | null, until: number | null): number | null;
}

export interface Line {
  /** @param notBefore wall clock, ms */
  add(task: Task, notBefore?: number): void;
  has(key: string): boolean;
  drop(key: string): void;
  /** Something changed: a body came, a time is over. */
  pump(): void;
  stop(): void;
}

interface Place {
  readonly task: Task;
  at: number;
}

/** An executor that cannot be asked is tried again after the first, then twice as long each time, up to the last. */
const againMs = { first: 5_000, last: 600_000 } as const;
/** Looked again after so long though nothing told that it is time: the wall clock may be set meanwhile. */
const lookMs = 60_000;

interface Needs {
  readonly executor: Pick<Executor, 'ask'>;
  readonly bodies: {
    read(hashes: readonly string[]): Readonly<Record<string, string>> | null;
    want(hashes: readonly string[]): void;
  };
  /** Before each ask: whether it can be asked at all. */
  readonly ready: () => Promise<boolean>;
  /** Hashes of bodies that may be needed while there is no connection. */
  readonly ahead: () => readonly string[];
  readonly clock: Clock;
  readonly trouble: Trouble;
}

export function createLine({ executor, bodies, ready, ahead, clock, trouble }: Needs): Line {
  let places: Place[] = [];
  let running: Place | null = null;
  let over = false;
  let failures = 0;
  let cancel = () => {};

  function pump(): void {
    cancel();
    if (over) return;
    bodies.want([...places.flatMap(({ task }) => task.bodies), ...ahead()]);
    if (running !== null || places.length === 0) return;
    const now = clock.wall();
    for (const place of places) {
      if (place.at > now) continue;
      const found = bodies.read(place.task.bodies);
      if (found === null && now < place.task.end) continue;
      return void start(place, found ?? {});
    }
    const next = Math.min(...places.map(({ task, at }) => (at > now ? at : Math.max(now, task.end))));
    cancel = clock.after(Math.min(Math.max(next - now, 1), lookMs), pump);
  }

  async function start(place: Place, found: Readonly<Record<string, string>>): Promise<void> {
    running = place;
    const again = await attempt(place.task, found);
    running = null;
    if (again === null) places = places.filter((one) => one !== place);
    else place.at = again;
    pump();
  }

  /** @returns when to ask again, wall clock */
  async function attempt(task: Task, found: Readonly<Record<string, string>>): Promise<number | null> {
    const later = () => clock.wall() + Math.min(againMs.first * 2 ** failures++, againMs.last);
    try {
      if (!(await ready()) || over) return later();
      failures = 0;
      trouble.over();
      if (!places.some((one) => one.task === task) || !task.begin()) return null;
      let until: number | null = null;
      const end = await executor.ask(task.ask(found), (answer) => {
        if (answer.answer === 'waiting') until = answer.until;
        task.heard(answer);
      });
      return task.ended(end, until);
    } catch (error) {
      // A disk that is full today is not tomorrow; what was not written was not done.
      trouble.tell(error, 'What is to be run could not be handed on, and is tried again');
      return later();
    }
  }

  return {
    add(task, notBefore = 0) {
      if (!places.some(({ task: { key } }) => key === task.key)) places.push({ task, at: notBefore });
      pump();
    },
    has: (key) => places.some(({ task }) => task.key === key),
    drop(key) {
      places = places.filter(({ task }) => task.key !== key);
      pump();
    },
    pump,
    stop() {
      over = true;
      cancel();
    },
  };
}
