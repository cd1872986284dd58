/** The recorded vectors of shared/trust stay true; tests/support/trust/record.ts records new ones. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canonicalBytes, parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprintOf, firstRoot, nextRoot } from '@fettle/shared/trust/chain';
import { openDevice, openGrant, openToken } from '@fettle/shared/trust/check';
import { parseToken } from '@fettle/shared/trust/enrolment-token';
import { fromBase64, verify } from '@fettle/shared/trust/keys';
import { outcome } from '../support/trust/outcome.ts';
import { vectors } from '../support/trust/vectors.ts';

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
