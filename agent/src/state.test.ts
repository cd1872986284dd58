import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import {
  exampleGrant,
  exampleNext,
  exampleRoot,
  exampleToken,
  signed,
  signerOf,
} from '@fettle/shared/trust/example.fixture';
import { TrustError } from '@fettle/shared/trust/errors';
import { deviceId } from '@fettle/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openState, type State } from './state.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-agent-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rootEnvelope = signed('root', exampleRoot(), 'ann', 'ben');
function enrolled(): State {
  const state = openState(folder);
  state.saveEnrolment(
    {
      device: deviceId(signerOf('device').publicKey),
      collector: 'http://127.0.0.1:1',
      fingerprint: fingerprintOf(exampleRoot()),
      pin: null,
      token: signed('token', exampleToken(), 'dora'),
      enrolledAt: 1,
    },
    [rootEnvelope],
  );
  return state;
}
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as FettleError | TrustError).code;
  }
  return 'done';
};

describe('keys', () => {
  test('are made once, kept, and nobody else’s to read', () => {
    const first = openState(folder).keys();
    expect(openState(folder).keys().device).toBe(first.device);
    expect(first.sealingKey).toHaveLength(32);
    expect(statSync(join(folder, 'device.json')).mode & 0o777).toBe(0o600);
  });

  test('are closed again when something opened them', () => {
    openState(folder).keys();
    chmodSync(join(folder, 'device.json'), 0o644);
    openState(folder).keys();
    expect(statSync(join(folder, 'device.json')).mode & 0o777).toBe(0o600);
  });
});

describe('sequence numbers', () => {
  test('count up by one', () => {
    const state = openState(folder);
    expect([state.nextSequence(), state.nextSequence(), state.nextSequence()]).toEqual([1, 2, 3]);
  });

  test('are never given twice, whenever the agent is killed', () => {
    let last = 0;
    for (let life = 0; life < 20; life++) {
      const state = openState(folder);
      for (let n = 0; n < life * 137; n++) {
        const next = state.nextSequence();
        expect(next).toBeGreaterThan(last);
        last = next;
      }
    }
  });

  test('go on behind what the collector has, and never back', () => {
    const state = openState(folder);
    state.nextSequence();
    state.skipTo(5_000);
    expect(state.nextSequence()).toBe(5_001);
    state.skipTo(10);
    expect(state.nextSequence()).toBe(5_002);
    expect(openState(folder).nextSequence()).toBeGreaterThan(5_002);
  });

  test('go on when the folder cannot be written, and that is told', () => {
    const state = openState(folder);
    state.nextSequence();
    rmSync(folder, { recursive: true });
    for (let n = 0; n < 1_500; n++) state.nextSequence();
    expect(state.problem?.code).toBe('data_unwritable');
    expect(state.nextSequence()).toBe(1_502);
  });

  test('are not guessed from a damaged file', () => {
    writeFileSync(join(folder, 'sequence'), 'many');
    expect(code(() => openState(folder))).toBe('config_invalid');
  });
});

test('a folder that cannot be made is told with a code', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(code(() => openState(join(file, 'data')))).toBe('data_unwritable');
});

describe('trust', () => {
  test('before enrolment there is none', () => {
    const state = openState(folder);
    expect(state.enrolment()).toBeNull();
    expect(code(() => state.root())).toBe('not_enrolled');
  });

  test('is the root that the token named', () => {
    expect(enrolled().root().version).toBe(1);
    expect(openState(folder).enrolment()?.collector).toBe('http://127.0.0.1:1');
  });

  test('follows to the next root and keeps it', () => {
    const next = signed('root', exampleNext(exampleRoot()), 'ann', 'ben', 'eve');
    expect(enrolled().take(next)).toBe('root');
    expect(openState(folder).root().version).toBe(2);
  });

  test('does not follow to a root that too few signed', () => {
    const state = enrolled();
    const next = signed('root', exampleNext(exampleRoot()), 'eve', 'ann');
    expect(code(() => state.take(next))).toBe('threshold');
    expect(openState(folder).root().version).toBe(1);
  });

  test('does not believe a chain of roots that somebody changed on disk', () => {
    enrolled();
    const other = signed('root', exampleRoot({ expires: 1 }), 'ann', 'ben');
    writeFileSync(join(folder, 'roots.json'), JSON.stringify([other]));
    expect(code(() => openState(folder).root())).toBe('fingerprint');
  });

  test('keeps a grant that is newer and its own', () => {
    const state = enrolled();
    const grant = (change: object, by = 'dora') => state.take(signed('grant', exampleGrant(change), by));
    expect(grant({})).toBe('grant');
    expect(state.grant()).toBe(3);
    expect(grant({ version: 2 })).toBeNull();
    expect(grant({ version: 9, device: deviceId(signerOf('other').publicKey) })).toBeNull();
    expect(code(() => grant({ version: 9 }, 'ann'))).toBe('key');
    expect(openState(folder).grant()).toBe(3);
  });

  test('a statement of another kind changes nothing', () => {
    const state = enrolled();
    const before = readFileSync(join(folder, 'roots.json'), 'utf8');
    expect(state.take(signed('token', exampleToken(), 'dora'))).toBeNull();
    expect(readFileSync(join(folder, 'roots.json'), 'utf8')).toBe(before);
  });
});
