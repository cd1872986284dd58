import { Closed } from '@fettle/shared/api/schema';

/** The answer of what was done and has nothing to tell. */
export const Done = Closed({});
