/** Enrols the fleet: signed tokens, one for each site and set of labels, and devices with keys of their own. */
import { publishToken } from '@fettle/collector/domain/devices/index';
import { signEnrolmentToken } from '@fettle/collector/operator/enrolment';
import { toBase64 } from '@fettle/shared/trust/keys';
import { version } from '@fettle/shared/version';
import { homeIn, operator, type SimCollector } from './collector.ts';
import type { Body, Fleet } from './fleet.ts';
import { sealingKeyOf, signerOf } from './identity.ts';
import { day } from './time.ts';

/** All at the collector's time of now. Those that are enrolled already stay as they are. */
export async function enrolFleet(collector: SimCollector, fleet: Fleet): Promise<void> {
  const now = collector.clock.now();
  const known = await collector.stores.devices.devices({ sites: 'all' });
  const enrolled = new Set(known.map(({ id }) => id));
  const groups = Map.groupBy(
    fleet.devices.filter(({ id }) => !enrolled.has(id)),
    ({ site, labels }) => JSON.stringify([site, labels]),
  );
  for (const group of groups.values()) {
    const tokenKey = await publishedToken(collector, group);
    for (const { index, id, name } of group) {
      const { seed } = fleet.options;
      await collector.app.agents.verbs.enrol({
        envelope: null,
        record: {
          v: 1,
          id,
          host: name,
          publicKey: toBase64(signerOf(seed, index).publicKey),
          sealingKey: toBase64(sealingKeyOf(seed, index)),
          tokenKey,
          time: now,
        },
        tokenKey,
        agentVersion: version,
      });
    }
  }
}

/** @returns its public key, base64 */
async function publishedToken({ data, stores, clock }: SimCollector, group: readonly Body[]): Promise<string> {
  const [first] = group;
  if (!first) throw new RangeError('a token is for somebody');
  const now = clock.now();
  const { site, labels } = first;
  const uses = group.length;
  const signed = await signEnrolmentToken({
    home: homeIn(data),
    passphrase: null,
    site,
    labels,
    uses,
    now,
    lastsMs: day,
    pin: null,
  });
  await publishToken({ store: stores.devices, now }, operator, {
    key: signed.key,
    envelope: JSON.stringify(signed.envelope),
    site,
    labels,
    uses,
    notBefore: signed.statement.notBefore,
    notAfter: signed.statement.notAfter,
  });
  return signed.key;
}
