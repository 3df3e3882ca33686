import { requestRoutes } from '@contract/requests.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { CopyButton } from '@/ui/copy.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Loaded } from '@/ui/states.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { Attempts } from './attempts.tsx';
import { Bodies } from './bodies/bodies.tsx';
import { Overview } from './overview.tsx';
import { RequestActions } from './request-actions.tsx';

export type RequestDetail = CallReply<typeof requestRoutes.get>;

interface RequestDialogProps {
  readonly project: string;
  readonly id: string;
  readonly onClose: () => void;
}

/** What the client saw, every attempt behind it, and what was said on both sides. */
export function RequestDialog({ project, id, onClose }: RequestDialogProps) {
  const { t } = useTranslation('requests');
  const query = useRoute(requestRoutes.get, { params: { project, id } });
  const name = (
    <span className="flex items-center gap-2 break-all">
      {id}
      <CopyButton text={id} />
    </span>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('detail.title')}
      description={name}
      place="side"
      className="max-w-3xl"
    >
      <Loaded query={query}>
        {(detail) => (
          <div className="grid grid-cols-1 gap-5">
            <RequestActions project={project} detail={detail} />
            <Tabs
              label={t('detail.title')}
              tabs={[
                {
                  id: 'overview',
                  name: t('detail.overview'),
                  content: <Overview project={project} detail={detail} />,
                },
                {
                  id: 'attempts',
                  name: t('detail.attemptsOf', { count: detail.executions.length }),
                  content: <Attempts detail={detail} />,
                },
                { id: 'bodies', name: t('detail.bodies'), content: <Bodies project={project} id={id} /> },
              ]}
            />
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
