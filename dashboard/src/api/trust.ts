/** Whose keys devices obey. Types come from shared/api. */
import type { TrustView } from '@fettle/shared/api/trust';
import { get } from './request.ts';

export const readTrust = (signal?: AbortSignal) => get<TrustView>('/trust', {}, signal);
