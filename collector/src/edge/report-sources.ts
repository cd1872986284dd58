import { everywhere } from '../domain/access/index.ts';
import { businessDay, type LevelStore } from '../domain/levels/index.ts';
import type { ChannelStore } from '../domain/notifications/index.ts';
import type { ReportsContext } from '../domain/reports/index.ts';

/** What plans of reports ask of calendars and channels. */
export function reportSources({
  levels,
  channels,
}: {
  readonly levels: Pick<LevelStore, 'calendar'>;
  readonly channels: Pick<ChannelStore, 'channel'>;
}): Pick<ReportsContext, 'calendar' | 'whyNotBy'> {
  return {
    async calendar(id) {
      const found = await levels.calendar(everywhere, id);
      return found && ((day) => businessDay(found, day));
    },
    async whyNotBy(id) {
      const channel = await channels.channel(id);
      if (channel === null) return `There is no channel ${id}.`;
      return channel.to.kind === 'email' ? null : `The channel ${id} is not for mail. Name one of kind email.`;
    },
  };
}
