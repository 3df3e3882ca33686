export interface ConfigProblem {
  /** `axonhub.yml:12:5`, a variable's name or a flag. */
  readonly where: string;
  /** One sentence that never quotes a value: it could be a secret. */
  readonly message: string;
}

/** The configuration cannot be used. The message lists every problem, one a line. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
