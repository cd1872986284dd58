import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, allowSite, audited, seesDevice } from '../access/index.ts';
import type { DevicesContext } from './context.ts';
import { checkLabels, visibleText } from './texts.ts';
import type { EnrolmentToken } from './types.ts';

/** A verified `token` statement. */
export type PublishedToken = Omit<EnrolmentToken, 'used' | 'createdAt'>;

/**
 * Makes a signed enrolment token known, so that devices can enrol with it. The same again is no error.
 * @throws FettleError `not_allowed`, `input_invalid`
 */
export async function publishToken(
  { store, now }: DevicesContext,
  actor: Actor,
  { key, envelope, site, labels, uses, notBefore, notAfter }: PublishedToken,
): Promise<EnrolmentToken> {
  allow(actor, 'enrolment.create');
  allowSite(actor, site);
  visibleText(site, 'A site', 64);
  checkLabels(labels);
  // What enrols with it has these labels; whoever may not see that must not add it.
  if (!seesDevice(actor.scope, { site, labels, os: '', kind: '' })) {
    throw new FettleError('not_allowed', 'Your selector would not choose what enrols with this token.');
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(key)) throw new FettleError('input_invalid', 'A token’s key is 32 bytes, base64.');
  if (!Number.isInteger(uses) || uses < 1 || uses > 100_000) {
    throw new FettleError('input_invalid', 'A token has 1 to 100,000 uses.');
  }
  if (notAfter <= notBefore || notAfter <= now) {
    throw new FettleError('input_invalid', 'A token’s end must lie after its beginning, in the time to come.');
  }
  const token = { key, envelope, site, labels, uses, used: 0, notBefore, notAfter, createdAt: now };
  const detail = { site, labels, uses, notAfter };
  const answer = await store.addToken(token, {
    events: [{ time: now, kind: 'token.published', device: null, site, detail: { site, uses, notAfter } }],
    audit: [audited(actor, now, 'devices.publish-token', `enrolment-token:${key}`, detail)],
  });
  return answer === 'added' ? token : ((await store.token(key)) ?? token);
}
