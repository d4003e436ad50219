// What is typed and not yet saved, kept in this browser for one person and one page.
const PREFIX = "draft:";
const KEPT_FOR = 14 * 24 * 60 * 60 * 1000;

function storage(action) {
  try {
    return action(window.localStorage);
  } catch {
    return undefined; // Full, or switched off: the page says so where it matters.
  }
}

export function keyOf(person, path) {
  return `${PREFIX}${person}:${path}`;
}

// Says whether the draft is safe.
export function write(key, fields) {
  return storage((store) => store.setItem(key, JSON.stringify({ at: Date.now(), fields })) === undefined) ?? false;
}

export function read(key) {
  const text = storage((store) => store.getItem(key));
  const draft = text ? JSON.parse(text) : null;
  return draft && Date.now() - draft.at < KEPT_FOR ? draft : null;
}

export function remove(key) {
  storage((store) => store.removeItem(key));
}

export function removeAll() {
  storage((store) => {
    for (const key of Object.keys(store)) {
      if (key.startsWith(PREFIX)) store.removeItem(key);
    }
  });
}
