/** A whole collector as a process of its own, whose notices wait a fifth as long. */
import { runCollector } from '@fettle/collector/commands/collector';
import { readConfig } from '@fettle/collector/config';

await runCollector(readConfig({}), { noticePace: 0.2 });
