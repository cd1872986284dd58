/** The real gateway on a real socket, over a recording in-memory ingest. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@fettle/collector/clock';
import { createGateway, type Gateway } from '@fettle/collector/edge/gateway/gateway';
import { createPresence, type Presence } from '@fettle/collector/edge/gateway/presence';
import type { GatewayVerbs, KnownDevice } from '@fettle/collector/edge/gateway/verbs';
import { FettleError } from '@fettle/shared/errors';
import type { FrameRefusal } from '@fettle/collector/domain/series/index';
import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { formatToken } from '@fettle/shared/trust/enrolment-token';
import { exampleRoot, exampleToken, seedOf, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import type { RootStatement } from '@fettle/shared/trust/statements';

/** What a collector remembers, across restarts of its gateway. */
export interface Memory {
  readonly frames: { readonly frame: Frame; readonly dictionary: Dictionary }[];
  readonly duplicates: number[];
  readonly devices: Map<DeviceId, KnownDevice>;
  readonly tokens: Map<string, { envelope: string; uses: number; used: number; expired: boolean }>;
  readonly facts: Readonly<Record<string, string>>[];
  /** What people are told of frames that can never be stored. */
  readonly refusals: FrameRefusal[];
  /** Frames are refused while this is true (disk full). */
  full: boolean;
  /** Sequence numbers of frames that can never be stored, and of those that lie ahead. */
  readonly never: Set<number>;
  readonly ahead: Set<number>;
  /** Resolves before anything becomes durable. */
  hold: Promise<void> | undefined;
}

export function newMemory(): Memory {
  return {
    frames: [],
    duplicates: [],
    devices: new Map(),
    tokens: new Map(),
    facts: [],
    refusals: [],
    full: false,
    never: new Set(),
    ahead: new Set(),
    hold: undefined,
  };
}

function verbsOver(memory: Memory): GatewayVerbs {
  return {
    findToken: async (key) => memory.tokens.get(key) ?? null,
    async enrol({ record, tokenKey }) {
      const token = memory.tokens.get(tokenKey);
      if (token === undefined) throw new FettleError('token_unknown');
      if (token.expired) throw new FettleError('token_expired');
      if (memory.devices.has(record.id)) return;
      if (token.used >= token.uses) throw new FettleError('token_used_up');
      token.used++;
      memory.devices.set(record.id, { publicKey: record.publicKey, state: 'unknown', grant: null });
    },
    device: async (id) => memory.devices.get(id) ?? null,
    async quarantine(id) {
      const known = memory.devices.get(id);
      if (known !== undefined) memory.devices.set(id, { ...known, state: 'quarantined' });
    },
    resume: async () => Math.max(0, ...memory.frames.map(({ frame }) => frame.sequence)),
    async ingest(_device, frames, dictionary, ahead) {
      await memory.hold;
      if (memory.full) throw new Error('ENOSPC: no space left on device');
      const early = frames.find(({ sequence }) => memory.ahead.has(sequence));
      if (early && ahead === 'wait') throw new FettleError('frame_ahead', undefined, { sequence: early.sequence });
      return frames.map((frame) => {
        if (memory.never.has(frame.sequence)) return new FettleError('frame_value_invalid');
        if (memory.ahead.has(frame.sequence)) return new FettleError('frame_ahead');
        if (memory.frames.some((stored) => stored.frame.sequence === frame.sequence)) {
          memory.duplicates.push(frame.sequence);
          return 'duplicate';
        }
        memory.frames.push({ frame, dictionary });
        return 'stored';
      });
    },
    async refusal(refusal) {
      memory.refusals.push(refusal);
    },
    async facts(_id, _time, facts) {
      memory.facts.push(facts);
    },
  };
}

export interface TestGateway extends AsyncDisposable {
  readonly port: number;
  readonly address: string;
  readonly gateway: Gateway;
  readonly presence: Presence;
  /** As kill -9 would: sockets are gone without a word. */
  kill(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly memory: Memory;
  readonly port?: number;
  /** Name of the identity key; the root lists `collector`. */
  readonly identity?: string;
  readonly root?: RootStatement;
  readonly clock?: Clock;
}

const silent = { error() {}, warn() {}, info() {}, debug() {} };

export async function startGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const presence = createPresence();
  const gateway = createGateway({
    identity: signerOf(options.identity ?? 'collector'),
    roots: async () => [rootEnvelope(options.root)],
    verbs: verbsOver(options.memory),
    presence,
    clock: options.clock ?? { now: () => Date.now() },
    log: silent,
  });
  const http = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new Set<import('node:net').Socket>();
  http.on('connection', (socket) => sockets.add(socket));
  gateway.attach(http);
  http.listen(options.port ?? 0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;

  async function kill(): Promise<void> {
    for (const socket of sockets) socket.resetAndDestroy();
    if (http.listening) await new Promise((resolve) => void http.close(resolve));
    await gateway.close();
  }
  return {
    port,
    address: `ws://127.0.0.1:${port}/agent/v1`,
    gateway,
    presence,
    kill,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await kill();
    },
  };
}

export function rootEnvelope(root: RootStatement = exampleRoot()): Envelope {
  return signed('root', root, 'ann', 'ben');
}

/** Publishes a token and gives the text that a person would copy. */
export function publishToken(
  memory: Memory,
  name: string,
  { uses = 1, expired = false, fingerprint = '' } = {},
): string {
  const seed = seedOf(name);
  const key = toBase64(signerOf(name).publicKey);
  const envelope = JSON.stringify(signed('token', exampleToken({ key, uses }), 'dora'));
  memory.tokens.set(key, { envelope, uses, used: 0, expired });
  return formatToken({ seed, fingerprint: fingerprint || fingerprintOf(exampleRoot()), pin: null });
}
