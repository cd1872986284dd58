/** The real agent's link, with frames that the test takes. */
import { systemClock } from '@fettle/agent/clock';
import { enrol, type Joined } from '@fettle/agent/link/enrolment';
import { createLink, type Link, type LinkNeeds } from '@fettle/agent/link/link';
import { createOffsetEstimate } from '@fettle/agent/link/offset';
import { createMemoryOutbox, type Outbox } from '@fettle/agent/link/outbox';
import { dial } from '@fettle/agent/link/socket';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { Watch } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { exampleRoot, signerOf } from '@fettle/shared/trust/example.fixture';
import { deviceId } from '@fettle/shared/trust/keys';
import { parseToken } from '@fettle/shared/trust/enrolment-token';
import type { Root } from '@fettle/shared/trust/statements';
import { machine } from './machine.ts';

export function enrolWith(address: string, token: string, name = 'device'): Promise<Joined> {
  const signer = signerOf(name);
  const applicant = {
    device: deviceId(signer.publicKey),
    signer,
    sealingKey: signerOf(`${name} sealing`).publicKey,
    host: `${name}.example`,
    secret: parseToken(token),
  };
  return enrol(address, applicant, dial, systemClock);
}

export interface TestAgent {
  readonly link: Link;
  readonly outbox: Outbox;
  readonly watched: Static<typeof Watch>[];
  /** Takes so many frames. */
  readonly measure: (count: number) => void;
  readonly dictionary: Dictionary;
}

export interface TestAgentOptions {
  readonly name?: string;
  readonly root?: Root;
  readonly sequence?: number;
  /** ms between frames; their times end now. */
  readonly interval?: number;
  readonly needs?: Partial<LinkNeeds>;
}

const quiet = { level: 'silent', error() {}, warn() {}, info() {}, debug() {} };

export function agentAt(address: string, options: TestAgentOptions = {}): TestAgent {
  const { name = 'device', root = exampleRoot(), sequence = 1, interval = 1_000 } = options;
  const signer = signerOf(name);
  const outbox = options.needs?.outbox ?? createMemoryOutbox();
  const watched: Static<typeof Watch>[] = [];
  const source = machine({ seed: 1, values: 40, interval, busy: true, sequence, time: systemClock.wall() });
  const link = createLink({
    address,
    dial,
    identity: { device: deviceId(signer.publicKey), signer },
    trust: { root: () => root, grant: () => 0, take: () => null },
    outbox,
    offset: createOffsetEstimate(),
    clock: systemClock,
    log: quiet,
    interval: () => ({ interval, watched: false }),
    facts: () => ({ time: systemClock.wall(), facts: { 'host.name': name } }),
    omitted: () => 0,
    random: () => 0.05,
    heard: { welcome() {}, watch: (watch) => void watched.push(watch), snapshot() {}, logLevel() {} },
    ...options.needs,
  });
  return {
    link,
    outbox,
    watched,
    measure(count) {
      const base = systemClock.wall() - systemClock.monotonic();
      for (let i = 0; i < count; i++) outbox.append({ frame: source.next(), dictionary: source.dictionary, base });
      link.frames();
    },
    dictionary: source.dictionary,
  };
}
