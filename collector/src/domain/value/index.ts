export { assumedSettings, getValueSettings, setValueSettings, type SettingsPorts, valueSettings } from './settings.ts';
export type { ValueStore } from './store.ts';
export type { ValueSettings } from './types.ts';
