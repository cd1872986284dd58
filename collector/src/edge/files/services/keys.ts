// pure
export const serviceKeys = [
  'name',
  'description',
  'owner',
  'point-person',
  'criticality',
  'calendar',
  'cost-per-hour',
  'site',
  'parts',
] as const;

/** By the first four of them a part says what it is made of. */
export const partKeys = [
  'devices',
  'device',
  'check',
  'services',
  'scope',
  'instance',
  'counts',
  'need',
  'impact',
] as const;
export const madeOf = ['devices', 'device', 'check', 'services'] as const;
