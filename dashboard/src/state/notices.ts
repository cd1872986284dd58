import type { Channel, Heartbeat, Roster, Route } from '@fettle/shared/api/notices';
import type { Person, Team } from '@fettle/shared/api/people';
import { readPeople } from '../api/incidents.ts';
import { readChannels, readHeartbeat, readRosters, readRoutes, readTeams } from '../api/notices.ts';
import { resource } from './resource.ts';

export const rosters = resource<readonly Roster[]>((signal) => readRosters(signal));
export const noticeRoutes = resource<readonly Route[]>((signal) => readRoutes(signal));
export const channels = resource<readonly Channel[]>((signal) => readChannels(signal));
/** What is called again and again, so that somebody hears when the collector is silent. */
export const heartbeat = resource<Heartbeat>((signal) => readHeartbeat(signal));
export const people = resource<readonly Person[]>((signal) => readPeople(signal));
export const teams = resource<readonly Team[]>((signal) => readTeams(signal));

/** Reads who and what notices can go to. */
export function readTargets(): void {
  for (const part of [rosters, noticeRoutes, channels, people, teams]) part.renew();
}

/** The name of a channel, where the list of them came. */
export const channelName = (id: string): string => channels.value.value?.find((one) => one.id === id)?.name ?? id;

/** The name of somebody who is on a list that came by itself. */
export const personName = (id: string): string => people.value.value?.find((one) => one.id === id)?.name ?? id;
