/** What is recorded of protocol version 1: one message of each type, and a connection's frames. */
import { createHash } from 'node:crypto';
import type { DictionaryMessage, FromAgent, FromCollector } from '@fettle/shared/protocol/messages';
import type { Frame } from '@fettle/shared/protocol/frame';
import {
  exampleDevice,
  exampleGrant,
  exampleRoot,
  exampleToken,
  signed,
  signerOf,
  tenant,
} from '@fettle/shared/trust/example.fixture';
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { fingerprint } from '@fettle/shared/trust/chain';
import { deviceId, fromBase64, toBase64 } from '@fettle/shared/trust/keys';
import { treeOf } from '@fettle/shared/trust/targets';
import { transcript } from '@fettle/shared/trust/transcript';

const device = signerOf('device');
const id = deviceId(device.publicKey);
const nonce = (byte: number) => toBase64(new Uint8Array(32).fill(byte));
const proves = (name: string, role: 'collector' | 'device' | 'token', said: object[]) =>
  toBase64(signerOf(name).sign(transcript(role, said)));

export const hello = { type: 'hello', versions: [1], agent: '0.1.0', device: id, nonce: nonce(1), root: 1 } as const;
const helloToEnrol = { type: 'hello', versions: [1], agent: '0.1.0', device: null, nonce: nonce(3) } as const;
const unsigned = {
  type: 'challenge',
  version: 1,
  nonce: nonce(2),
  identity: toBase64(signerOf('collector').publicKey),
} as const;
export const challenge = { ...unsigned, signature: proves('collector', 'collector', [hello, unsigned]) };
const challengeToEnrol = { ...unsigned, signature: proves('collector', 'collector', [helloToEnrol, unsigned]) };

export const dictionary = {
  type: 'dictionary',
  id: 1,
  omitted: 0,
  series: [
    { metric: 'system.cpu.busy', attributes: {}, decimals: 4 },
    { metric: 'system.memory.usage', attributes: { 'system.memory.state': 'used' }, decimals: 0 },
    { metric: 'system.cpu.load', attributes: {}, decimals: 2 },
  ],
} satisfies DictionaryMessage;
/** One series more, told as what was added. */
export const grown = {
  type: 'dictionary',
  id: 2,
  keep: 3,
  omitted: 0,
  series: [{ metric: 'hw.temperature', attributes: { 'hw.id': 'cpu' }, decimals: 1 }],
} satisfies DictionaryMessage;

/** By name of the file. */
const scriptBody = Buffer.from('echo tidy\n');
const scriptHash = createHash('sha256').update(scriptBody).digest('hex');
const program = { interpreter: 'sh', sha256: scriptHash, size: scriptBody.length };
const script = signed(
  'script',
  {
    v: 1,
    tenant,
    name: 'tidy',
    version: 1,
    title: 'Says that it tidies',
    class: 'read',
    timeout: 60,
    runAs: 'system',
    programs: { linux: program },
    parameters: [],
    exits: { done: [0], notApplicable: [10], rebootNeeded: [] },
    check: false,
    undo: false,
    output: 65_536,
  },
  'ann',
);
const tree = treeOf([{ id, host: 'db-1.example' }]);
const order = {
  v: 1,
  id: '0rder0rder0rder0rder0rder0',
  tenant,
  root: 1,
  rev: 0,
  op: signerOf('ann').keyId,
  seq: 1,
  iat: 1_800_000_000_000,
  nbf: 1_800_000_000_000,
  exp: 1_800_086_400_000,
  targets: { hash: tree.hash, count: tree.count },
  action: {
    kind: 'script',
    steps: [
      {
        what: { script: { name: 'tidy', version: 1, statement: fingerprint(fromBase64(script.payload)) } },
        mode: 'run',
        parameters: {},
        secrets: {},
        when: null,
      },
    ],
  },
  class: 'read',
  reason: 'To see what is recorded',
};
const receipt = signed(
  'receipt',
  {
    v: 1,
    tenant,
    device: id,
    seq: 1,
    previous: null,
    kind: 'order',
    order: order.id,
    statement: fingerprint(canonicalBytes(order)),
    run: 1,
    firing: null,
    started: 1_800_000_000_100,
    ended: 1_800_000_000_200,
    outcome: 'done',
    code: null,
    steps: [
      {
        step: 0,
        program: scriptHash,
        name: 'tidy@1',
        mode: 'run',
        outcome: 'done',
        exit: 0,
        started: 1_800_000_000_100,
        ended: 1_800_000_000_200,
      },
    ],
    output: { sha256: createHash('sha256').update('tidy\n').digest('hex'), kept: 5, total: 5 },
  },
  'device',
);

