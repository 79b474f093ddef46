// Where workloads stand on the map: callers left, callees right, few crossings, the same every time.

/**
 * The column and row of each node.
 *
 * @param ids names of nodes, sorted
 * @param calls pairs [caller, callee]
 * @returns a map from id to {column, row}; rows are centred around 0
 */
export function layers(ids, calls) {
  const callees = new Map(ids.map((id) => [id, []]));
  const callers = new Map(ids.map((id) => [id, []]));
  for (const [from, to] of withoutCycles(ids, calls)) {
    callees.get(from).push(to);
    callers.get(to).push(from);
  }
  const column = columns(ids, callers);
  const rows = [];
  for (const id of ids) {
    (rows[column.get(id)] ??= []).push(id);
  }
  order(rows, callers, callees);
  const places = new Map();
  rows.forEach((layer, c) => layer.forEach((id, r) => places.set(id, { column: c, row: r - (layer.length - 1) / 2 })));
  return places;
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
function columns(ids, callers) {
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
function order(rows, callers, callees) {
  for (let sweep = 0; sweep < 4; sweep++) {
    const neighbours = sweep % 2 === 0 ? callers : callees;
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
