import { fileURLToPath } from 'node:url';
import { launch, axeFindings, sidewaysScroll, watchProblems } from './tests/support/browser.ts';
import { startFakeApi } from './tests/support/fake-api.ts';
const dist = fileURLToPath(new URL('./dashboard/dist', import.meta.url));
const [,, widths='1440', modes='light', ...paths] = process.argv;
const browser = await launch();
for (const path of paths) for (const width of widths.split(',').map(Number)) for (const mode of modes.split(',')) {
  const api = await startFakeApi({ dist });
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: mode as 'dark', timezoneId: 'Europe/Berlin' });
  const said = await watchProblems(context);
  const page = await context.newPage();
  page.setDefaultTimeout(40000);
  await page.goto(api.url + path);
  await page.waitForTimeout(1600);
  const name = `${path.replaceAll(/[^a-z0-9]+/gi,'_')}-${width}-${mode}`;
  await page.screenshot({ path: `/tmp/dash-shots/${name}.png`, fullPage: true });
  const axe = process.env.NOAXE ? [] : await axeFindings(page);
  console.log(name, 'axe', JSON.stringify(axe), 'said', JSON.stringify(said), 'side', await sidewaysScroll(page));
  await context.close(); await api[Symbol.asyncDispose]();
}
await browser.close();
