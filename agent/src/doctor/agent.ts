// pure
/** What the agent itself told last: its link, and what it cannot measure. */
import type { LinkState } from '../link/link.ts';
import { failed, type Finding, good, skipped, warning } from './finding.ts';

export interface Told {
  readonly running: boolean;
  readonly last: {
    readonly link: Pick<LinkState, 'state' | 'error'>;
    readonly unavailable: readonly { readonly family: string; readonly reason: string }[];
    readonly problem: string | null;
  } | null;
}

const remedies: Readonly<Record<string, string>> = {
  device_unknown: 'enrol again with a new token, over an empty data folder',
  device_retired: 'enrol again with a new token, over an empty data folder',
  device_quarantined:
    'two machines answer for this device, one is a copy: remove the copy’s data folder, then see fettle device',
};

/** Whether it runs and its collector takes what it sends. */
export function judgeAgent({ running, last }: Told): Finding {
  if (!running || last === null) {
    return failed(
      'agent',
      'It does not run, so nothing is measured.',
      'sudo fettle-agent install, or fettle-agent run',
    );
  }
  if (last.problem !== null) return failed('agent', last.problem, 'see the checks of the folder and the disk');
  const { state, error } = last.link;
  if (state === 'connected') return good('agent', 'It runs, and the collector knows this device.');
  const remedy = remedies[error?.code ?? ''] ?? 'see the other checks; it tries again by itself';
  if (state === 'connecting' && error === null) return warning('agent', 'It runs and connects just now.', 'ask again');
  return failed('agent', `It runs, but is not connected: ${error?.message ?? state}`, remedy);
}

/** What this machine cannot tell. That is how it is, and no fault. */
export function judgeSamplers({ last }: Told): Finding {
  if (last === null) return skipped('samplers', 'The agent has told nothing yet.');
  if (last.unavailable.length === 0) return good('samplers', 'Every family is measured.');
  return good(
    'samplers',
    `Not measured here: ${last.unavailable.map(({ family, reason }) => `${family} (${reason})`).join(', ')}.`,
  );
}
