// Where workloads stand on the map: callers left, callees right, few crossings, the same every time.

/**
 * The column and row of each node.
 *
 * @param ids names of nodes, sorted
 * @param calls pairs [caller, callee]
 * @returns a map from id to {column, row}; rows are centred around 0
 */
export function layers(ids, calls) {
  const kept = withoutCycles(ids, calls);
  const column = columns(ids, kept);
  const { nodes, hops } = withStops(ids, kept, column);
  const neighbours = { left: new Map(nodes.map((id) => [id, []])), right: new Map(nodes.map((id) => [id, []])) };
  for (const [from, to] of hops) {
    neighbours.right.get(from).push(to);
    neighbours.left.get(to).push(from);
  }
  const rows = [];
  for (const id of nodes) {
    (rows[column.get(id)] ??= []).push(id);
  }
  order(rows, neighbours);
  const places = new Map();
  rows.forEach((layer, c) => layer.forEach((id, r) => places.set(id, { column: c, row: r - (layer.length - 1) / 2 })));
  return places;
}

/** A call over several columns gets a place to pass in each, so that it runs behind no node. */
function withStops(ids, calls, column) {
  const nodes = [...ids];
  const hops = [];
  for (const [from, to] of calls) {
    let last = from;
    for (let c = column.get(from) + 1; c < column.get(to); c++) {
      const stop = `${from}>${to}>${c}`;
      column.set(stop, c);
      nodes.push(stop);
      hops.push([last, stop]);
      last = stop;
    }
    hops.push([last, to]);
  }
  return { nodes, hops };
}

/** Leaves out the calls that lead back to a caller. */
function withoutCycles(ids, calls) {
  const next = new Map(ids.map((id) => [id, []]));
  calls.forEach(([from, to]) => from !== to && next.get(from)?.push(to));
  const colour = new Map();
  const kept = [];
  const visit = (id) => {
    colour.set(id, 'open');
    for (const to of next.get(id)) {
      if (colour.get(to) !== 'open' && next.has(to)) {
        kept.push([id, to]);
        if (!colour.has(to)) {
          visit(to);
        }
      }
    }
    colour.set(id, 'done');
  };
  ids.forEach((id) => colour.has(id) || visit(id));
  return kept;
}

/** The longest way from a node that nobody calls. */
function columns(ids, calls) {
  const callers = new Map(ids.map((id) => [id, []]));
  calls.forEach(([from, to]) => callers.get(to).push(from));
  const column = new Map();
  const of = (id) => {
    if (!column.has(id)) {
      column.set(id, Math.max(-1, ...callers.get(id).map(of)) + 1);
    }
    return column.get(id);
  };
  ids.forEach(of);
  return column;
}

/** Sorts each layer by the mean place of its neighbours (barycentre heuristic; Sugiyama 1981). */
function order(rows, { left, right }) {
  for (let sweep = 0; sweep < 4; sweep++) {
    const neighbours = sweep % 2 === 0 ? left : right;
    const place = new Map();
    rows.forEach((layer) => layer.forEach((id, i) => place.set(id, i - (layer.length - 1) / 2)));
    for (const layer of rows) {
      const mean = new Map(layer.map((id) => [id, average(neighbours.get(id).map((n) => place.get(n)), place.get(id))]));
      layer.sort((a, b) => mean.get(a) - mean.get(b) || a.localeCompare(b));
    }
  }
}

const average = (values, otherwise) =>
  values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
