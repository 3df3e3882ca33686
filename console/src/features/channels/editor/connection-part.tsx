import { useTranslation } from 'react-i18next';
import { complaintAt } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import { Tick } from '@/ui/tick.tsx';
import type { PartProps } from './part.ts';
import type { ChannelProxy } from './values.ts';

const SECOND_MS = 1_000;

/** How long is waited, and what calls go through. */
export function ConnectionPart({ channel, values, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const { proxy } = values;
  const change = (part: Partial<ChannelProxy>): void => set({ proxy: { url: '', ...proxy, ...part } });
  return (
    <div className="grid gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('connection.timeout')}
          hint={t('connection.timeoutHint')}
          error={complaintAt(error, 'timeoutMs')}
        >
          <NumberInput
            required
            min={0.001}
            value={values.timeoutMs / SECOND_MS}
            onChange={(seconds = 0) => set({ timeoutMs: Math.round(seconds * SECOND_MS) })}
          />
        </Field>
        <Field
          label={t('connection.idle')}
          hint={t('connection.idleHint')}
          error={complaintAt(error, 'idleTimeoutMs')}
        >
          <NumberInput
            required
            min={0.001}
            value={values.idleTimeoutMs / SECOND_MS}
            onChange={(seconds = 0) => set({ idleTimeoutMs: Math.round(seconds * SECOND_MS) })}
          />
        </Field>
      </div>
      <Tick
        checked={proxy !== null}
        hint={t('connection.proxyHint')}
        onChange={(on) => set({ proxy: on ? { url: '' } : null })}
      >
        {t('connection.proxy')}
      </Tick>
      {proxy && (
        <div className="grid gap-4 rounded-md border p-4 sm:grid-cols-2">
          <Field
            className="sm:col-span-2"
            label={t('connection.proxyUrl')}
            error={complaintAt(error, 'proxy.url')}
          >
            <Input
              required
              placeholder="http://proxy.example:3128"
              value={proxy.url}
              onChange={({ target }) => change({ url: target.value })}
            />
          </Field>
          <Field label={t('connection.user')} error={complaintAt(error, 'proxy.username')}>
            <Input
              autoComplete="off"
              value={proxy.username ?? ''}
              onChange={({ target }) => change({ username: target.value || undefined })}
            />
          </Field>
          <Field label={t('connection.password')} error={complaintAt(error, 'proxy.password')}>
            <Input
              type="password"
              autoComplete="off"
              placeholder={channel.proxy?.passwordSet ? t('form.kept') : ''}
              value={proxy.password ?? ''}
              onChange={({ target }) => change({ password: target.value || undefined })}
            />
          </Field>
        </div>
      )}
    </div>
  );
}
