import type { ScriptProgram } from '@fettle/shared/api/scripts';
import { CodeArea } from '../../parts/code-area.tsx';
import { Checks, SelectField } from '../../parts/fields.tsx';
import { newProgram } from './draft.ts';
import type { EditorPart } from './editor-part.ts';

const platforms = [
  { value: 'linux', name: 'Linux' },
  { value: 'openwrt', name: 'OpenWrt' },
  { value: 'macos', name: 'macOS' },
  { value: 'freebsd', name: 'FreeBSD' },
  { value: 'windows', name: 'Windows' },
] as const;
type Platform = (typeof platforms)[number]['value'];
const interpreters = [
  { value: 'sh', name: 'sh' },
  { value: 'bash', name: 'bash' },
  { value: 'python3', name: 'Python 3' },
  { value: 'powershell', name: 'PowerShell' },
] as const;

/** The programs, each for some kinds of system. */
export function ProgramsEditor({ draft: { programs }, errors, change }: EditorPart) {
  const set = (place: number, some: Partial<ScriptProgram>) =>
    change({ programs: programs.map((one, index) => (index === place ? { ...one, ...some } : one)) });
  const free = platforms.find(({ value }) => !programs.some((one) => one.platforms.includes(value)));
  return (
    <>
      <ul class="many">
        {programs.map((program, place) => (
          <li key={place}>
            {programs.length > 1 ? (
              <div class="acts">
                <h3>Program {place + 1}</h3>
                <button
                  class="b bare"
                  type="button"
                  onClick={() => change({ programs: programs.filter((_, index) => index !== place) })}
                >
                  Leave it out<span class="hide"> (program {place + 1})</span>
                </button>
              </div>
            ) : null}
            <Checks<Platform>
              label="For"
              choices={platforms}
              chosen={program.platforms}
              set={(chosen) => set(place, { platforms: chosen })}
              error={errors.get(`programs.${place}.platforms`)}
            />
            <div class="fields">
              <SelectField
                label="Run by"
                value={program.interpreter}
                set={(to) => set(place, { interpreter: to as ScriptProgram['interpreter'] })}
                choices={interpreters}
              />
            </div>
            <CodeArea
              label="Program"
              value={program.body}
              set={(body) => set(place, { body })}
              error={errors.get(`programs.${place}.body`)}
              note="Parameters are in FETTLE_P_…, the mode in FETTLE_MODE. Nothing else of the environment is passed on."
            />
          </li>
        ))}
      </ul>
      {free ? (
        <p>
          <button
            class="b bare"
            type="button"
            onClick={() =>
              change({
                programs: [
                  ...programs,
                  free.value === 'windows'
                    ? { platforms: ['windows'], interpreter: 'powershell', body: '' }
                    : { ...newProgram, platforms: [free.value] },
                ],
              })
            }
          >
            One more program, for {free.name}
          </button>
        </p>
      ) : null}
    </>
  );
}
