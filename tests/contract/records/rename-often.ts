/** A process of its own that changes device `a` twenty times: `rename-often.ts <place as JSON> <name>`. */
import { openRecords, type RecordsPlace } from '@fettle/collector/store/open';
import { deviceId, everywhere, note } from './samples.ts';

type Records = Awaited<ReturnType<typeof openRecords>>;

export async function renameOften({ devices }: Records, name: string): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const { version = 0 } = (await devices.device(everywhere, deviceId('a'))) ?? {};
    await devices.change(everywhere, deviceId('a'), version, { name: `${name}${i}` }, note(name));
  }
}

if (import.meta.main) {
  const [place = '', name = ''] = process.argv.slice(2);
  const records = await openRecords(JSON.parse(place) as RecordsPlace);
  await renameOften(records, name);
  await records.close();
}
