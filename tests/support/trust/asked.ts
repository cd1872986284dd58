/** What a device is asked and what it holds, as JSON that another implementation can read. */
import type { Held, Question } from '@fettle/shared/trust/accept/accept';
import { toBase64 } from '@fettle/shared/trust/keys';
import { allBodies, publishedScripts } from '@fettle/shared/trust/maintenance.fixture';

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
export const bodiesTold = (bodies: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...bodies].map(([hash, body]) => [hash, toBase64(body)]));

/** What it does not say is as in the example. */
export function asked(question: Question) {
  const { kind, envelope } = question;
  if (kind === 'standing') return { kind, envelope };
  const { scripts, sealed: box, bodies } = question;
  return {
    kind,
    envelope,
    ...(kind === 'order' ? { path: question.path } : { firing: question.firing }),
    ...(scripts !== publishedScripts && { scripts }),
    ...(box !== null && { sealed: box }),
    ...(bodies !== allBodies && { bodies: bodiesTold(bodies) }),
  };
}

/** Functions are asked for what a case asks them: whether this order was begun, and what came of this standing order. */
export function told(held: Partial<Held>, question: Question | null) {
  const { seen, firstSight, history, sealingKey, ...plain } = held;
  const id = question === null ? '' : idIn(question.envelope);
  return {
    ...plain,
    ...(sealingKey !== undefined && { sealingKey: sealingKey === null ? null : hex(sealingKey) }),
    ...(seen && { seen: seen(id) }),
    ...(firstSight && { firstSight: firstSight('') }),
    ...(history && { history: history(id) }),
  };
}

/** Of what is no statement: an empty one. */
function idIn(envelope: unknown): string {
  const { payload } = Object(envelope) as { payload?: unknown };
  const text = typeof payload === 'string' ? Buffer.from(payload, 'base64').toString() : '';
  return /"id":"([0-9a-z]{26})"/.exec(text)?.[1] ?? '';
}
