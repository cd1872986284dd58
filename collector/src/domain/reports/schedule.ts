// pure
/** The form shows the next times by the same rules. */
export * from '@fettle/shared/reports/schedule';
