/** Whether what answers is the collector that this device trusts: a hello up to its proof, and no further. */
import { FettleError } from '@fettle/shared/errors';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { readFromCollector } from '@fettle/shared/protocol/read-message';
import { nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import type { Root } from '@fettle/shared/trust/statements';
import type { Clock } from '../clock.ts';
import { known } from '../link/enrolment.ts';
import { checkChallenge, checkIdentity, helloOf } from '../link/greeting.ts';
import { agentAddress, type Dial } from '../link/socket.ts';
import type { Enrolment } from '../state.ts';
import { failed, type Finding, good } from './finding.ts';

const withinMs = 10_000;

/** Says hello and lets the collector prove itself. The device proves nothing, so that a running agent is not disturbed. */
export async function examineCollector(enrolment: Enrolment, root: Root, dial: Dial, clock: Clock): Promise<Finding> {
  try {
    await greet(enrolment, root, dial, clock);
    return judgeCollector(null);
  } catch (error) {
    return judgeCollector(error instanceof Error ? error : new Error(String(error)));
  }
}

/** @param refusal null: it proved its key, and this device's trust root lists that */
export function judgeCollector(refusal: Error | null): Finding {
  const check = 'collector';
  if (refusal === null) return good(check, 'It proved a key that this device’s trust root lists.');
  const code = refusal instanceof FettleError ? refusal.code : null;
  if (code === 'collector_unreachable')
    return failed(check, refusal.message, 'see the checks above, and that the collector runs');
  if (code === 'identity_unknown' || code === 'signature_invalid' || refusal instanceof TrustError) {
    return failed(check, refusal.message, 'send it nothing; ask the operator whether the collector was changed');
  }
  return failed(check, refusal.message, 'update the older of agent and collector; its log says more');
}

async function greet({ collector, device }: Enrolment, trusted: Root, dial: Dial, clock: Clock): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let root = trusted;
  const hello = helloOf({ id: device, root: root.version });

  function answer(message: FromCollector): void {
    if (message.type === 'error') throw new FettleError(known(message.code), message.message);
    if (message.type === 'statement') {
      const envelope = message.envelope as Envelope;
      if (envelope.payloadType === payloadTypes.root) root = nextRoot(root, envelope);
    }
    if (message.type !== 'challenge') return;
    checkChallenge(hello, message);
    checkIdentity(root, message);
    resolve();
  }

  const wire = dial(agentAddress(collector), {
    opened: () => wire.send(JSON.stringify(hello)),
    text(text) {
      try {
        const message = readFromCollector(text);
        if (!('unknown' in message)) answer(message);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    ended: (why, _code, refusal) =>
      reject(refusal ?? new FettleError('collector_unreachable', `The connection ended: ${why}.`)),
  });
  const cancel = clock.after(withinMs, () => {
    reject(new FettleError('collector_unreachable', `The collector did not answer within ${withinMs / 1_000} s.`));
  });
  try {
    await promise;
  } finally {
    cancel();
    wire.cut();
  }
}
