import type { ValueSettings as Settings } from '@fettle/shared/api/value';

/** What an hour, a device and the tool cost; money in minor units of `currency`. `version` 0: nobody set any. */
export type ValueSettings = Settings;
