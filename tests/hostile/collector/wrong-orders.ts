/** Orders for a real device with a real executor, each wrong in one thing; what they would run leaves a line on the disk. */
import type { FromCollector, StatementMessage } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { seedOf, signed, signerOf, tenant } from '@fettle/shared/trust/example.fixture';
import { deviceId } from '@fettle/shared/trust/keys';
import { pathOf, treeOf } from '@fettle/shared/trust/targets';
import { sealed, sealedText, textOf } from '../../support/trust/envelopes.ts';
import {
  type AskOrder,
  device,
  type ExecutorWorld,
  host,
  newId,
  type Published,
  published,
  read,
  stepOf,
} from '../../support/executor-world.ts';

type Message = Static<typeof StatementMessage>;
/** `n` is what it would write. */
export type Wrong = (make: Making, n: number) => Message;

export interface Making {
  readonly world: ExecutorWorld;
  readonly script: Published;
  /** Of an order that has run. */
  readonly before: Message;
}

const hour = 3_600_000;
const day = 24 * hour;
const ann = signerOf('ann').keyId;

export const messageOf = ({ envelope, path, scripts, sealed: secrets }: AskOrder): Message => ({
  type: 'statement',
  envelope,
  path,
  scripts: [...scripts],
  ...(secrets !== null && { sealed: secrets }),
});

/** A script that appends its parameter to a file. */
export function marking(file: string): Published {
  const body = `echo "$FETTLE_P_N" >> '${file}'\n`;
  const n = {
    name: 'n',
    type: 'integer',
    title: 'n',
    required: true,
    default: null,
    min: 0,
    max: 1e9,
    choices: [],
  } as const;
  return published(body, { statement: { parameters: [n] } });
}

export function right({ world, script }: Pick<Making, 'world' | 'script'>, n: number): Message {
  return messageOf(world.scriptOrder(script, { parameters: { n } }));
}

const withFields =
  (fields: (making: Making) => Record<string, unknown>, signers = ['ann']): Wrong =>
  (making, n) => {
    const { world, script } = making;
    const step = stepOf(script, { parameters: { n } });
    return messageOf(world.order({ kind: 'script', steps: [step] }, [script], fields(making), signers));
  };
const withStep =
  (change: object): Wrong =>
  ({ world, script }, n) =>
    messageOf(world.scriptOrder(script, { parameters: { n }, ...change }));
const withText =
  (change: (text: string) => string): Wrong =>
  (making, n) => {
    const message = right(making, n);
    return {
      ...message,
      envelope: sealedText('order', change(textOf(read(message.envelope as never) as object)), 'ann'),
    };
  };
const withMessage =
  (change: (message: Message, making: Making) => object): Wrong =>
  (making, n) => {
    const message = right(making, n);
    return { ...message, ...change(message, making) };
  };
const other = deviceId(signerOf('neighbour').publicKey);

