import { channelRoutes } from '@contract/channels.ts';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelView } from '../channel-view.ts';
import { HealthBadge } from '../health-badge.tsx';

interface CredentialProps {
  readonly channel: ChannelView;
  readonly credential: ChannelView['credentials'][number];
  readonly disabled: boolean;
  readonly onRemove: () => void;
}

/** One key: switched on or off, renamed, replaced, taken away. */
export function Credential({ channel, credential, disabled, onRemove }: CredentialProps) {
  const { t } = useTranslation('channels');
  const words = useGatewayWords();
  const { id, label, hint, enabled, health, problem } = credential;
  const change = useChange(channelRoutes.changeCredential);
  const [editing, setEditing] = useState(false);
  const params = { id: channel.id, credential: id };
  return (
    <li className="grid gap-3 rounded-md border p-3">
      <div className="flex flex-wrap items-center gap-3">
        <span className="font-medium">{label}</span>
        {hint !== '' && <code className="text-xs">…{hint}</code>}
        {enabled ? <HealthBadge health={health} /> : <Badge>{t('state.disabled')}</Badge>}
        {problem !== null && <span className="text-danger">{words(problem)}</span>}
        {!disabled && (
          <span className="ml-auto flex gap-1">
            <Button
              size="small"
              kind="ghost"
              busy={change.isPending}
              onClick={() => change.mutate({ params, body: { enabled: !enabled } })}
            >
              {t(enabled ? 'disable' : 'enable')}
            </Button>
            <Button
              kind="ghost"
              size="icon"
              aria-expanded={editing}
              aria-label={t('credential.edit', { label })}
              onClick={() => setEditing(!editing)}
            >
              <Pencil aria-hidden />
            </Button>
            <Button
              kind="ghost"
              size="icon"
              aria-label={t('credential.remove', { label })}
              onClick={onRemove}
            >
              <Trash2 aria-hidden />
            </Button>
          </span>
        )}
      </div>
      {change.error && !editing && <FailureNote error={change.error} />}
      {editing && <EditCredential params={params} label={label} onDone={() => setEditing(false)} />}
    </li>
  );
}

function EditCredential({
  params,
  label: before,
  onDone,
}: {
  readonly params: { readonly id: string; readonly credential: string };
  readonly label: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('channels');
  const change = useChange(channelRoutes.changeCredential);
  const [label, setLabel] = useState(before);
  const [key, setKey] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ params, body: { label, ...(key !== '' && { key }) } }, { onSuccess: onDone });
  };
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t('credential.label')} className="w-36">
          <Input required maxLength={100} value={label} onChange={({ target }) => setLabel(target.value)} />
        </Field>
        <Field label={t('credential.replace')} className="min-w-40 flex-1">
          <Input
            type="password"
            autoComplete="off"
            placeholder={t('form.kept')}
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        </Field>
        <Button type="submit" busy={change.isPending}>
          {t('common:action.save')}
        </Button>
      </div>
      {change.error && <FailureNote error={change.error} />}
    </form>
  );
}
