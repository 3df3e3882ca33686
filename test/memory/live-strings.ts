import { readFile } from 'node:fs/promises';

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_fields: readonly string[];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/** Bytes of each string of a heap snapshot that is larger than `least`; a concatenation counts as what it is made of. */
export async function largeStrings(file: string, least: number): Promise<number[]> {
  const heap = JSON.parse(await readFile(file, 'utf8')) as Snapshot;
  const { node_fields, node_types, edge_fields } = heap.snapshot.meta;
  const [kinds] = node_types;
  const width = node_fields.length;
  const [kindAt, sizeAt, edgesAt] = ['type', 'self_size', 'edge_count'].map((name) =>
    node_fields.indexOf(name),
  ) as [number, number, number];
  const targetAt = edge_fields.indexOf('to_node');
  const plain = kinds.indexOf('string');
  const joined = kinds.indexOf('concatenated string');
  const firstEdges = edgeStarts(heap, width, edgesAt);
  const sizes = new Map<number, number>();

  const sizeOf = (node: number): number => {
    const kind = heap.nodes[node + kindAt];
    if (kind === plain) return heap.nodes[node + sizeAt] ?? 0;
    if (kind !== joined) return 0;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    sizes.set(node, 0);
    const first = firstEdges[node / width] ?? 0;
    let total = 0;
    for (let edge = first; edge < first + (heap.nodes[node + edgesAt] ?? 0); edge += 1) {
      total += sizeOf(heap.edges[edge * edge_fields.length + targetAt] ?? 0);
    }
    sizes.set(node, total);
    return total;
  };

  const large: number[] = [];
  for (let node = 0; node < heap.nodes.length; node += width) {
    const size = sizeOf(node);
    if (size > least) large.push(size);
  }
  return large.sort((a, b) => a - b);
}

function edgeStarts({ nodes }: Snapshot, width: number, edgesAt: number): Uint32Array {
  const starts = new Uint32Array(nodes.length / width);
  let next = 0;
  for (let node = 0; node < nodes.length; node += width) {
    starts[node / width] = next;
    next += nodes[node + edgesAt] ?? 0;
  }
  return starts;
}
