// pure

export interface Week {
  readonly from: number;
  readonly to: number;
}

/** So many are looked back on: half a year. */
export const weeksBack = 26;

/** The weeks, Monday to Sunday in a zone, that touch a span [from, to); whole ones, oldest first. */
export function weeksIn(from: number, to: number, zone: string): Week[] {
  const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate();
  const weeks: Week[] = [];
  for (let monday = day.subtract({ days: day.dayOfWeek - 1 }); ; monday = monday.add({ days: 7 })) {
    const begin = monday.toZonedDateTime(zone).epochMilliseconds;
    if (begin >= to) return weeks;
    weeks.push({ from: begin, to: monday.add({ days: 7 }).toZonedDateTime(zone).epochMilliseconds });
  }
}

/** Those of the weeks before a time that are over by then, at most `most`, oldest first. */
export function wholeWeeksBefore(time: number, most: number, zone: string): Week[] {
  const back = time - (most + 1) * 7 * 86_400_000 - 86_400_000;
  return weeksIn(Math.max(0, back), time, zone)
    .filter(({ to }) => to <= time)
    .slice(-most);
}
