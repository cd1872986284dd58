// pure
import { severityRank } from '@fettle/shared/severity';
import type { Stage } from './matter.ts';

/** Nothing is told twice, and nothing that is over. */
export const dedup: Stage = {
  name: 'dedup',
  decide({ thread, incident }) {
    const { telling, toldSeverity, told } = thread;
    const isOver = incident.state === 'resolved' || incident.state === 'closed';
    if (telling === 'resolved') {
      if (!isOver) return { passed: false, reason: 'it broke again', again: null };
      return told.length > 0
        ? { passed: true, reason: 'who was told hears of the end' }
        : { passed: false, reason: 'nobody was told of it, so nobody is told of its end', again: null };
    }
    if (isOver) return { passed: false, reason: 'it is over', again: null };
    if (telling === 'severity') {
      return severityRank(incident.severity) > severityRank(toldSeverity)
        ? { passed: true, reason: `worse than what was told: ${incident.severity}` }
        : { passed: false, reason: `told already as ${toldSeverity ?? 'nothing'}`, again: null };
    }
    if (incident.state === 'acknowledged')
      return { passed: false, reason: 'somebody has acknowledged it', again: null };
    if (telling === 'unremedied') return { passed: true, reason: 'what was meant to help did not' };
    return { passed: true, reason: telling === 'opened' ? 'new' : 'nobody has acknowledged it' };
  },
};
