import { keyRoutes } from '@contract/keys.ts';
import { Archive, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange, useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { FailureNote, Loaded } from '@/ui/states.tsx';
import type { GatewayKey, KeyStatus } from './keys.tsx';
import { NewKeyNote } from './new-key-note.tsx';
import { QuotaUse } from './quota-use.tsx';
import { RulesForm } from './rules-form.tsx';

/** One key: what it may do, what it has used, its replacement and its end. */
export function KeyDialog({
  project,
  id,
  onClose,
}: {
  readonly project: string;
  readonly id: string;
  readonly onClose: () => void;
}) {
  const params = { project, id };
  const query = useRoute(keyRoutes.get, { params });
  return (
    <Dialog open onClose={onClose} title={query.data?.name ?? '…'} place="side">
      <Loaded query={query}>{(key) => <Content project={project} gatewayKey={key} />}</Loaded>
    </Dialog>
  );
}

function Content({
  project,
  gatewayKey: key,
}: {
  readonly project: string;
  readonly gatewayKey: GatewayKey;
}) {
  const { t } = useTranslation('keys');
  const may = useMay()('keys:write');
  const params = { project, id: key.id };
  const update = useChange(keyRoutes.update);
  const rotate = useChange(keyRoutes.rotate);
  const [archiving, setArchiving] = useState(false);
  const [rotating, setRotating] = useState(false);
  const setStatus = (status: KeyStatus) => update.mutateAsync({ params, body: { status } });
  return (
    <div className="grid gap-6">
      {rotate.data && <NewKeyNote text={rotate.data.key} />}
      {update.error && <FailureNote error={update.error} />}
      {may && (
        <div className="flex flex-wrap gap-2">
          {key.status !== 'archived' && (
            <Button
              busy={update.isPending}
              onClick={() =>
                void setStatus(key.status === 'enabled' ? 'disabled' : 'enabled').catch(() => {})
              }
            >
              {t(key.status === 'enabled' ? 'disable' : 'enable')}
            </Button>
          )}
          <Button onClick={() => setRotating(true)}>
            <RotateCw aria-hidden />
            {t('rotate')}
          </Button>
          {key.status === 'archived' ? (
            <Button onClick={() => void setStatus('enabled').catch(() => {})}>{t('restore')}</Button>
          ) : (
            <Button kind="danger" onClick={() => setArchiving(true)}>
              <Archive aria-hidden />
              {t('archive')}
            </Button>
          )}
        </div>
      )}
      <QuotaUse project={project} id={key.id} />
      <RulesForm
        key={JSON.stringify(key.rules)}
        project={project}
        rules={key.rules}
        disabled={!may}
        onSave={async (rules) => {
          await update.mutateAsync({ params, body: { rules } });
          toast.success(t('saved'));
        }}
      />
      <Confirm
        open={archiving}
        onClose={() => setArchiving(false)}
        title={t('archive')}
        action={t('archive')}
        onConfirm={() => setStatus('archived')}
      >
        {t('archiveHint')}
      </Confirm>
      <Confirm
        open={rotating}
        onClose={() => setRotating(false)}
        title={t('rotate')}
        action={t('rotate')}
        onConfirm={() => rotate.mutateAsync({ params, body: {} })}
      >
        {t('rotateHint')}
      </Confirm>
    </div>
  );
}
