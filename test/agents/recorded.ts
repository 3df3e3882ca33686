import { readFile } from 'node:fs/promises';

/** One request of a coding agent, as it came over the wire. */
export interface RecordedTurn {
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

/**
 * A session recorded from the program itself, without keys, paths and ids of the machine it ran on. Texts are cut, `{more:1500}` stands
 * for what is missing; `{model}` and `{picture}` (base64) are filled in.
 */
export interface Recording {
  /** The program and its version. */
  readonly client: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The question; then the question with what tools answered. */
  readonly turns: readonly [RecordedTurn, RecordedTurn];
}

const FOLDER = new URL('./fixtures/', import.meta.url);

/** A recording in its real size. */
export async function readRecording(name: string, model: string, picture: Buffer): Promise<Recording> {
  const text = await readFile(new URL(`${name}.json`, FOLDER), 'utf8');
  const filled = text
    .replaceAll('{model}', model)
    .replaceAll('{picture}', picture.toString('base64'))
    .replace(/\{more:(\d+)\}/g, (_, length: string) => ' and so on'.repeat(Number(length) / 10));
  return JSON.parse(filled) as Recording;
}
