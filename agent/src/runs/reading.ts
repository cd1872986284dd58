/**
 * What the resident agent must know of statements that it carries to the executor: read loosely and trusted with nothing, for the
 * executor verifies them. What cannot be read is null.
 */
import type { ProgramPlatform } from '@fettle/shared/trust/script';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { ReceiptStatement, Root } from '@fettle/shared/trust/statements';
import { readPlatforms } from './platforms.ts';

type Fields = Readonly<Record<string, unknown>>;

const idForm = /^[0-9a-hjkmnp-tv-z]{26}$/;
const hashForm = /^[0-9a-f]{64}$/;

/** The statement in an envelope, of which nobody knows yet who signed it. */
export function payloadOf(envelope: Pick<Envelope, 'payload'>): Fields | null {
  try {
    return fieldsOf(JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

export interface OrderNamed {
  readonly id: string;
  /** Wall clock, ms. */
  readonly nbf: number;
  readonly exp: number;
}

export function orderIn(envelope: Envelope): OrderNamed | null {
  const order = payloadOf(envelope);
  const [id, nbf, exp] = [order?.['id'], order?.['nbf'], order?.['exp']];
  if (typeof id !== 'string' || !idForm.test(id) || !isTime(nbf) || !isTime(exp)) return null;
  return { id, nbf, exp };
}

export interface StandingNamed {
  readonly id: string;
  readonly version: number;
}

export function standingIn(envelope: Envelope): StandingNamed | null {
  const standing = payloadOf(envelope);
  const [id, version] = [standing?.['id'], standing?.['version']];
  if (typeof id !== 'string' || !idForm.test(id) || !isTime(version)) return null;
  return { id, version };
}

export function receiptIn(envelope: Envelope): ReceiptStatement | null {
  const receipt = payloadOf(envelope);
  if (!isTime(receipt?.['seq']) || typeof receipt['order'] !== 'string') return null;
  return receipt as unknown as ReceiptStatement;
}

/** Hashes of the bodies that this device needs for an order or standing order: its own platform's, and raw ones. */
export function bodiesOf(
  statement: Envelope,
  scripts: readonly Envelope[],
  platforms: readonly ProgramPlatform[] = readPlatforms(),
): readonly string[] {
  const published = scripts.map((script) => {
    const programs = fieldsOf(payloadOf(script)?.['programs']);
    const own = platforms.find((platform) => programs !== null && Object.hasOwn(programs, platform));
    return own === undefined ? undefined : fieldsOf(programs?.[own])?.['sha256'];
  });
  const raw = stepsOf(statement).map((step) => fieldsOf(fieldsOf(step['what'])?.['raw'])?.['sha256']);
  return [...new Set([...published, ...raw])].filter(
    (hash): hash is string => typeof hash === 'string' && hashForm.test(hash),
  );
}

/** The people whose keys signed it, as far as the root knows them. */
export function signersIn(envelope: Envelope, root: Root): readonly string[] {
  const people = envelope.signatures.map(({ keyid }) =>
    Object.hasOwn(root.keys, keyid) ? root.keys[keyid] : undefined,
  );
  return [...new Set(people.map((one) => one?.person ?? 'somebody unknown'))];
}

function stepsOf(statement: Envelope): readonly Fields[] {
  const fields = payloadOf(statement);
  const steps = fields?.['steps'] ?? fieldsOf(fields?.['action'])?.['steps'];
  return Array.isArray(steps) ? steps.map(fieldsOf).filter((step) => step !== null) : [];
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
