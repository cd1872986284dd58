import type { Standing } from '@fettle/shared/api/incidents';
import { useEffect } from 'preact/hooks';
import { readStanding } from '../api/incidents.ts';
import { useLive } from '../live/live.ts';
import type { LiveMessage } from '../live/stream.ts';
import { nothing } from '../live/topics.ts';
import { type Resource, resource } from './resource.ts';

/** What is wrong now within this person's sites; every page begins with it. */
export const standing: Resource<Standing> = resource((signal) => readStanding(signal));

const topics = { fleet: false, devices: [], events: true };

function onMessage(message: LiveMessage): void {
  if (message.name === 'event' && message.data.kind.startsWith('incident.')) standing.renew();
}

/** Keeps it fresh while somebody is signed in. Used once, at the root. */
export function useOverall(signedIn: boolean): void {
  useEffect(() => {
    if (signedIn) standing.renew();
  }, [signedIn]);
  useLive(signedIn ? topics : nothing, { message: onMessage, missed: standing.renew }, `overall ${signedIn}`);
}
