import { projectRoutes } from '@contract/projects.ts';
import { FolderKanban, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { chooseProject, useMayEverywhere, useMe, useProject } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { Empty, Loaded } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { ProjectDialog } from './project-dialog.tsx';

export type Project = CallReply<typeof projectRoutes.list>['items'][number];

export default function ProjectsPage() {
  const { t } = useTranslation('projects');
  const query = useRoute(projectRoutes.list);
  const mayEverywhere = useMayEverywhere();
  const [shown, setShown] = useState<Project | 'new'>();
  const create = mayEverywhere('projects:write') && (
    <Button kind="primary" onClick={() => setShown('new')}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={FolderKanban} title={t('empty.title')} action={create}>
              {t('empty.text')}
            </Empty>
          ) : (
            <ProjectTable items={items} onOpen={setShown} />
          )
        }
      </Loaded>
      {shown !== undefined && (
        <ProjectDialog {...(shown !== 'new' && { project: shown })} onClose={() => setShown(undefined)} />
      )}
    </Page>
  );
}

function ProjectTable({
  items,
  onOpen,
}: {
  readonly items: readonly Project[];
  readonly onOpen: (project: Project) => void;
}) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const me = useMe();
  const current = useProject()?.id;
  const mayChange = (id: string): boolean =>
    me.projects.find((project) => project.id === id)?.scopes.includes('projects:write') ?? false;
  return (
    <Table
      label={t('title')}
      head={
        <>
          <Head>{t('name')}</Head>
          <Head>{t('timeZone')}</Head>
          <Head>{t('state')}</Head>
          <Head>{t('created')}</Head>
          <Head>
            <span className="sr-only">{t('actions')}</span>
          </Head>
        </>
      }
    >
      {items.map((project) => (
        <tr key={project.id} className="hover:bg-muted/60">
          <Cell>
            {mayChange(project.id) ? (
              <button
                type="button"
                className="cursor-pointer font-medium underline"
                onClick={() => onOpen(project)}
              >
                {project.name}
              </button>
            ) : (
              <span className="font-medium">{project.name}</span>
            )}
          </Cell>
          <Cell>{project.timeZone}</Cell>
          <Cell>
            <Badge tone={project.archived ? 'neutral' : 'good'}>
              {t(project.archived ? 'archived' : 'active')}
            </Badge>
          </Cell>
          <Cell className="whitespace-nowrap">{format.time(project.createdAt)}</Cell>
          <Cell className="text-right">
            {project.id === current ? (
              <Badge tone="accent">{t('shown')}</Badge>
            ) : (
              <Button
                size="small"
                aria-label={t('showOf', { name: project.name })}
                onClick={() => chooseProject(project.id)}
              >
                {t('show')}
              </Button>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
