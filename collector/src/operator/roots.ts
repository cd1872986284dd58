/** The chain of roots in the operator's folder. */
import { readFile } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import { fingerprint, followChain } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import type { Root } from '@fettle/shared/trust/statements';
import type { Home } from './home.ts';
import { createPrivateFile } from './private-file.ts';

export interface Chain {
  /** From version 1 on. */
  readonly envelopes: readonly Envelope[];
  readonly root: Root;
  /** Of the last one. */
  readonly fingerprint: string;
}

/** @returns null when there is no root yet. @throws FettleError `trust_damaged` unless the whole chain is valid */
export async function readChain(home: Home): Promise<Chain | null> {
  const envelopes: Envelope[] = [];
  try {
    for (let text; (text = await readRootFile(home, envelopes.length + 1)) !== null;)
      envelopes.push(JSON.parse(text) as Envelope);
    const [first] = envelopes;
    return first === undefined ? null : chainOf(envelopes, fingerprintIn(first));
  } catch (error) {
    throw new FettleError(
      'trust_damaged',
      `The trust root in ${home.rootsFolder} is damaged: ${(error as Error).message} Restore this folder from a backup.`,
    );
  }
}

/** @returns false when another process wrote this version first */
export async function addRoot(home: Home, version: number, envelope: Envelope): Promise<boolean> {
  return createPrivateFile(home.rootFile(version), `${JSON.stringify(envelope)}\n`);
}

function chainOf(envelopes: readonly Envelope[], first: string): Chain {
  const root = followChain(envelopes, first);
  return { envelopes, root, fingerprint: fingerprintIn(envelopes.at(-1)) };
}

function fingerprintIn(envelope: unknown): string {
  return fingerprint(unpack(envelope, payloadTypes.root).payload);
}

const absent: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR']);

async function readRootFile(home: Home, version: number): Promise<string | null> {
  try {
    return await readFile(home.rootFile(version), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && absent.has(error.code)) return null;
    throw error;
  }
}
