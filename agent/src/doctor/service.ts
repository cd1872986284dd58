// pure
import type { ServiceState } from '../platform/service/service.ts';
import { failed, type Finding, good, skipped, warning } from './finding.ts';

/** A service that was started again as often since the machine's start is not well. */
const manyRestarts = 5;

/** @param state null: this system's services cannot be asked; `other`: the service is of another data folder */
export function judgeService(state: ServiceState | 'other' | null): Finding {
  if (state === null) return skipped('service', 'This system’s services cannot be asked.');
  const remedy = 'sudo fettle-agent install';
  if (state === 'other') return skipped('service', 'The service that is installed here uses another data folder.');
  if (!state.installed) return warning('service', 'There is none: the agent ends with whoever started it.', remedy);
  if (state.active !== 'active') {
    return failed(
      'service',
      `It is ${state.active ?? 'not known'}.`,
      'sudo systemctl start fettle-agent; journalctl -u fettle-agent says why',
    );
  }
  if (state.restarts >= manyRestarts) {
    return warning(
      'service',
      `It runs, but was started again ${state.restarts} times.`,
      'journalctl -u fettle-agent says why',
    );
  }
  if (!state.enabled) return warning('service', 'It runs, but does not start with the machine.', remedy);
  return good('service', 'It runs, and starts with the machine.');
}
