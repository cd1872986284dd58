import type { TrustView } from '@fettle/shared/api/trust';
import { readTrust } from '../api/trust.ts';
import { resource } from './resource.ts';

/** Whose keys the devices obey, and how fresh that is. */
export const trust = resource<TrustView>((signal) => readTrust(signal));
