import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Figure } from '../../parts/figure.tsx';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { devicePath } from '../../routes.ts';
import { idle } from '../../state/capacity.ts';
import { moneyText } from '../../state/services.ts';

/** Machines that do little all the time, and what they cost. */
export function IdleSection() {
  const all = idle.value.value;
  const problem = idle.problem.value;
  if (!all && problem)
    return <Failed what="The list of machines that are little used" problem={problem} again={idle.renew} />;
  if (!all) return <Waiting what="which machines are little used" rows={3} cancel={idle.cancel} />;
  const costs = all.flatMap(({ costPerMonth }) => costPerMonth ?? []);
  const sum = costs.reduce((total, one) => total + one, 0);
  const note = 'in 95 of 100 hours of 60 days at most 10 % of the processors and 40 % of memory';
  return (
    <Section title="Little used" note={costs.length === 0 ? note : `${note}; ${moneyText(sum)} a month`}>
      {all.length === 0 ? <p class="quiet dense">Of those that were measured for 60 days, none.</p> : null}
      {all.length === 0 ? null : (
        <table class="t pile">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col" class="opt">
                Site
              </th>
              <th scope="col" class="n">
                Processors, p95
              </th>
              <th scope="col" class="n">
                Memory, p95
              </th>
              <th scope="col" class="n opt">
                A month
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ device, deviceName, site, cpuP95, memoryP95, costPerMonth }) => (
              <tr key={device}>
                <td class="name">
                  <a href={devicePath(device)}>{plain(deviceName, 64)}</a>
                </td>
                <td class="opt">{plain(site, 64)}</td>
                <td class="n main-v">
                  <Figure value={cpuP95} unit="1" />
                </td>
                <td class="n">
                  <Figure value={memoryP95} unit="1" />
                </td>
                <td class="n opt">
                  {costPerMonth === null ? <span class="quiet">not known</span> : moneyText(costPerMonth)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {all.length > 20 ? <p class="quiet dense">{number(all.length)} in all.</p> : null}
    </Section>
  );
}
