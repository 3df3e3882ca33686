import { FolderX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/card.tsx';
import { Empty } from '@/ui/states.tsx';
import { type MyProject, useProject } from './session.ts';

/** Shows what belongs to the chosen project, or says that there is none. */
export function InProject({ children }: { readonly children: (project: MyProject) => ReactNode }) {
  const { t } = useTranslation();
  const project = useProject();
  if (project) return children(project);
  return (
    <Page title={t('nav.noProject')}>
      <Empty icon={FolderX} title={t('nav.noProject')}>
        {t('state.noProject')}
      </Empty>
    </Page>
  );
}
