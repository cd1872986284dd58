import type { Approval } from '@fettle/shared/api/orders';
import { useEffect } from 'preact/hooks';
import { readApprovals } from '../api/orders.ts';
import { useLive } from '../live/live.ts';
import type { LiveMessage } from '../live/stream.ts';
import { nothing } from '../live/topics.ts';
import { resource } from './resource.ts';

/** What waits for somebody's second signature. */
export const approvals = resource<readonly Approval[]>((signal) => readApprovals(signal));

const topics = { fleet: false, devices: [], events: true };
const kinds = /^(order|standing)\./;

function onMessage(message: LiveMessage): void {
  if (message.name === 'event' && kinds.test(message.data.kind)) approvals.renew();
}

/** Keeps the list fresh while somebody is signed in. Used once, at the root. */
export function useApprovals(signedIn: boolean): void {
  useEffect(() => {
    if (signedIn) approvals.renew();
  }, [signedIn]);
  useLive(signedIn ? topics : nothing, { message: onMessage, missed: approvals.renew }, `approvals ${signedIn}`);
}
