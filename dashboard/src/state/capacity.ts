import type { Limit } from '@fettle/shared/api/capacity';
import { type Forecasts, type Idle, readForecasts, readIdle, readLimits } from '../api/capacity.ts';
import { resource } from './resource.ts';

/** What fills up, as it was reckoned last. */
export const forecasts = resource<Forecasts>((signal) => readForecasts(signal));
export const limits = resource<readonly Limit[]>((signal) => readLimits(signal));
/** Machines that are little used. */
export const idle = resource<readonly Idle[]>((signal) => readIdle(signal));