/** By what is wrong. */
export const wrongs: Readonly<Record<string, Wrong>> = {
  expired: withFields(({ world: { now } }) => ({ iat: now - day, nbf: now - day, exp: now - 60_000 })),
  'not yet': withFields(({ world: { now } }) => ({ nbf: now + 2 * hour })),
  'signed after freshness': withFields(({ world: { now } }) => ({
    iat: now + 14 * day,
    nbf: now + 14 * day,
    exp: now + 15 * day,
  })),
  'good for too long': withFields(({ world: { now } }) => ({ exp: now + 91 * day })),
  'of another tenant': withFields(() => ({ tenant: newId() })),
  'under a root to come': withFields(() => ({ root: 2 })),
  'under no root': withFields(() => ({ root: 0 })),
  'after revocations to come': withFields(() => ({ rev: 7 })),
  'in the name of another': withFields(() => ({ op: signerOf('ben').keyId })),
  'of a later form': withFields(() => ({ v: 2 })),
  'signed as reading': withFields(() => ({ class: 'read' })),
  'with a field more': withFields(() => ({ force: true })),
  'signed by the approver': withFields(() => ({ op: signerOf('ben').keyId }), ['ben']),
  'signed by a stranger': withFields(() => ({ op: signerOf('mallory').keyId }), ['mallory']),
  'signed by the collector': withFields(() => ({ op: signerOf('collector').keyId }), ['collector']),
  'signed by the device': withFields(() => ({ op: signerOf('device').keyId }), ['device']),
  'for more devices than is small': withFields(() => {
    const { hash, count } = crowd();
    return { targets: { hash, count } };
  }),
  'for another device': withFields(() => {
    const { hash, count } = treeOf([{ id: other, host }]);
    return { targets: { hash, count } };
  }),
  'for another name': withFields(() => {
    const { hash, count } = treeOf([{ id: device, host: 'web-9.example' }]);
    return { targets: { hash, count } };
  }),
  'with another’s path': withMessage(() => ({
    path: pathOf(
      treeOf([
        { id: device, host },
        { id: other, host },
      ]),
      device,
    ),
  })),
  'without a path': withMessage(({ envelope, scripts }) => ({ path: undefined, envelope, scripts })),
  'without its script’s statement': withMessage(() => ({ scripts: [] })),
  'a script that its author did not publish': (making, n) => {
    const { script } = making;
    const envelope = signed('script', read(script.envelope) as object, 'ben');
    return { ...right({ ...making, script: { ...script, envelope } }, n) };
  },
  'another script under its name': ({ world, script }, n) => {
    const { envelope } = published(script.body, { statement: { timeout: 19 } });
    const message = right({ world, script }, n);
    return { ...message, scripts: [envelope] };
  },
  'a script of nobody, by one person': ({ world, script }, n) => {
    const raw = {
      interpreter: 'sh',
      sha256: script.sha256,
      size: Buffer.byteLength(script.body),
      timeout: 9,
      runAs: 'system',
    } as const;
    const step = { what: { raw }, mode: 'run', parameters: {}, secrets: {}, when: null } as const;
    void n;
    return messageOf(world.order({ kind: 'script', steps: [step] }, [script], { class: 'dangerous' }));
  },
  'a parameter more': withStep({ parameters: { n: 1, more: 'x' } }),
  'a parameter of another kind': withStep({ parameters: { n: '$(id)' } }),
  'a mode that it has not': withStep({ mode: 'erase' }),
  'signed as a standing order': (making, n) => {
    const message = right(making, n);
    return { ...message, envelope: signed('standing', read(message.envelope as never) as object, 'ann', 'ben') };
  },
  'signed as a grant and renamed': (making, n) => {
    const message = right(making, n);
    const { payloadType } = message.envelope;
    return {
      ...message,
      envelope: { ...signed('grant', read(message.envelope as never) as object, 'ann'), payloadType },
    };
  },
  'changed after signing': withMessage(({ envelope }) => {
    const text = Buffer.from(envelope.payload, 'base64').toString('utf8').replace('a test', 'a tesT');
    return { envelope: { ...envelope, payload: Buffer.from(text).toString('base64') } };
  }),
  'not signed': withMessage(({ envelope }) => ({ envelope: { ...envelope, signatures: [] } })),
  'by a signature of another': withMessage(({ envelope }, { before }) => ({
    envelope: { ...envelope, signatures: before.envelope.signatures },
  })),
  'a byte more': withText((text) => `${text} `),
  'a field twice': withText((text) => text.replace('{', '{"class":"read",')),
  'an id that is a path': withFields(() => ({ id: '../../../../../../tmp/fettle' })),
  'no statement at all': withMessage(() => ({ envelope: sealed('order', seedOf('rubbish'), 'ann') })),
  'once more': (making) => making.before,
};

function crowd() {
  const others = Array.from({ length: 40 }, (_, i) => ({
    id: deviceId(signerOf(`other ${i}`).publicKey),
    host: `h${i}`,
  }));
  return treeOf([{ id: device, host }, ...others]);
}

/** What no collector may say, though an attacker would like it to be understood. */
export const unlisted = (file: string): object[] =>
  ['exec', 'run', 'shell', 'script', 'update', 'config', 'reboot', 'eval', 'plugin', '__proto__', 'constructor'].map(
    (type) => ({
      type,
      command: `echo 1 >> '${file}'`,
      script: `echo 1 >> '${file}'`,
      argv: ['/bin/sh', '-c', `echo 1 >> '${file}'`],
      path: file,
      tenant,
      key: ann,
    }),
  );

export const blobOf = ({ sha256, body }: Pick<Published, 'sha256' | 'body'>): FromCollector => {
  const bytes = Buffer.from(body);
  return { type: 'blob', sha256, offset: 0, total: bytes.length, data: bytes.toString('base64') };
};
