// pure
import type { DraftAction } from '@fettle/shared/api/orders';
import type { RunState } from '@fettle/shared/api/orders';
import type { Danger } from '@fettle/shared/trust/class';
import type { Action, RunMode, Step } from '@fettle/shared/trust/action';

const dangerWords: Readonly<Record<Danger, string>> = {
  raw: 'It runs a script that nobody published.',
  script: 'It runs a script that its publisher calls dangerous.',
  bulk: 'It goes to more devices at once than the root’s limit.',
  'reboot-many': 'It restarts more than one device.',
  'agent-update': 'It replaces the agent’s own program.',
  critical: 'It goes to devices that are granted as critical.',
};

export function wordsOfDangers(dangers: readonly Danger[]): string[] {
  return dangers.map((danger) => dangerWords[danger]);
}

const modeWords: Readonly<Record<RunMode, string>> = { run: 'Run', check: 'Check with', undo: 'Undo' };

/** A step in a few words: `Run clear-temp@3 (days=7)`. */
export function wordsOfStep({ what, mode, parameters, secrets, when }: Step): string {
  const name = 'script' in what ? `${what.script.name}@${what.script.version}` : 'a raw script';
  const given = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`);
  const hidden = Object.keys(secrets).map((key) => `${key}=…`);
  const all = [...given, ...hidden].join(', ');
  const condition = when === null ? '' : `, if step ${when.step + 1} ended with ${when.exits.join(' or ')}`;
  return `${modeWords[mode]} ${name}${all === '' ? '' : ` (${all})`}${condition}`;
}

/** What an action does, a line a step. */
export function wordsOfAction(action: Action): string[] {
  if (action.kind === 'script') return action.steps.map(wordsOfStep);
  if (action.kind === 'unit-restart') return [`Restart the unit ${action.unit}`];
  if (action.kind === 'reboot')
    return [`Restart the device, ${action.notice} s after people who are signed in were told`];
  return action.kind === 'agent-update' ? [`Update the agent to ${action.version}`] : ['Fetch the newest trust'];
}

/** How an action is run, for lists; where its steps differ, the most that one does. */
export function modeOf(action: Action): RunMode {
  if (action.kind !== 'script') return 'run';
  const modes = action.steps.map(({ mode }) => mode);
  return (['run', 'undo', 'check'] as const).find((mode) => modes.includes(mode)) ?? 'run';
}

/** A title for who gave none. */
export function titleOf(action: Action | DraftAction): string {
  if (action.kind === 'script') {
    const names = action.steps.map((step) => {
      if ('script' in step) return step.script;
      return 'script' in step.what ? step.what.script.name : 'a raw script';
    });
    return names.join(', ').slice(0, 120);
  }
  return action.kind === 'unit-restart' ? `Restart ${action.unit}`.slice(0, 120) : titles[action.kind];
}

const titles = { reboot: 'Restart', 'agent-update': 'Update the agent', 'trust-refresh': 'Refresh trust' } as const;

export function devicesWords(count: number): string {
  return count === 1 ? '1 device' : `${count.toLocaleString('en')} devices`;
}

/** What became of a run, for people. */
const stateWords: Readonly<Record<RunState, string>> = {
  withheld: 'Waits for its ring.',
  queued: 'Waits for the device.',
  sent: 'Sent to the device.',
  running: 'Runs.',
  done: 'Done.',
  'not-applicable': 'Not applicable here: nothing was to be done.',
  'reboot-needed': 'Done; the device must be restarted.',
  failed: 'Failed.',
  timeout: 'Took too long and was ended.',
  stopped: 'Stopped.',
  unknown: 'The device went down while it ran: how it ended is not known, and it is never run again.',
  refused: 'The device refused it; nothing was run.',
  expired: 'Its time was over before the device could run it.',
};

export function wordsOfRun(run: {
  readonly state: RunState;
  readonly exit: number | null;
  readonly code: string | null;
  readonly remark: string | null;
}): string {
  const { state, exit, code, remark } = run;
  const words = stateWords[state];
  const more = state === 'failed' && exit !== null ? `Failed with exit code ${exit}.` : words;
  const why = state === 'refused' && code !== null ? `${words.slice(0, -1)} (${code}).` : more;
  return remark === null ? why : `${why} ${remark}`;
}
