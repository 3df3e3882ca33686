import { keyRoutes } from '@contract/keys.ts';
import { Archive, RotateCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange, useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { FailureNote, Loaded } from '@/ui/states.tsx';
import { BasicsForm } from './basics-form.tsx';
import type { GatewayKey, KeyStatus } from './keys.tsx';
import { NewKeyNote } from './new-key-note.tsx';
import { QuotaUse } from './quota-use.tsx';
import { RotateKey } from './rotate-key.tsx';
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
  const { t } = useTranslation('keys');
  const query = useRoute(keyRoutes.get, { params });
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [leaving, setLeaving] = useState(false);
  const tell = useCallback(
    (form: string, on: boolean) =>
      setChanged((all) => new Set(on ? [...all, form] : [...all].filter((each) => each !== form))),
    [],
  );
  return (
    <Dialog
      open
      onClose={changed.size > 0 ? () => setLeaving(true) : onClose}
      title={query.data?.name ?? '…'}
      description={query.data && t(`kind.${query.data.kind}`)}
      place="side"
    >
      <Loaded query={query}>
        {(key) => <Content project={project} gatewayKey={key} onChanged={tell} />}
      </Loaded>
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={t('leave.title')}
        action={t('leave.action')}
        onConfirm={async () => onClose()}
      >
        {t('leave.hint')}
      </Confirm>
    </Dialog>
  );
}

function Content({
  project,
  gatewayKey: key,
  onChanged,
}: {
  readonly project: string;
  readonly gatewayKey: GatewayKey;
  readonly onChanged: (form: string, changed: boolean) => void;
}) {
  const { t } = useTranslation('keys');
  const may = useMay()('keys:write');
  const params = { project, id: key.id };
  const update = useChange(keyRoutes.update);
  const [archiving, setArchiving] = useState(false);
  const [rotating, setRotating] = useState(false);
  const [renewed, setRenewed] = useState<string>();
  const basicsChanged = useCallback((on: boolean) => onChanged('basics', on), [onChanged]);
  const rulesChanged = useCallback((on: boolean) => onChanged('rules', on), [onChanged]);
  const setStatus = (status: KeyStatus) => update.mutateAsync({ params, body: { status } });
  return (
    <div className="grid gap-6">
      {renewed !== undefined && <NewKeyNote text={renewed} />}
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
          {key.kind !== 'personal' && (
            <Button onClick={() => setRotating(true)}>
              <RotateCw aria-hidden />
              {t('rotate')}
            </Button>
          )}
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
      <BasicsForm
        key={`${key.name} ${key.expiresAt}`}
        project={project}
        gatewayKey={key}
        disabled={!may}
        onChanged={basicsChanged}
      />
      <QuotaUse project={project} id={key.id} />
      <RulesForm
        key={JSON.stringify(key.rules)}
        project={project}
        rules={key.rules}
        service={key.kind === 'service'}
        disabled={!may}
        onChanged={rulesChanged}
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
      {rotating && <RotateKey params={params} onClose={() => setRotating(false)} onDone={setRenewed} />}
    </div>
  );
}
