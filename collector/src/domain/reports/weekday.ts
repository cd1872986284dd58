// pure
/** The day of the week at a time in a zone: 0 is Monday. */
export function weekdayOf(time: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).dayOfWeek - 1;
}
