import { createHash } from 'node:crypto';
import type { Step } from '../action.ts';
import { TrustError } from '../errors.ts';
import { checkParameters, isSecret } from '../parameters.ts';
import { openScript } from '../open.ts';
import { requireSite } from '../quorum.ts';
import type { Program, ScriptStatement } from '../script.ts';
import { isCommitted } from '../sealed.ts';
import type { Hearing } from './hearing.ts';
import { programFor, programOf, stepsOf } from './job.ts';

/** Statements are those that were signed, by hash; and of what runs here, the bodies are there and are those, byte for byte. */
export function scriptHash(hearing: Hearing): void {
  for (const step of stepsOf(hearing)) {
    if ('script' in step.what && !hearing.scripts().has(step.what.script.statement))
      throw new TrustError('script-hash', `the statement of ${step.what.script.name} is missing`);
    const program = programOf(hearing, step);
    // One without a program for this platform is refused by the next check.
    if (program !== null) requireBody(hearing, program);
  }
}

/** A publisher vouches for it, under this name and version, for this platform and mode. */
export function scriptStatement(hearing: Hearing): void {
  for (const { what, mode } of stepsOf(hearing)) {
    if ('raw' in what) {
      if (mode !== 'run') throw new TrustError('script-statement', 'what nobody published has no other mode');
      continue;
    }
    const { envelope, statement } = hearing.scripts().get(what.script.statement) ?? { envelope: null, statement: null };
    if (statement === null) throw new TrustError('script-statement', 'it is not of its form');
    requirePublished(hearing, envelope);
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
    const schema = schemaOf(hearing, step);
    checkParameters(schema, step);
    for (const [name, commitment] of Object.entries(step.secrets)) {
      const secret = hearing.secrets()[`${place}.${name}`];
      const parameter = schema.find((one) => one.name === name);
      if (secret === undefined || !isCommitted(commitment, secret) || !parameter || !isSecret(parameter, secret.value))
        throw new TrustError('parameters', `the secret ${name} is missing or another`);
    }
  });
}

function requireBody({ question }: Hearing, { sha256, size }: Program): void {
  const body = question.kind === 'standing' ? undefined : question.bodies.get(sha256);
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
    if (error instanceof TrustError) throw new TrustError('script-statement', `${error.code}: ${error.message}`);
    throw error;
  }
}

function schemaOf(hearing: Hearing, { what }: Step): ScriptStatement['parameters'] {
  return 'raw' in what ? [] : (hearing.scripts().get(what.script.statement)?.statement?.parameters ?? []);
}
