export { deviceCosts } from './device-costs.ts';
export type { Downtime, ScriptSaving, ValueFacts } from './facts.ts';
export { gatherValue, type ValuePorts, type ValueSpan } from './gather.ts';
export { reckonValue } from './reckon.ts';
export { assumedSettings, getValueSettings, setValueSettings, type SettingsPorts, valueSettings } from './settings.ts';
export type { ValueStore } from './store.ts';
export type { ValueSettings } from './types.ts';
export { getValue } from './value.ts';
export { wording } from './words.ts';
