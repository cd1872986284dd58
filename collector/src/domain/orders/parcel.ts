import type { DeviceId } from '@fettle/shared/ids';
import type { Action } from '@fettle/shared/trust/action';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { readOrder } from '@fettle/shared/trust/order';
import type { Sealed } from '@fettle/shared/trust/sealed';
import { fits } from '@fettle/shared/trust/scope';
import { readStanding } from '@fettle/shared/trust/standing';
import { pathOf, type TargetPath, type TargetTree, treeOf } from '@fettle/shared/trust/targets';
import type { Holding, TrustInForce } from '../trust/index.ts';
import { payloadOf } from '../trust/index.ts';
import { bodiesOf, scriptsOf } from './compose.ts';
import type { OrderPorts } from './context.ts';
import { grantedBy } from './grants.ts';
import type { Run, Standing } from './types.ts';

/** A statement as it goes to one device. */
export interface Parcel {
  readonly envelope: Envelope;
  readonly path?: TargetPath;
  readonly scripts?: readonly Envelope[];
  readonly sealed?: Sealed;
  /** Hashes of the bodies that the device may ask for. */
  readonly bodies?: readonly string[];
}

/** What all parcels of one statement have in common. */
interface Kept {
  readonly envelope: Envelope;
  /** Of a standing order null. */
  readonly tree: TargetTree | null;
  readonly scripts: readonly Envelope[];
  readonly hasSecrets: boolean;
  readonly bodies: readonly string[];
}

/** Trees of large orders are read and hashed once for all their devices. */
const keptAtMost = 64;

type Ports = Pick<OrderPorts, 'orders' | 'runs' | 'scripts' | 'standing' | 'devices'>;

/** Makes parcels, with what they have in common kept in memory. */
export class Parcels {
  readonly #ports: Ports;
  readonly #kept = new Map<string, Promise<Kept>>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async ofRun(run: Run): Promise<Parcel> {
    const { envelope, tree, scripts, hasSecrets, bodies } = await this.#once(run.statement, () => this.#order(run));
    const sealed = hasSecrets ? await this.#ports.orders.sealed(run.order, run.device) : null;
    return {
      envelope,
      bodies,
      ...(tree && { path: pathOf(tree, run.device) }),
      ...(scripts.length > 0 && { scripts }),
      ...(sealed && { sealed }),
    };
  }

  /** Of those standing orders whose selector fits the device's grant what it does not hold yet, oldest first. */
  async standing(device: DeviceId, all: readonly Standing[], holding: Pick<Holding, 'standing'>): Promise<Parcel[]> {
    const held = new Map(holding.standing.map(({ id, version }) => [id, version]));
    const newer = all.filter(({ id, state, signedVersion }) => {
      const version = held.get(id);
      // One that is over is told to those who hold it alone.
      if (state === 'ended') return version !== undefined && version < signedVersion;
      return state === 'in-force' && (version ?? 0) < signedVersion;
    });
    if (newer.length === 0) return [];
    const grant = grantedBy((await this.#ports.devices.grant(device))?.envelope);
    const mine = newer.filter(({ selector, state }) => state === 'ended' || (grant !== null && fits(selector, grant)));
    return Promise.all(mine.map((one) => this.#ofStanding(one)));
  }

  async #ofStanding(standing: Standing): Promise<Parcel> {
    const { id, signedVersion, envelope } = standing;
    const { scripts, bodies } = await this.#once(`${id}@${signedVersion}`, async () => {
      const { steps } = readStanding(parseCanonical(payloadOf(envelope, 'standing')));
      return { envelope, tree: null, ...(await this.#scripts({ kind: 'script', steps })), hasSecrets: false };
    });
    return { envelope, bodies, ...(scripts.length > 0 && { scripts }) };
  }

  #once(key: string, read: () => Promise<Kept>): Promise<Kept> {
    const known = this.#kept.get(key);
    if (known) return known;
    const oldest = this.#kept.size >= keptAtMost ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    const reading = read();
    this.#kept.set(key, reading);
    // Whoever waits for it is told; the next one tries again.
    reading.catch(() => this.#kept.delete(key));
    return reading;
  }

  async #order({ order, statement }: Run): Promise<Kept> {
    const rings = await this.#ports.orders.rings(order as never);
    const ring = rings.find((one) => one.statement === statement);
    if (!ring) throw new Error(`the order ${order} has no ring ${statement}`);
    const { action } = readOrder(parseCanonical(payloadOf(ring.envelope, 'order')));
    const hasSecrets = action.kind === 'script' && action.steps.some(({ secrets }) => Object.keys(secrets).length > 0);
    const tree = treeOf(await this.#ports.runs.targets(statement));
    return { envelope: ring.envelope, tree, ...(await this.#scripts(action)), hasSecrets };
  }

  async #scripts(action: Action) {
    const named = [...(await scriptsOf(this.#ports, action)).values()];
    const raw =
      action.kind === 'script' ? action.steps.flatMap(({ what }) => ('raw' in what ? [what.raw.sha256] : [])) : [];
    return { scripts: named.map(({ release }) => release.envelope), bodies: [...bodiesOf(named), ...raw] };
  }
}

/** What is signed over all devices and a device does not hold yet, in the order in which it needs it. */
export function trustFor(trust: TrustInForce, holding: Pick<Holding, 'root' | 'rev' | 'fresh'>): Envelope[] {
  const { roots, revoke, fresh } = trust;
  // Versions count up by one from 1, so the version that the agent holds is the number of those it has.
  const envelopes: Envelope[] = roots.slice(holding.root);
  if (revoke && revoke.statement.version > holding.rev) envelopes.push(revoke.envelope);
  if (fresh && fresh.statement.until > holding.fresh) envelopes.push(fresh.envelope);
  return envelopes;
}
