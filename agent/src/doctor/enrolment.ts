import type { Enrolment, State } from '../state.ts';
import { failed, type Finding, good } from './finding.ts';

/** Whether this device joined a collector, and its trust root can be followed from what the token named. */
export function examineEnrolment(state: Pick<State, 'enrolment' | 'root'>): {
  readonly enrolment: Enrolment | null;
  readonly finding: Finding;
} {
  const again = 'enrol again: fettle-agent enrol with a token from fettle token enrol, over an empty data folder';
  try {
    const enrolment = state.enrolment();
    if (enrolment === null) {
      const remedy = 'run fettle-agent enrol with a token from fettle token enrol';
      return { enrolment, finding: failed('enrolled', 'This machine is not enrolled.', remedy) };
    }
    const { version } = state.root();
    const text = `Device ${enrolment.device} of ${enrolment.collector}, trust root version ${version}.`;
    return { enrolment, finding: good('enrolled', text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { enrolment: null, finding: failed('enrolled', `The enrolment cannot be read: ${why}`, again) };
  }
}
