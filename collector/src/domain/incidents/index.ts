export { actOnIncidents, type Acted, type ActInput, type ActPorts } from './act.ts';
export { applyRun, type AppliedRun } from './apply-run.ts';
export { type Applied, applyFindings } from './apply-findings.ts';
export { devicesAhead } from './causes.ts';
export { clocksOf, type IncidentClocks } from './clocks.ts';
export type { IncidentPorts, RuleSheet } from './context.ts';
export type { Deed } from './deeds.ts';
export { findIncident, getIncident, type GetPorts } from './get.ts';
export { quietOf } from './hushes.ts';
export { type IncidentListQuery, listIncidents, standing } from './list.ts';
export { settings as usualSettings, type Settings } from './settings.ts';
export type { Standing } from './standing.ts';
export type { IncidentPlace, IncidentQuery, IncidentStore, IncidentWrite } from './store.ts';
export { calledBy, type RemedyFiring, type RemedyRun } from './remedy-run.ts';
export { Resolved } from './resolved.ts';
export { getTargets, readTargets, setTargets, type SetTargets } from './targets.ts';
export { restIncidents, retainIncidents, tendIncidents } from './tend.ts';
export { isLive } from './transitions.ts';
export type * from './types.ts';
export { viewIncidents, type ViewPorts } from './view.ts';
export { gatherEvidence, type GatherPorts, usualProviders } from './evidence/gather.ts';
export { causes as causesProvider } from './evidence/causes.ts';
export { processes as processesProvider, tableOf } from './evidence/processes.ts';
export type { Breach, Caught, EvidencePorts, EvidenceProvider, Suspect } from './evidence/provider.ts';
export { refreshSuspects } from './evidence/refresh-suspects.ts';
export { keepCharts, keptEvidence, showEvidence } from './evidence/show.ts';
export { openByRule } from './open-by-rule.ts';
export {
  betweenFailures,
  type BetweenFailures,
  type Failure,
  type Times,
  timesOf,
  timesToAcknowledge,
  timesToResolve,
  type Took,
} from './measures.ts';
