import { createHash } from 'node:crypto';
import { TrustError } from '../errors.ts';
import { checkParameters, isSecret } from '../parameters.ts';
import { openScript } from '../open.ts';
import { requireSite } from '../quorum.ts';
import type { Program } from '../script.ts';
import { isCommitted } from '../sealed.ts';
import type { Hearing } from './hearing.ts';
import { programFor, runnableOf, stepsOf } from './job.ts';

/** Statements are those that were signed, by hash; and of what runs here, the bodies are there and are those, byte for byte. */
export function scriptHash(hearing: Hearing): void {
  for (const step of stepsOf(hearing)) {
    if ('script' in step.what && !hearing.scripts().has(step.what.script.statement))
      throw new TrustError('script-hash', `the statement of ${step.what.script.name} is missing`);
    const runnable = runnableOf(hearing, step);
    // One without a program for this platform is refused by the next check.
    if (runnable !== null) requireBody(hearing, runnable.program);
  }
}

/** A publisher vouches for it, under this name and version, for this platform and mode. */
export function scriptStatement(hearing: Hearing): void {
  for (const { what, mode } of stepsOf(hearing)) {
    if ('raw' in what) {
      if (mode !== 'run') throw new TrustError('script-statement', 'what nobody published has no other mode');
      continue;
    }
    const found = hearing.scripts().get(what.script.statement);
    const statement = found?.statement ?? null;
    if (found === undefined || statement === null) throw new TrustError('script-statement', 'it is not of its form');
    requirePublished(hearing, found.envelope);
    if (statement.name !== what.script.name || statement.version !== what.script.version)
      throw new TrustError('script-statement', `it is ${statement.name}@${statement.version}`);
    if ((mode === 'check' && !statement.check) || (mode === 'undo' && !statement.undo))
      throw new TrustError('script-statement', `${statement.name} has no mode ${mode}`);
    if (programFor(statement, hearing.held.device.platform) === null)
      throw new TrustError('script-statement', `${statement.name} has no program for ${hearing.held.device.platform}`);
  }
}

export function parameters(hearing: Hearing): void {
  stepsOf(hearing).forEach((step, place) => {
    const schema = runnableOf(hearing, step)?.parameters ?? [];
    checkParameters(schema, step);
    for (const [name, commitment] of Object.entries(step.secrets)) {
      const secret = hearing.secrets()[`${place}.${name}`];
      const parameter = schema.find((one) => one.name === name);
      if (secret === undefined || !isCommitted(commitment, secret) || !parameter || !isSecret(parameter, secret.value))
        throw new TrustError('parameters', `the secret ${name} is missing or another`);
    }
  });
}

function requireBody({ bodies }: Hearing, { sha256, size }: Program): void {
  const body = bodies.get(sha256);
  if (body === undefined) throw new TrustError('script-hash', `the body ${sha256} is missing`);
  if (body.length !== size || createHash('sha256').update(body).digest('hex') !== sha256)
    throw new TrustError('script-hash', `the body ${sha256} is another`);
}

function requirePublished({ held, clock }: Hearing, envelope: unknown): void {
  const { root, revoke, grant } = held;
  try {
    const { signers } = openScript({ root, revoke, now: clock }, envelope);
    requireSite(root, signers, grant?.site);
  } catch (error) {
    throw new TrustError('script-statement', String(error));
  }
}
