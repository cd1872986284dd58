import { unitCount, unitState, unitStates } from '@fettle/shared/metrics/unit';
import type { Portable } from './portable.ts';
import type { Host, SamplerFactory } from './sampler.ts';

type State = 'inactive' | 'active' | 'failed';
interface Unit {
  readonly name: string;
  readonly state: State;
}

const timeoutMs = 10_000;

/** Services of Windows and jobs of launchd. BSD's are scripts, of which no list of states exists. */
export const unit =
  (portable: Portable): SamplerFactory =>
  (host) => {
    const list = listing(portable, host);
    if (list === undefined) return 'services are listed on Linux, Windows and macOS only';
    const told = new Set<string>();
    return {
      family: 'unit',
      lane: 'slow',
      async sample(sink) {
        const units = await list();
        for (const { name, state } of units) {
          // Those that were seen at work or broken: from then on they are told, also when they stop.
          if (state !== 'inactive') told.add(name);
          if (told.has(name)) sink.set(sink.column(unitState, name), unitStates.indexOf(state));
        }
        for (const state of ['inactive', 'active', 'failed'] as const) {
          sink.set(sink.column(unitCount, state), units.filter((one) => one.state === state).length);
        }
      },
    };
  };

function listing({ ask, platform }: Portable, host: Host): (() => Promise<Unit[]>) | undefined {
  if (platform === 'win32') {
    return async () =>
      (await (await ask()).services('*')).map(({ name, running }) => ({
        name,
        state: running ? 'active' : 'inactive',
      }));
  }
  if (platform === 'darwin') return async () => jobsOf(await host.run('launchctl', ['list'], timeoutMs));
  return undefined;
}

/**
 * pure: `launchctl list`: a heading, then process id or `-`, last exit code or the negative number of a signal, label.
 * Jobs that start on demand end all the time, the system's own by a signal: broken is only one of others that ended
 * with an exit code.
 */
export function jobsOf(listed: string): Unit[] {
  return listed.split('\n').flatMap((line) => {
    const [, pid, status, name] = /^(\d+|-)\t(-?\d+)\t(.+)$/.exec(line) ?? [];
    if (pid === undefined || name === undefined) return [];
    const failed = Number(status) > 0 && !name.startsWith('com.apple.');
    return [{ name, state: pid === '-' ? (failed ? 'failed' : 'inactive') : 'active' }];
  });
}
