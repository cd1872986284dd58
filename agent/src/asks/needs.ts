import type { FromAgent } from '@fettle/shared/protocol/messages';
import type { Clock } from '../clock.ts';
import type { Said } from '../link/needs.ts';
import type { Log } from '../log.ts';

export interface AskingNeeds {
  readonly data: string;
  readonly say: (message: FromAgent, most: number) => Said;
  readonly clock: Clock;
  readonly log: Log;
}
