import { GatewayError } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import { newId } from '../../lib/new-id.ts';
import type { ProjectRow, Records } from '../../storage/ports.ts';
import { projectRoutes } from '../contract/projects.ts';
import { may } from '../serving/actor.ts';
import { type Handler, handle } from '../serving/handler.ts';

interface ProjectOptions {
  readonly records: Pick<Records, 'projects'>;
  /** The one that keys of the configuration belong to. */
  readonly first: string;
  /** Told after a project has changed. */
  readonly changed: (project: string) => Promise<void>;
  readonly now: () => number;
}

export function projectHandlers({ records, first, changed, now }: ProjectOptions): Handler[] {
  const { projects } = records;
  return [
    handle(projectRoutes.list, async ({ actor }) => {
      const items = (await projects.list()).filter(({ id }) => may(actor, 'projects:read', id));
      return { items };
    }),
    handle(projectRoutes.create, async ({ body, call }) => {
      const project: ProjectRow = {
        id: newId('prj'),
        ...body,
        ...AS_INSTALLATION,
        archived: false,
        createdAt: now(),
      };
      await projects.insert(project);
      call.note({ project: project.id });
      return project;
    }),
    handle(projectRoutes.get, ({ params }) => existingProject(records, params.project)),
    handle(projectRoutes.update, async ({ params, body }) => {
      if (body.archived && params.project === first) {
        throw new GatewayError(
          'conflict',
          'The first project stays: keys of the configuration belong to it.',
        );
      }
      const found = await existingProject(records, params.project);
      const changes = defined(body);
      if (Object.keys(changes).length === 0) return found;
      const updated = await projects.update(found.id, changes);
      await changed(found.id);
      return updated ?? found;
    }),
  ];
}

const AS_INSTALLATION = { bodies: null, keepDays: null, keepBodyDays: null, keepImageDays: null };

/** @throws GatewayError `not_found` */
export async function existingProject(
  { projects }: Pick<Records, 'projects'>,
  id: string,
): Promise<ProjectRow> {
  const found = await projects.find(id);
  if (found) return found;
  throw new GatewayError('not_found', 'There is no such project.');
}
