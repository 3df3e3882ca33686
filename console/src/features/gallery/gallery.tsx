import { imageRoutes } from '@contract/images.ts';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Images } from 'lucide-react';
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { useTimeRange } from '@/features/time-range/use-time-range.ts';
import { Page } from '@/ui/card.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { GalleryFilters } from './gallery-filters.tsx';
import { type ImageSummary, PictureDialog } from './picture-dialog.tsx';

export default function GalleryPage() {
  return <InProject>{({ id }) => <Gallery key={id} project={id} />}</InProject>;
}

/** New pictures appear by themselves. */
const LIVE_MS = 10_000;

function Gallery({ project }: { readonly project: string }) {
  const { t } = useTranslation('gallery');
  const [{ text, model, keyId }] = useUrlState();
  const [range, setRange] = useTimeRange('all');
  const [shown, setShown] = useState<ImageSummary>();
  const { since, until } = range;
  const filter = useDeferredValue({
    ...(text && { text }),
    ...(model && { model }),
    ...(keyId && { keyId }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  });
  const query = usePages(
    imageRoutes.list,
    { params: { project }, query: filter },
    { refetchInterval: LIVE_MS },
  );
  return (
    <Page title={t('title')} description={t('description')}>
      <GalleryFilters project={project} range={range} onRange={setRange} />
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-80 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={Images} title={t('empty.title')}>
          {t(Object.keys(filter).length > 0 ? 'empty.filtered' : 'empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Grid
          project={project}
          items={query.items}
          onShow={setShown}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
        />
      )}
      {shown && <PictureDialog project={project} image={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

interface GridProps {
  readonly project: string;
  readonly items: readonly ImageSummary[];
  readonly onShow: (image: ImageSummary) => void;
  /** The last row has come into view. */
  readonly onEnd: () => void;
}

const CELL = 200;
const GAP = 12;

/** Only the rows in view are there: a hundred thousand pictures scroll as well as ten. */
function Grid({ project, items, onShow, onEnd }: GridProps) {
  const { t } = useTranslation('gallery');
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    if (place.current) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  const columns = Math.max(2, Math.floor((width + GAP) / (CELL + GAP)));
  const height = (width - GAP * (columns - 1)) / columns + GAP;
  const rows = Math.ceil(items.length / columns);
  const virtual = useWindowVirtualizer({
    count: width === 0 ? 0 : rows,
    estimateSize: () => height,
    overscan: 4,
    scrollMargin: place.current?.offsetTop ?? 0,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when their height changes
  useEffect(() => virtual.measure(), [height]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index;
  useEffect(() => {
    if (last !== undefined && last >= rows - 1) onEnd();
  }, [last, rows, onEnd]);
  return (
    <div ref={place} className="relative" style={{ height: virtual.getTotalSize() }}>
      {shown.map((row) => (
        <div
          key={row.key}
          className="absolute inset-x-0 grid gap-3"
          style={{
            gridTemplateColumns: `repeat(${columns}, 1fr)`,
            transform: `translateY(${row.start - virtual.options.scrollMargin}px)`,
          }}
        >
          {items.slice(row.index * columns, (row.index + 1) * columns).map((image) => (
            <button
              key={image.id}
              type="button"
              onClick={() => onShow(image)}
              className="aspect-square cursor-pointer overflow-hidden rounded-lg border bg-muted"
              aria-label={t('open', { model: image.model })}
            >
              <img
                src={urlOf(imageRoutes.thumbnail, { params: { project, id: image.id } })}
                alt={image.prompt ?? image.model}
                loading="lazy"
                className="size-full object-cover transition-transform hover:scale-105"
              />
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
