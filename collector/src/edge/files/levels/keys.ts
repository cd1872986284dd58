// pure
export const calendarKeys = ['name', 'zone', 'hours', 'holidays'] as const;

export const objectiveKeys = [
  'service',
  'name',
  'kind',
  'target',
  'within',
  'calendar',
  'zone',
  'period',
  'windows',
  'degraded',
  'burn',
] as const;

/** What a file need not say. */
export const usual = { zone: 'UTC', period: 'month', windows: 'leave-out', degraded: 'up' } as const;
