import type { Evidence, IncidentDetail } from '@fettle/shared/api/incidents';
import type { IncidentState } from '../../../state/incident.ts';
import { Caught } from './caught.tsx';
import { Causes } from './causes.tsx';
import { Dealing } from './dealing.tsx';
import { EvidenceChart } from './evidence-chart.tsx';
import { Notices } from './notices.tsx';
import { Remedies } from './remedies.tsx';
import { KnownError, Runbook } from './runbook.tsx';
import { Steps } from './steps.tsx';
import { Suspects } from './suspects.tsx';
import { Timeline } from './timeline.tsx';
import { Touched } from './touched.tsx';

function evidenceOf<Kind extends Evidence['kind']>(incident: IncidentDetail, kind: Kind) {
  return incident.evidence.find((one): one is Extract<Evidence, { kind: Kind }> => one.kind === kind);
}

/** The page below its head: how far it is, what shows it; what was done and is to be done beside. */
export function Body({ state, incident }: { state: IncidentState; incident: IncidentDetail }) {
  const processes = evidenceOf(incident, 'processes');
  const known = evidenceOf(incident, 'known-error');
  return (
    <>
      <Steps incident={incident} />
      <div class="split">
        <div>
          <EvidenceChart state={state} incident={incident} />
          <Remedies incident={incident} />
          <Causes items={evidenceOf(incident, 'causes')?.items ?? []} />
          <Suspects items={evidenceOf(incident, 'suspects')?.items ?? []} />
          {processes && processes.items.length > 0 ? <Caught evidence={processes} /> : null}
          <Touched incident={incident} related={evidenceOf(incident, 'related')} />
        </div>
        <aside aria-label="What was done, and what to do">
          <Timeline incident={incident} />
          {known ? <KnownError evidence={known} /> : null}
          <Runbook text={incident.runbook} rule={incident.rule} />
          <Notices state={state} />
          <Dealing incident={incident} />
        </aside>
      </div>
    </>
  );
}
