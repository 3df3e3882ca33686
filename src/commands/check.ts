import { type Config, ConfigError, type ConfigInput, loadConfig } from '../config.ts';

/** `axonhub check`: prints the summary or all problems. Gives the exit code. */
export async function runCheck(input: ConfigInput, print: (text: string) => void): Promise<0 | 1> {
  try {
    print(summary(await loadConfig(input)));
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(
      `The configuration has ${error.problems.length === 1 ? 'a problem' : 'problems'}:\n${error.message}`,
    );
    return 1;
  }
}

function summary(config: Config): string {
  const { server, channels, apiKeys } = config;
  const lines = [
    `The configuration is valid${config.file ? ` (${config.file})` : ''}.`,
    `  listens on   http://${server.host}:${server.port}`,
    `  data         ${config.dataDir}`,
    `  workers      ${config.workers}`,
    `  api keys     ${apiKeys.map(({ name }) => name).join(', ') || 'none in the file; the first start makes one'}`,
    `  channels     ${channels.length}`,
    ...channels.map(({ name, type, models, priority, weight, origin }) => {
      const served = models ? models.map((model) => model.name).join(', ') : 'the catalogue of its provider';
      return `    ${name} (${type}, priority ${priority}, weight ${weight}, ${origin}): ${served}`;
    }),
  ];
  return lines.join('\n');
}
