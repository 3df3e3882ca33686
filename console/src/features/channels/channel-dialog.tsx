import { channelRoutes } from '@contract/channels.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Loaded } from '@/ui/states.tsx';
import { Editor } from './editor/editor.tsx';

/** One channel, everything about it. Asks before changes that are not saved are lost. */
export function ChannelDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('channels');
  const query = useRoute(channelRoutes.get, { params: { id } });
  const [changed, setChanged] = useState(false);
  const [leaving, setLeaving] = useState(false);
  return (
    <Dialog
      open
      onClose={changed ? () => setLeaving(true) : onClose}
      title={query.data?.name ?? '…'}
      description={query.data?.url}
      place="side"
      className="max-w-3xl"
    >
      <Loaded query={query}>{(channel) => <Editor channel={channel} onChanged={setChanged} />}</Loaded>
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={t('editor.leave')}
        action={t('editor.discard')}
        onConfirm={async () => onClose()}
      >
        {t('editor.leaveHint')}
      </Confirm>
    </Dialog>
  );
}
