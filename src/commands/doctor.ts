import { type Config, ConfigError, type ConfigInput, loadConfig } from '../config.ts';
import { CHECKS } from './doctor/checks.ts';
import type { Check, Finding } from './doctor/finding.ts';

const MARKS = { ok: '✓', warning: '!', failure: '✗' };

/** `axonhub doctor`: looks at everything the gateway needs, changes nothing. 1 where it could not start or serve like that. */
export async function runDoctor(
  input: ConfigInput,
  { json }: { readonly json: boolean },
  print: (text: string) => void,
): Promise<0 | 1> {
  const findings: Finding[] = [];
  const found = (finding: Finding): void => {
    findings.push(finding);
    if (!json) print(line(finding));
  };
  const config = await readConfig(input, found);
  if (config)
    for (const check of CHECKS) for (const finding of await examine(check, config, input)) found(finding);
  const failures = findings.filter(({ status }) => status === 'failure').length;
  const warnings = findings.filter(({ status }) => status === 'warning').length;
  if (json) print(JSON.stringify({ findings, failures, warnings }, null, 2));
  else
    print(
      `\n${failures} ${failures === 1 ? 'failure' : 'failures'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
    );
  return failures > 0 ? 1 : 0;
}

const line = ({ about, status, detail, advice }: Finding): string =>
  `${MARKS[status]} ${about.padEnd(14)} ${detail}${advice ? `\n  ${' '.repeat(14)} → ${advice}` : ''}`;

async function readConfig(
  input: ConfigInput,
  found: (finding: Finding) => void,
): Promise<Config | undefined> {
  try {
    const config = await loadConfig(input);
    found({ about: 'configuration', status: 'ok', detail: config.file ?? 'no file; variables and defaults' });
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { where, message } of error.problems) {
      found({ about: 'configuration', status: 'failure', detail: `${where} ${message}` });
    }
    return undefined;
  }
}

async function examine(check: Check, config: Config, input: ConfigInput): Promise<readonly Finding[]> {
  try {
    return await check.look(config, input);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ about: check.about, status: 'failure', detail }];
  }
}
