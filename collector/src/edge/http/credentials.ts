import type { Clock } from '../../clock.ts';
import { type AccessStore, resumeApiToken, resumeSession } from '../../domain/access/index.ts';
import type { Storage } from '../storage/storage.ts';
import type { Credentials } from './authenticate.ts';

/** Who a cookie or a token belongs to. While the disk is full their use is not written down, so that reads go on. */
export function credentialsOf(store: AccessStore, clock: Clock, storage: Storage): Credentials {
  const at = () => ({ store, now: clock.now() });
  return {
    session: (cookie, use = true) => resumeSession(at(), { cookie, use: use && !storage.full }),
    token: (secret) => resumeApiToken(at(), { secret, use: !storage.full }),
  };
}
