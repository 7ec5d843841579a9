// Files that are not sent yet are kept on this phone: a page that closes, or a night without Wi-Fi, loses none.
// They are shown to whoever chose them, and go after a week, or when somebody else has signed in here.

const NAME = "files-to-send";
const DAYS_KEPT = 7;

/** What waits for its owner, oldest first. */
export async function waiting(owner) {
  const all = await act("readonly", (store) => store.getAll());
  const late = Date.now() - DAYS_KEPT * 86400000;
  for (const one of all ?? []) {
    if (one.owner !== owner || one.at < late) await drop(one.id);
  }
  return (all ?? []).filter((one) => one.owner === owner && one.at >= late).sort((a, b) => a.at - b.at);
}

/** Keep `item` with its id, and the page that it is for; false where storage is forbidden or full. */
export async function keep({ id, owner, at, name, type, blob, address, token, covered, original, given, record }) {
  return (await act("readwrite", (store) =>
    store.put({ id, owner, at, name, type, blob, address, token, covered, original, given, record, page: location.pathname }),
  )) !== undefined;
}

export async function drop(id) {
  await act("readwrite", (store) => store.delete(id));
}

/** undefined when anything went wrong. */
async function act(mode, what) {
  try {
    const base = await open();
    const done = await new Promise((resolve, reject) => {
      const transaction = base.transaction("files", mode);
      const request = what(transaction.objectStore("files"));
      transaction.oncomplete = () => resolve(request.result ?? null);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    base.close();
    return done;
  } catch {
    return undefined;
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
