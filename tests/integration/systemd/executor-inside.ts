/** Orders by the solo key of a place, and who asks its executor for them. */
import type { Answer, Ask } from '@fettle/agent/executor/wire';
import { type Envelope, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { fromBase64, signer } from '@fettle/shared/trust/keys';
import type { ReceiptStatement } from '@fettle/shared/trust/receipt';
import type { RootStatement } from '@fettle/shared/trust/root';
import { pathOf, treeOf } from '@fettle/shared/trust/targets';
import type { DeviceId } from '@fettle/shared/ids';
import { blobsOf, newId, published, read, type ScriptChange, stepOf } from '../../support/executor-world.ts';
import { type Answer as Ran, checkoutInside } from '../../support/systemd.ts';
import { node, type Place } from './place.ts';

const client = `${checkoutInside}/tests/support/ask-executor.ts`;
export const socket = '/run/fettle-executor.sock';
const data = '/var/lib/fettle-agent';

export interface Result {
  readonly receipt: ReceiptStatement;
  readonly output: string;
}

export class Operator {
  readonly #place: Place;
  readonly #seed: Uint8Array;
  readonly #roots: Envelope[];
  readonly #target: { readonly id: DeviceId; readonly host: string };

  private constructor(place: Place, seed: Uint8Array, roots: Envelope[], target: { id: DeviceId; host: string }) {
    this.#place = place;
    this.#seed = seed;
    this.#roots = roots;
    this.#target = target;
  }

  static async of(place: Place): Promise<Operator> {
    const text = (path: string) => place.systemd.ask('cat', path);
    const { seed } = JSON.parse(await text('/srv/fettle/home/operator.key')) as { seed: string };
    const roots = JSON.parse(await text(`${data}/roots.json`)) as Envelope[];
    const { device, host } = JSON.parse(await text(`${data}/enrolment.json`)) as { device: DeviceId; host: string };
    return new Operator(place, fromBase64(seed), roots, { id: device, host });
  }

  sign(type: keyof typeof payloadTypes, statement: object): Envelope {
    return sign(payloadTypes[type], statement, [signer(this.#seed)]);
  }

  get root(): RootStatement {
    return read(this.#roots.at(-1) as Envelope) as RootStatement;
  }

  trust(): Ask {
    const { tenant, version } = this.root;
    const now = Date.now();
    const fresh = { v: 1, tenant, root: version, rev: 0, iat: now - 5_000, until: now + 86_400_000 };
    return { ask: 'keep', envelopes: [...this.#roots, this.sign('fresh', fresh)] };
  }

  order(body: string, change: ScriptChange = {}): Extract<Ask, { ask: 'order' }> {
    const { tenant, version } = this.root;
    const script = published(body, { ...change, statement: { tenant, ...change.statement } });
    const envelope = this.sign('script', read(script.envelope) as object);
    const tree = treeOf([this.#target]);
    const now = Date.now();
    const statement = {
      v: 1,
      id: newId(),
      tenant,
      root: version,
      rev: 0,
      op: signer(this.#seed).keyId,
      seq: 1,
      iat: now - 1_000,
      nbf: now - 1_000,
      exp: now + 3_600_000,
      targets: { hash: tree.hash, count: 1 },
      action: { kind: 'script', steps: [stepOf(script)] },
      class: 'change',
      reason: 'a test',
    };
    const path = pathOf(tree, this.#target.id);
    return {
      ask: 'order',
      envelope: this.sign('order', statement),
      path,
      scripts: [envelope],
      sealed: null,
      blobs: blobsOf([script]),
    };
  }

  /** As the agent's user, or as somebody else. */
  ask(asks: readonly Ask[], user = 'fettle'): Promise<Ran> {
    const program = [node, client, socket, ...asks.map((ask) => JSON.stringify(ask))] as const;
    return this.#place.systemd.run('setpriv', `--reuid=${user}`, '--regid=nogroup', '--clear-groups', ...program);
  }

  async run(order: Ask): Promise<Result> {
    const { stdout, stderr } = await this.ask([order]);
    const answers = stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Answer);
    const found = answers.find((answer) => answer.answer === 'receipt');
    if (found === undefined) throw new Error(`no receipt: ${stdout}${stderr}`);
    return { receipt: read(found.receipt) as ReceiptStatement, output: Buffer.from(found.output, 'base64').toString() };
  }
}
