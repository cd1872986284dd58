import { channels, people, rosters, teams } from '../../state/notices.ts';
import type { Names } from './target-words.ts';

/** What targets are called, as far as it is known by now. */
export const namesNow = (): Names => ({
  people: people.value.value ?? [],
  teams: teams.value.value ?? [],
  rosters: rosters.value.value ?? [],
  channels: channels.value.value ?? [],
});
