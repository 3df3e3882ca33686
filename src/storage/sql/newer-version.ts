/** What an operator reads who went back to an older version; undefined: it is another error. */
export function fromNewer(error: unknown): Error | undefined {
  const name =
    error instanceof Error && /previously executed migration (\S+) is missing/.exec(error.message)?.[1];
  return name ? newerVersion(name, error) : undefined;
}

/** @param migration that this version does not know */
export function newerVersion(migration: string, cause?: unknown): Error {
  const advice = 'start that version again, or restore a backup from before the upgrade';
  return new Error(`a newer version has changed its tables (migration ${migration}); ${advice}`, { cause });
}
