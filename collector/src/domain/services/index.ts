export type { ServiceHearPorts, ServiceHistoryPorts, ServicePorts } from './context.ts';
export { type Heard, hearSpells } from './hear.ts';
export { serviceHistories, serviceHistory, spellsIn } from './history.ts';
export { nextTurn, tendServices } from './live.ts';
export type { LiveState, PublicLink, ServiceStore, SpellQuery } from './store.ts';
export { statesIn } from './timeline.ts';
export type { Composition, Opening, Service, ServiceId, Spell, StateStretch, WindowTerm } from './types.ts';
export { seesService, type VisibleService, visibleServices } from './visible.ts';