export const fromAgent: Readonly<Record<string, FromAgent>> = {
  hello: { ...hello, versions: [1] },
  'hello-to-enrol': { ...helloToEnrol, versions: [1] },
  proof: {
    type: 'proof',
    signature: proves('device', 'device', [hello, challenge]),
    root: 1,
    grant: 3,
    interval: 10_000,
  },
  enrol: {
    type: 'enrol',
    record: signed('device', exampleDevice(), 'token', 'device'),
    transcript: {
      token: proves('token', 'token', [helloToEnrol, challengeToEnrol]),
      device: proves('device', 'device', [helloToEnrol, challengeToEnrol]),
    },
  },
  dictionary,
  'dictionary-grown': grown,
  facts: {
    type: 'facts',
    time: 1_800_000_000_000,
    facts: { 'host.name': 'db-1', 'os.description': 'Debian GNU/Linux 12' },
  },
  interval: { type: 'interval', interval: 1_000, watched: true },
  goodbye: { type: 'goodbye', reason: 'stop' },
  resume: { type: 'resume', after: 41 },
  ping: { type: 'ping', sent: 1_800_000_000_000 },
  holds: {
    type: 'holds',
    root: 1,
    rev: 2,
    fresh: 1_801_000_000_000,
    grant: 1,
    standing: [{ id: 'st4nd1ngst4nd1ngst4nd1ng00', version: 3 }],
    executor: 'ready',
  },
  want: { type: 'want', sha256: scriptHash, offset: 0 },
  progress: { type: 'progress', order: order.id, run: 1, state: 'running', step: 0, time: 1_800_000_000_000 },
  output: { type: 'output', order: order.id, run: 1, at: 0, data: toBase64(Buffer.from('tidy\n')) },
  result: { type: 'result', receipt, part: 0, parts: 1, data: toBase64(Buffer.from('tidy\n')) },
  remedied: {
    type: 'remedied',
    standing: 'st4nd1ngst4nd1ngst4nd1ng00',
    seq: 2,
    rule: 'disk-full',
    instance: 'system.filesystem.mountpoint=/var',
    before: 9_700,
    after: 6_000,
    cleared: true,
    time: 1_800_000_060_000,
  },
  ask: {
    type: 'ask',
    key: '0123456789abcdef0123456789abcdef',
    asker: { id: '1000', name: 'mia' },
    item: 'clear-temp',
    title: '',
    text: 'The disk is nearly full.',
    answers: { age: '9' },
    time: 1_800_000_070_000,
  },
  'ask-trouble': {
    type: 'ask',
    key: 'fedcba9876543210fedcba9876543210',
    asker: { id: '1000', name: 'mia' },
    item: null,
    title: 'The printer prints nothing',
    text: 'Since noon.',
    answers: {},
    time: 1_800_000_080_000,
  },
  wonder: { type: 'wonder', keys: ['0123456789abcdef0123456789abcdef'] },
};

