/** The recorded vectors of shared/trust stay true; tests/support/trust/record.ts records new ones. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { accept, type Held, type Question } from '@fettle/shared/trust/accept/accept';
import { noon } from '@fettle/shared/trust/maintenance.fixture';
import * as opening from '@fettle/shared/trust/open';
import { isCommitted, unseal } from '@fettle/shared/trust/sealed';
import { readReceipt } from '@fettle/shared/trust/statements';
import { namesHost, verifyPath } from '@fettle/shared/trust/targets';
import { canonicalBytes, parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprintOf, firstRoot, nextRoot } from '@fettle/shared/trust/chain';
import { openDevice, openGrant, openToken } from '@fettle/shared/trust/check';
import { parseToken } from '@fettle/shared/trust/enrolment-token';
import { fromBase64, verify } from '@fettle/shared/trust/keys';
import { outcome } from '../support/trust/outcome.ts';
import { vectors } from '../support/trust/vectors.ts';

const { openFresh, openGrantAt, openOrder, openReceipt, openRevoke, openScript, openStanding, requireNext } = opening;
const file = (name: string) => fileURLToPath(new URL(`../golden/trust/${name}.json`, import.meta.url));
const read = async (name: string) => JSON.parse(await readFile(file(name), 'utf8'));

describe('what is made now is what was recorded:', () => {
  test.each(Object.entries(vectors()))('%s', async (name, value) => {
    expect(value).toEqual(await read(name));
  });
});

describe('what was recorded is read:', () => {
  test('envelopes', async () => {
    const { root, next, token, grant, device } = await read('envelopes');
    const [one, two] = await read('fingerprints');
    const first = firstRoot(root, one.fingerprint);
    expect(fingerprintOf(nextRoot(first, next))).toBe(two.fingerprint);
    expect(openGrant(first, grant)).toMatchObject({ version: 3, site: 'Zürich' });
    const { key } = openToken(first, token);
    expect(openDevice(device, fromBase64(key)).host).toBe('db-1.example');
  });

  test('enrolment tokens', async () => {
    for (const { seed, fingerprint, pin, text } of await read('enrolment-tokens'))
      expect(parseToken(text)).toEqual({ seed: new Uint8Array(Buffer.from(seed, 'hex')), fingerprint, pin });
  });

  test('canonical forms, and what has none', async () => {
    for (const { json, canonical } of await read('canonical')) {
      const came = outcome(() => canonicalBytes(JSON.parse(json)));
      expect([json, came]).toEqual([json, canonical === null ? 'refused: canonical' : 'accepted']);
      if (canonical !== null) parseCanonical(new Uint8Array(Buffer.from(canonical, 'hex')));
    }
  });

  test('signatures of transcripts', async () => {
    const keys: { name: string; publicKey: string }[] = await read('keys');
    for (const { bytes, signer, signature } of await read('transcripts')) {
      const key = keys.find(({ name }) => name === signer)?.publicKey ?? '';
      expect(verify(fromBase64(key), Buffer.from(bytes, 'hex'), fromBase64(signature))).toBe(true);
    }
  });

  test('refused grants, each with its code', async () => {
    const { root } = await read('envelopes');
    const [{ fingerprint }] = await read('fingerprints');
    const first = firstRoot(root, fingerprint);
    const refused: { code: string; why: string; envelope: unknown }[] = await read('refused-grants');
    expect(refused.map(({ why, envelope }) => [why, outcome(() => openGrant(first, envelope))])).toEqual(
      refused.map(({ why, code }) => [why, `refused: ${code}`]),
    );
  });
});

describe('what was recorded of maintenance is read:', () => {
  test('statements under the root of their chain', async () => {
    const { statements } = await read('maintenance');
    const root = nextRoot(
      firstRoot(statements.firstRoot.envelope, statements.firstRoot.hash),
      statements.root.envelope,
    );
    const at = { root, revoke: null, now: noon };
    const { statement: revoke, hash } = openRevoke(at, statements.revoke.envelope);
    expect(hash).toBe(statements.revoke.hash);
    const after = { ...at, revoke };
    expect(openFresh(after, statements.fresh.envelope).hash).toBe(statements.fresh.hash);
    expect(openScript(after, statements.script.envelope).hash).toBe(statements.script.hash);
    expect(openGrantAt(after, statements.grant.envelope).hash).toBe(statements.grant.hash);
    for (const name of ['order', 'rawOrder'])
      expect(openOrder(after, statements[name].envelope)).toMatchObject({
        complete: true,
        hash: statements[name].hash,
      });
    for (const name of ['standing', 'standingByClock'])
      expect(openStanding(after, statements[name].envelope)).toMatchObject({
        complete: true,
        hash: statements[name].hash,
      });
  });

  test('paths', async () => {
    for (const { count, hash, targets } of await read('targets'))
      for (const { id, host, path } of targets)
        expect([verifyPath(hash, count, path, id), namesHost(path, host)]).toEqual([true, true]);
  });

  test('what was sealed', async () => {
    const { device, sealed, commitment } = await read('sealed');
    const { secrets } = unseal(sealed, Buffer.from(device.privateKey, 'hex'));
    expect(isCommitted(commitment.commitment, secrets['0.password']!)).toBe(true);
  });

  test('receipts, in their chain', async () => {
    const { statements } = await read('maintenance');
    const { device } = readReceipt(parseCanonical(fromBase64(statements.receipt.envelope.payload)));
    const keys: { name: string; publicKey: string }[] = await read('keys');
    const key = fromBase64(keys.find(({ name }) => name === 'device')?.publicKey ?? '');
    let before: { seq: number; hash: string } | null = null;
    for (const { envelope, hash } of await read('receipts')) {
      const { statement, hash: found } = openReceipt(envelope, { id: device, key });
      requireNext(before, statement);
      before = { seq: statement.seq, hash: found };
      expect(found).toBe(hash);
    }
  });

  test('orders, each with what becomes of it', async () => {
    const { device, scripts, bodies, cases } = await read('refused-orders');
    const came = cases.map((one: RecordedCase) => {
      const { kind, envelope, path, firing } = one;
      const beside = {
        scripts: one.scripts ?? scripts,
        sealed: one.sealed ?? null,
        bodies: bytesIn(one.bodies ?? bodies),
      };
      const verdict = accept(
        { kind, envelope, path, firing, ...beside } as Question,
        heldIn({ ...device, ...one.held }),
      );
      return [one.what, verdict.verdict === 'refused' ? verdict.code : verdict.verdict];
    });
    expect(came).toEqual(cases.map(({ what, expected }: RecordedCase) => [what, expected]));
    expect(cases.length).toBeGreaterThan(200);
  });

  test('orders of no form', async () => {
    const { device } = await read('refused-orders');
    for (const { why, code, envelope } of await read('fields')) {
      const question = { kind: 'order', envelope, path: { index: 0, hashes: [] }, scripts: [], sealed: null } as const;
      expect([why, accept({ ...question, bodies: new Map() }, heldIn(device))]).toEqual([
        why,
        expect.objectContaining({ code }),
      ]);
    }
  });
});

interface RecordedCase {
  readonly what: string;
  readonly expected: string;
  readonly kind: string;
  readonly envelope: unknown;
  readonly path?: unknown;
  readonly firing?: unknown;
  readonly scripts?: readonly unknown[];
  readonly sealed?: unknown;
  readonly bodies?: Record<string, string>;
  readonly held?: object;
}

function bytesIn(bodies: Record<string, string>): Map<string, Uint8Array> {
  return new Map(Object.entries(bodies).map(([hash, body]) => [hash, fromBase64(body)]));
}

function heldIn(recorded: Record<string, unknown>): Held {
  const { seen, firstSight, history, sealingKey } = recorded;
  return {
    ...recorded,
    sealingKey: typeof sealingKey === 'string' ? Buffer.from(sealingKey, 'hex') : null,
    seen: () => seen,
    firstSight: () => firstSight,
    history: () => history,
  } as unknown as Held;
}
