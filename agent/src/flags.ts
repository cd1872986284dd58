// pure
/** How Node runs the agent: the one table that `run` itself and the service's unit share. docs/performance.md says what each brings. */

/** What the agent has to do, as far as it decides how Node is best run. */
export interface Load {
  /** Processes on the machine; 0 where nobody counted. */
  readonly processes: number;
  /** Whether this Node can be told to call the system itself. */
  readonly ffi: boolean;
}

/** From here on the optimizer earns what it costs: 11 MB of memory. */
const many = 500;

/**
 * Little memory: a small nursery, no threads that compile and collect beside us. `--optimize-for-size` and `--lite-mode`
 * would save another 1 MB and take half as much processor time again.
 */
const small = ['--max-semi-space-size=1', '--v8-pool-size=0'] as const;
/** Code that runs once a second or less is hardly ever hot. */
const unoptimized = ['--no-opt', '--no-maglev'] as const;

/** For one call, which lets go of the memory that only the start has needed (platform/linux/release-program.ts). */
const ffi = ['--experimental-ffi', '--disable-warning=ExperimentalWarning'] as const;

/** Node's flags for the agent. Those of V8 are refused in NODE_OPTIONS: they stand before the program's file. */
export function runtimeFlags({ processes, ffi: may }: Load): readonly string[] {
  return [...small, ...(processes >= many ? [] : unoptimized), ...(may ? ffi : [])];
}

/** Must be there before the process starts: glibc's malloc then keeps one heap in place of one a thread. */
export const runtimeEnvironment = { MALLOC_ARENA_MAX: '1' } as const;

/** Stands in the environment of an agent that has started itself again, so that it never does so twice. */
export const startedAgain = 'FETTLE_AGENT_STARTED_AGAIN';

/** How a process was started. */
export interface Started {
  /** What stood before the program's file. */
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether this system lets a process take another's place. */
  readonly mayBeReplaced: boolean;
}

/**
 * What a process must be started with once more, or null: it runs as it should, or has tried already, or cannot.
 * Flags of the user's own stay, and stand last, where they count.
 */
export function startAgainWith(
  { flags, environment, mayBeReplaced }: Started,
  load: Load,
): { readonly flags: readonly string[]; readonly environment: Readonly<Record<string, string>> } | null {
  if (!mayBeReplaced || environment[startedAgain] !== undefined) return null;
  const wanted = runtimeFlags(load);
  const asWanted =
    wanted.every((flag) => flags.includes(flag)) &&
    Object.entries(runtimeEnvironment).every(([name, value]) => environment[name] === value);
  if (asWanted) return null;
  const kept = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    flags: [...wanted.filter((flag) => !flags.includes(flag)), ...flags],
    environment: { ...Object.fromEntries(kept), ...runtimeEnvironment, [startedAgain]: '1' },
  };
}
