import type { ObjectiveBody } from './api/levels.ts';

/** Whether an objective counts time, in milliseconds; the others count incidents. */
export const isOfTime = ({ kind }: Pick<ObjectiveBody, 'kind'>): boolean =>
  kind === 'availability' || kind === 'freshness';