export const fromCollector: Readonly<Record<string, FromCollector>> = {
  challenge,
  'challenge-to-enrol': challengeToEnrol,
  enrolled: {
    type: 'enrolled',
    device: id,
    root: [signed('root', exampleRoot(), 'ann', 'ben')],
    token: signed('token', exampleToken(), 'dora'),
  },
  welcome: { type: 'welcome', time: 1_800_000_000_000, resume: 41 },
  ack: { type: 'ack', sequence: 47 },
  refused: {
    type: 'refused',
    sequence: 46,
    code: 'frame_value_invalid',
    message: 'A frame carries a value that is not a finite number.',
  },
  pong: { type: 'pong', sent: 1_800_000_000_000, time: 1_800_000_000_004 },
  watch: { type: 'watch', interval: 1_000, lease: 60_000 },
  snapshot: { type: 'snapshot' },
  'back-off': { type: 'back-off', wait: 2_000 },
  statement: { type: 'statement', envelope: signed('grant', exampleGrant(), 'dora') },
  'statement-order': {
    type: 'statement',
    envelope: signed('order', order, 'ann'),
    path: { index: 0, hashes: [] },
    scripts: [script],
    sealed: {
      v: 1,
      key: toBase64(new Uint8Array(32)),
      nonce: toBase64(new Uint8Array(12)),
      box: toBase64(Buffer.from('sealed')),
    },
  },
  blob: { type: 'blob', sha256: scriptHash, offset: 0, total: scriptBody.length, data: toBase64(scriptBody) },
  kept: { type: 'kept', what: 'result', seq: 1 },
  askable: {
    type: 'askable',
    items: [
      {
        id: 'clear-temp',
        name: 'Clear my temporary files',
        description: 'Removes what is older than you say.',
        questions: [{ id: 'age', label: 'Older than how many days?', required: true, choices: [] }],
      },
    ],
    omitted: 0,
  },
  asked: {
    type: 'asked',
    key: '0123456789abcdef0123456789abcdef',
    id: 'r0123456789abcdef',
    state: 'done',
    code: null,
    words: 'Done. It said: cleared 2 GB',
    time: 1_800_000_090_000,
  },
  'asked-not': {
    type: 'asked',
    key: 'fedcba9876543210fedcba9876543210',
    id: null,
    state: 'not-taken',
    code: 'too_many_requests',
    words: 'So much was asked at this device today that nothing more is taken. Ask again tomorrow.',
    time: 1_800_000_090_000,
  },
  'log-level': { type: 'log-level', level: 'debug' },
  error: { type: 'error', code: 'device_unknown', message: 'The collector does not know this device.' },
};

const time = 1_800_000_000_000;
const processes = (...rows: Frame['tables'][number]['rows']) => [{ name: 'processes', rows }];
const node = { id: 4_242, start: 1_799_999_000_000, name: 'node' };

/** One connection: what was sent before each frame, and the frame. Two frames are worked out in docs/protocol.md. */
export const connection: readonly {
  readonly file: string;
  readonly before?: DictionaryMessage;
  readonly frame: Frame;
}[] = [
  {
    file: 'frame-1-key',
    before: dictionary,
    frame: {
      sequence: 42,
      time,
      offset: 0,
      values: Float64Array.of(0.0312, 8_589_934_592, 0.5),
      tables: processes({ ...node, values: [0.25, 104_857_600] }),
    },
  },
  {
    file: 'frame-2-delta',
    frame: {
      sequence: 43,
      time: time + 10_003,
      offset: -3,
      values: Float64Array.of(0.0298, 8_589_934_592, Number.NaN),
      tables: processes({ ...node, values: [0.5, 104_857_600] }),
    },
  },
  {
    file: 'frame-3-odd-values',
    frame: {
      sequence: 44,
      time: time + 20_000,
      offset: -3,
      values: Float64Array.of(1 / 3, -0, 5e-324),
      tables: processes(
        { ...node, values: [Number.NaN, 2 ** 53] },
        { id: 1, start: 0, name: 'Müller 日本', values: [-1, 0] },
      ),
    },
  },
  {
    file: 'frame-4-grown',
    before: grown,
    frame: {
      sequence: 1_000_044,
      time: time + 30_000,
      offset: 5_000,
      values: Float64Array.of(0.1, 1, 2.25, 48.5),
      tables: [],
    },
  },
];
