import { bodyRoutes } from '@contract/bodies.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Check, RotateCcw, Terminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { urlOf } from '@/api/call.ts';
import { Failure } from '@/api/failure.ts';
import { callModel } from '@/api/playground-key.ts';
import { useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { useFailureWords } from '@/ui/states.tsx';
import { curlOf, fileOf } from './curl.ts';
import type { RequestDetail } from './request-dialog.tsx';

const BODY = 'client-request';
const COPIED_MS = 1_500;

interface RequestActionsProps {
  readonly project: string;
  readonly detail: RequestDetail;
}

/** The request as a command, and once more; both need the body it came with. */
export function RequestActions({ project, detail }: RequestActionsProps) {
  const { t } = useTranslation('requests');
  const words = useFailureWords();
  const mayPlay = useMay()('playground:write');
  const client = useQueryClient();
  const [, change] = useUrlState();
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const params = { project, id: detail.id };
  const bodies = useRoute(bodyRoutes.list, { params });
  const body = bodies.data?.items.find(({ name }) => name === BODY);
  const raw = urlOf(bodyRoutes.raw, { params: { ...params, body: BODY } });
  const isForm = /form/.test(body?.mediaType ?? '');
  const isKept = body?.state === 'kept' && !isForm;
  const copy = async (): Promise<void> => {
    const kept = isKept ? { ...body, url: raw } : undefined;
    await navigator.clipboard.writeText(await curlOf(detail, kept));
    const file = fileOf(detail.id, kept);
    if (file !== undefined) toast.info(t(kept ? 'curlReadsFile' : 'curlNeedsBody', { file }));
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  const replay = async (): Promise<void> => {
    const sent = await fetch(raw);
    if (!sent.ok) throw await Failure.ofResponse(sent);
    const reply = await callModel({ project }, detail.path, {
      method: 'POST',
      headers: { 'content-type': body?.mediaType || 'application/json' },
      body: await sent.blob(),
    });
    await reply.arrayBuffer();
    await client.invalidateQueries({ queryKey: ['requests'] });
    const id = reply.headers.get('ah-request-id');
    if (id !== null) change({ id }, { push: true });
    toast[reply.ok ? 'success' : 'warning'](t('replayed', { status: reply.status }));
  };
  const hint = isForm ? t('replayForm') : t('replayNeedsBody');
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => void copy().catch((error) => toast.error(words(error)))}>
          {copied ? <Check className="text-success" aria-hidden /> : <Terminal aria-hidden />}
          {t(copied ? 'common:action.copied' : 'copyCurl')}
        </Button>
        {mayPlay && (
          <Button size="small" disabled={!isKept} onClick={() => setAsking(true)}>
            <RotateCcw aria-hidden />
            {t('replay')}
          </Button>
        )}
      </div>
      {bodies.isSuccess && !isKept && <p className="text-xs text-muted-foreground">{hint}</p>}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('replay')}
        action={t('replay')}
        onConfirm={replay}
      >
        {t('replayHint')}
      </Confirm>
    </div>
  );
}
