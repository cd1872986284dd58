/** Examines whether the agent can do its work here. Changes nothing. */
import type { Clock } from '../clock.ts';
import { judgeAgent, judgeSamplers } from '../doctor/agent.ts';
import { judgeClock } from '../doctor/clock.ts';
import { examineCollector } from '../doctor/collector.ts';
import { examineEnrolment } from '../doctor/enrolment.ts';
import { failed, type Finding } from '../doctor/finding.ts';
import { judgeFolder, judgeSpace, readFolder } from '../doctor/folder.ts';
import { examineWay } from '../doctor/network.ts';
import { judgeService } from '../doctor/service.ts';
import { isClosed } from '../durable-file.ts';
import type { Proxy } from '../link/proxy.ts';
import { agentAddress, type Dial } from '../link/socket.ts';
import { accountOf } from '../platform/service/account.ts';
import type { InstalledService, ServiceState } from '../platform/service/service.ts';
import { openState } from '../state.ts';
import { toldIn } from '../told.ts';

export interface DoctorNeeds {
  readonly folder: string;
  readonly installed: InstalledService | null;
  /** Null: this system's services cannot be asked. */
  readonly serviceState: () => Promise<ServiceState | null>;
  readonly dialWith: (pin: string | null) => Dial;
  /** The proxy for an address of a WebSocket; null: none. @throws FettleError `config_invalid` */
  readonly proxyFor: (address: string) => Proxy | null;
  readonly clock: Clock;
}

/** Every check in the order in which one would look. */
export async function doctorCommand({
  folder,
  installed,
  serviceState,
  dialWith,
  proxyFor,
  clock,
}: DoctorNeeds): Promise<Finding[]> {
  if (isClosed(folder)) {
    return [
      failed(
        'folder',
        `Only its owner may look into ${folder}.`,
        'run it with sudo, or as the user that the agent runs as',
      ),
    ];
  }
  const state = openState(folder, 'read');
  const { enrolment, finding: enrolled } = examineEnrolment(state);
  const own = installed?.folder === folder ? installed : null;
  const account = own === null ? undefined : accountOf(own.user);
  const facts = readFolder(folder, account === undefined || own === null ? null : { uid: account.uid, name: own.user });
  const findings = [enrolled, judgeFolder(facts), judgeSpace(facts)];
  if (enrolment !== null) {
    const way = await examineWay(
      enrolment.collector,
      enrolment.pin,
      clock,
      proxyFor(agentAddress(enrolment.collector)),
    );
    findings.push(...way.findings, judgeClock(clock.wall(), way.time));
    findings.push(await examineCollector(enrolment, state.root(), dialWith(enrolment.pin), clock));
  }
  const said = toldIn(folder);
  findings.push(judgeService(installed !== null && own === null ? 'other' : await serviceState()));
  findings.push(judgeAgent(said), judgeSamplers(said));
  return findings;
}
