import type { Procedure } from '../../contract/provider.ts';
import type { TaskJob, Warning } from '../../contract/request.ts';
import type { Work } from '../work.ts';
import type { Surface } from './surface.ts';

type Of<K extends Surface['kind']> = Extract<Surface, { kind: K }>;

/** Embeddings, rerank and the like: the body as it came, for the provider to convert where its format differs. */
export const prepareTask = ({ operation, request }: Of<'task'>): Work => ({
  tasks: [{ operation, job: { operation: 'task', request, stream: false } }],
  warnings: request.warnings,
  pictureRequired: false,
});

/** The gateway's own answer, where the provider has none. */
export function prepareEstimate({ request, body }: Of<'estimate'>): Work {
  const operation: Procedure<TaskJob> = {
    kind: 'procedure',
    run: async () => ({
      id: '',
      model: request.model,
      parts: [],
      finish: 'stop',
      warnings: [],
      extensions: { task: body },
    }),
  };
  const warning: Warning = {
    kind: 'emulated',
    field: 'model',
    detail: `The provider has no ${request.task}; this is the gateway's own estimate.`,
  };
  return {
    tasks: [{ operation, job: { operation: 'task', request, stream: false } }],
    warnings: [...request.warnings, warning],
    pictureRequired: false,
  };
}
