import { isDeepStrictEqual } from 'node:util';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { ScriptName } from '@fettle/shared/ids';
import { fingerprint } from '@fettle/shared/trust/chain';
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { openScript } from '@fettle/shared/trust/open';
import type { ScriptStatement } from '@fettle/shared/trust/script';
import { type Actor, allow } from '../access/index.ts';
import { held, namesOf, standpointOf, trustInForce } from '../trust/index.ts';
import { checkBody } from './check.ts';
import { type ScriptPorts, scriptNote } from './context.ts';
import { empty } from './draft.ts';
import { blobsOf, statementOf } from './statement.ts';
import type { Script, ScriptRelease } from './types.ts';

export interface ScriptPublication {
  readonly name: string;
  readonly envelope: unknown;
  readonly body: ScriptBody;
}

/**
 * Makes a signed statement the next version of a script. It must be of this body, hash for hash, and signed by publishers of
 * the root in force.
 * @throws FettleError `statement_refused`, `trust_missing`, `changed_meanwhile`, `input_invalid`, `not_allowed`
 */
export async function publishScript(
  ports: Omit<ScriptPorts, 'use'>,
  actor: Actor,
  { name, envelope, body }: ScriptPublication,
): Promise<ScriptRelease> {
  allow(actor, 'script.publish');
  checkBody(name, body);
  const { store, now } = ports;
  const trust = await trustInForce(ports);
  const at = standpointOf(trust, now);
  const { statement, hash, signers } = held('This script statement', () => openScript(at, envelope));
  const before = (await store.script(name as ScriptName)) ?? empty(name as ScriptName, now);
  const expected = statementOf(body, { tenant: trust.root.tenant, name, version: (before.published ?? 0) + 1 });
  if (fingerprint(canonicalBytes(expected)) !== hash) throw differs(statement, expected);
  const release: ScriptRelease = {
    name: before.name,
    version: statement.version,
    body,
    envelope: envelope as Envelope,
    statement: hash,
    publishedAt: now,
    signers: namesOf(trust.root, signers),
  };
  const detail = { version: statement.version };
  const note = scriptNote(actor, now, {
    kind: 'script.published',
    action: 'scripts.publish',
    name: before.name,
    detail,
  });
  const answer = await store.publish(after(before, release, now), release, blobsOf(body), note);
  if (answer !== 'published') throw new FettleError('changed_meanwhile');
  return release;
}

/** What waits and is another body than this one goes on waiting. */
function after(before: Script, { version, statement, body }: ScriptRelease, now: number): Script {
  const { draft } = before;
  return {
    ...before,
    draft: draft && !isDeepStrictEqual(draft.body, body) ? draft : null,
    published: version,
    statement,
    current: body,
    changedAt: now,
    version: before.version + 1,
  };
}

/** Says in what a statement is not of a body. */
function differs(statement: ScriptStatement, expected: ScriptStatement): FettleError {
  const keys = Object.keys(expected) as (keyof ScriptStatement)[];
  const key = keys.find((one) => !isDeepStrictEqual(statement[one], expected[one])) ?? 'programs';
  if (key === 'version') {
    return new FettleError(
      'changed_meanwhile',
      `Version ${expected.version} is the next one to be published, not ${statement.version}. Sign it anew.`,
    );
  }
  const reason = key === 'programs' ? 'script-hash' : 'fields';
  return new FettleError('statement_refused', `The statement is not of this script: its ${key} differs.`, { reason });
}
