export type { ServiceStore, SpellQuery } from './store.ts';
export type { Composition, Service, ServiceId, Spell, StateStretch } from './types.ts';
