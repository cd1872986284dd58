import { FettleError } from '@fettle/shared/errors';
import { type EnrolmentSecret, parseToken } from '@fettle/shared/trust/enrolment-token';
import { TrustError } from '@fettle/shared/trust/errors';
import type { Clock } from '../clock.ts';
import { enrol } from '../link/enrolment.ts';
import { agentAddress, type Dial, notWithoutTls } from '../link/socket.ts';
import { openState } from '../state.ts';
import { type Control, controlOf } from '../status.ts';

export interface EnrolOptions {
  readonly collector: string;
  readonly token: string;
  readonly folder: string;
  /** What the device is called at first. */
  readonly name: string;
}

export interface EnrolResult {
  readonly device: string;
  readonly collector: string;
  readonly control: Control;
}

/**
 * Makes this device's keys, proves the token to the collector, and keeps whom to trust only when all of it fits.
 * @throws FettleError; nothing is kept then but the device's own keys, so that it can be tried again
 */
export async function enrolCommand(
  options: EnrolOptions,
  dialTo: (pin: string | null) => Dial,
  clock: Clock,
): Promise<EnrolResult> {
  const secret = secretOf(options.token);
  const address = agentAddress(options.collector);
  if (secret.pin !== null && !address.startsWith('wss:')) throw new FettleError('tls_required', notWithoutTls);
  const state = openState(options.folder);
  if (state.enrolment() !== null) throw new FettleError('enrolled_already');
  const { device, signer, sealingKey } = state.keys();
  const joined = await enrol(
    address,
    { device, signer, sealingKey, host: options.name, secret },
    dialTo(secret.pin),
    clock,
  );
  const enrolment = {
    device,
    host: options.name,
    collector: options.collector,
    fingerprint: secret.fingerprint,
    pin: secret.pin,
    token: joined.token,
    enrolledAt: clock.wall(),
  };
  state.saveEnrolment(enrolment, joined.roots);
  return { device, collector: options.collector, control: controlOf(joined.root, enrolment) };
}

function secretOf(token: string): EnrolmentSecret {
  try {
    return parseToken(token);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new FettleError('token_malformed', undefined, { why: error.message });
  }
}
