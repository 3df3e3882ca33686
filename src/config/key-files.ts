import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConfigProblem } from './config-error.ts';
import type { ConfigFile, FileChannel } from './file-schema.ts';
import type { YamlFile } from './yaml-file.ts';

/** The configuration with every `api_key_file` read. Relative ones are meant from `directory`, the configuration's own. */
export async function withKeysFromFiles(
  content: ConfigFile,
  directory: string,
  file: YamlFile,
  problems: ConfigProblem[],
): Promise<ConfigFile> {
  if (!content.channels) return content;
  const withKey = async (channel: FileChannel, index: number): Promise<FileChannel> => {
    const { api_key_file: keyFile, ...rest } = channel;
    if (keyFile === undefined) return channel;
    const reject = (message: string): FileChannel => {
      const where = file.whereValue(['channels', index, 'api_key_file']);
      problems.push({ where, message: `channels[${index}].api_key_file: ${message}` });
      return rest;
    };
    if (rest.api_key !== undefined) return reject('cannot stand beside api_key');
    try {
      const key = (await readFile(resolve(directory, keyFile), 'utf8')).trim();
      return key === '' ? reject('the file is empty') : { ...rest, api_key: key };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return reject(code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`);
    }
  };
  return { ...content, channels: await Promise.all(content.channels.map(withKey)) };
}
