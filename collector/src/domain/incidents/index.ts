export type { IncidentPlace, IncidentQuery, IncidentStore, IncidentWrite } from './store.ts';
export type * from './types.ts';
