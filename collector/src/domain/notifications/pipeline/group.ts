// pure
import type { Matter, Stage } from './matter.ts';

/** So long nothing more of the rule must come before it is told. Causes come to light in it too. */
const quietMs = 10_000;
/** Nobody waits longer than that, in a storm or without one. */
const stormMs = 60_000;
const fewMs = 20_000;
/** So many devices of one rule are a storm. */
const storm = 5;

/** What one rule finds at once is one notice: it waits for the rest. */
export const group: Stage = {
  name: 'group',
  decide({ thread, incident }, { now, peers, pace }) {
    const { telling, rule } = thread;
    if (telling !== 'opened' && telling !== 'resolved') return { passed: true, reason: 'told without waiting' };
    if (now - thread.since > stormMs * pace) return { passed: true, reason: 'it has waited long enough' };
    const together = peers.filter(
      (peer) => isNear(peer, now) && peer.thread.rule === rule && peer.thread.telling === telling,
    );
    const times = together.map((peer) => peer.thread.since);
    const isStorm = incident.storm !== null || new Set(together.map((peer) => peer.incident.device)).size >= storm;
    const due = Math.min(Math.min(...times) + (isStorm ? stormMs : fewMs) * pace, Math.max(...times) + quietMs * pace);
    if (now < due)
      return {
        passed: false,
        reason: isStorm ? 'a storm: waits for the rest' : 'waits for causes and others',
        again: due,
      };
    const others = together.length - 1;
    return { passed: true, reason: others === 0 ? 'alone' : `told together with ${others} others of its rule` };
  },
};

const isNear = ({ thread }: Matter, now: number) => now - thread.since <= stormMs;
