import { describe, expect, test } from 'vitest';
import { claimedTokenKey, openDevice, openGrant, openToken, requireWindow } from './check.ts';
import { exampleDevice, exampleGrant, exampleRoot, exampleToken, signed, signerOf } from './example.fixture.ts';
import { toBase64 } from './keys.ts';
import { readRoot } from './statements.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const root = readRoot(exampleRoot());
const token = signerOf('token').publicKey;

describe.each([['token', openToken, exampleToken] as const, ['grant', openGrant, exampleGrant] as const])(
  '%s',
  (type, open, example) => {
    test('is opened when an enroller signed it', () => {
      expect(open(root, signed(type, example(), 'dora'))).toEqual(example());
    });
    test('is refused when somebody else did', () => {
      for (const name of ['ann', 'ben', 'collector', 'token', 'device'])
        expect(() => open(root, signed(type, example(), name))).toThrow(refused('key'));
    });
    test('is refused when it is of another tenant', () => {
      expect(() => open(root, signed(type, example({ tenant: '0'.repeat(26) }), 'dora'))).toThrow(refused('tenant'));
    });
    test('is refused when the role needs two and one signed', () => {
      const keys = [signerOf('dora').keyId, signerOf('ann').keyId];
      const strict = readRoot(exampleRoot({ roles: { ...root.roles, enroller: { keys, threshold: 2 } } }));
      expect(() => open(strict, signed(type, example(), 'dora'))).toThrow(refused('threshold'));
      expect(open(strict, signed(type, example(), 'dora', 'ann'))).toEqual(example());
    });
    test('is refused when it says something else', () => {
      const other = type === 'token' ? exampleGrant() : exampleToken();
      expect(() => open(root, signed(type, other, 'dora'))).toThrow(refused('fields'));
    });
  },
);

test('a token counts from its beginning to before its end', () => {
  const { notBefore, notAfter } = exampleToken();
  expect(() => requireWindow(exampleToken(), notBefore - 1)).toThrow(refused('early'));
  expect(() => requireWindow(exampleToken(), notBefore)).not.toThrow();
  expect(() => requireWindow(exampleToken(), notAfter - 1)).not.toThrow();
  expect(() => requireWindow(exampleToken(), notAfter)).toThrow(refused('expired'));
});

describe('device', () => {
  const record = signed('device', exampleDevice(), 'token', 'device');
  test('is opened when token and device signed it', () => {
    expect(openDevice(record, token)).toEqual(exampleDevice());
    expect(claimedTokenKey(record)).toEqual(token);
  });
  test('is refused when one of them did not', () => {
    expect(() => openDevice(signed('device', exampleDevice(), 'token'), token)).toThrow(refused('key'));
    expect(() => openDevice(signed('device', exampleDevice(), 'device'), token)).toThrow(refused('key'));
    const [one, other] = record.signatures;
    const swapped = {
      ...record,
      signatures: [
        { ...one!, sig: other!.sig },
        { ...other!, sig: one!.sig },
      ],
    };
    expect(() => openDevice(swapped, token)).toThrow(refused('signature'));
  });
  test('is refused when it names another token', () => {
    const other = exampleDevice({ tokenKey: toBase64(signerOf('other').publicKey) });
    expect(() => openDevice(signed('device', other, 'token', 'device'), token)).toThrow(refused('key'));
  });
  test('is refused when its key signed another record', () => {
    const { signatures } = signed('device', exampleDevice({ host: 'other' }), 'device');
    const stolen = signed('device', exampleDevice(), 'token');
    const mixed = { ...stolen, signatures: [...stolen.signatures, ...signatures] };
    expect(() => openDevice(mixed, token)).toThrow(refused('signature'));
  });
  test('is small enough for the greeting', () => {
    const longest = signed('device', exampleDevice({ host: 'h'.repeat(253) }), 'token', 'device');
    expect(JSON.stringify(longest).length).toBeLessThan(1_536);
  });
});
