import type { EvidenceProvider } from '../incidents/index.ts';
import { modelOf, type ProblemPorts } from './context.ts';
import { isAbout } from './repeats.ts';
import type { Problem } from './types.ts';

/** Shows what is known of an incident's problem, and what helps. */
export function knownErrorProvider(ports: Pick<ProblemPorts, 'store' | 'inventory'>): EvidenceProvider {
  return {
    kind: 'known-error',
    async look(_, { incident }) {
      const known = await ports.store.problems(['known-error']);
      if (known.length === 0) return null;
      const model = await modelOf(ports, incident.device);
      const found =
        known.find(({ id }) => id === incident.problem) ?? known.find((problem) => isAbout(problem, incident, model));
      return found ? { content: knownError(found), likely: `Known error: ${found.title}` } : null;
    },
  };
}

/** As evidence. */
export function knownError({ id, title, rootCause, workaround }: Problem): Readonly<Record<string, unknown>> {
  return { problem: id, title, rootCause, workaround };
}
