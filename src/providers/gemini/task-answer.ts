import type { Warning } from '../../contract/request.ts';
import type { Response, Usage } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** A task's answer: nothing but its body. */
export const taskAnswer = (
  model: string,
  task: TreeObject,
  usage?: Usage,
  warnings: readonly Warning[] = [],
): Response => ({
  id: '',
  model,
  parts: [],
  finish: 'stop',
  ...(usage && { usage }),
  warnings,
  extensions: { task },
});
