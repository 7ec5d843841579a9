// Presses on a register wait on this phone until the server says that it has them. Each has a name of its own for ever,
// so sending one twice is harmless, and it does not matter in which order two phones come back.

import { post } from "outbox";

const MOST = 200; // the server reads 500 at a time
const NEVER_TAKEN = [400, 404, 413]; // said of what will be no better next time
const memory = new Map(); // where storage is forbidden or full, the page itself remembers
const underWay = new Map();
let owner = "";

/** Whose phone this is now. What waits for somebody else stays until they are back. */
export function belongsTo(who) {
  owner = who;
}

const prefix = () => `presses:${owner}:`;

/** What still waits for this address, oldest first. */
export function waiting(address) {
  return read(prefix() + address) ?? [];
}

/** Keep a press: {who, mark, minutes}, {who, undoes} or {name}. Returns it with its key. */
export function keep(address, press) {
  const kept = { key: unique(), at: Date.now(), device: device(), place: next(), ...press };
  write(prefix() + address, [...waiting(address), kept]);
  return kept;
}

/** Send what waits (`ask`: also when nothing does, to hear how everybody stands). Null: nothing to send; else the
    server's answer with its status (0: none came). Calls meet in one. */
export function send(address, { ask = false } = {}) {
  if (!ask && !waiting(address).length) return Promise.resolve(null);
  if (!underWay.has(address)) {
    underWay.set(address, sendOnce(address).finally(() => underWay.delete(address)));
  }
  return underWay.get(address);
}

async function sendOnce(address) {
  let answer;
  do {
    const batch = waiting(address).slice(0, MOST);
    answer = await tell(address, batch);
    if (answer.status === 200) taken(address, batch, answer.places ?? {});
    if (NEVER_TAKEN.includes(answer.status)) taken(address, batch, {});
  } while (answer.status === 200 && waiting(address).length);
  return answer;
}

async function tell(address, batch) {
  const now = Date.now();
  const presses = batch.map(({ at, ...press }) => ({ ...press, ago: Math.max(0, now - at) }));
  try {
    const answer = await post(address, { presses: JSON.stringify(presses), owner });
    return { ...(await answer.json().catch(() => ({}))), status: answer.status };
  } catch {
    return { status: 0 };
  }
}

/** Forget what the server has; a walk-in is known by the id of their place from now on. */
function taken(address, batch, places) {
  const gone = new Set(batch.map((press) => press.key));
  const left = waiting(address).filter((press) => !gone.has(press.key));
  write(prefix() + address, left.map((press) => (press.who in places ? { ...press, who: String(places[press.who]) } : press)));
}

/** How everybody stood when the server last said so: {at, marks}. A page that was kept from before shows it. */
export function remember(address, { at, marks }) {
  write(`stands:${owner}:${address}`, { at, marks });
}

export function remembered(address) {
  return read(`stands:${owner}:${address}`);
}

/** Send everything of ours that waits from other pages. Returns [how many were sent, how many still wait]. */
export async function sendAll() {
  const addresses = keys().map((key) => key.slice(prefix().length));
  const count = () => addresses.reduce((sum, address) => sum + waiting(address).length, 0);
  const before = count();
  for (const address of addresses) await send(address);
  return [before - count(), count()];
}

/** Counts up on this phone, whatever its clock does. */
function next() {
  const place = Math.max((read("presses-place") ?? 0) + 1, Date.now());
  write("presses-place", place);
  return place;
}

function device() {
  const known = read("presses-device") ?? unique();
  write("presses-device", known);
  return known;
}

function unique() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keys() {
  const kept = [...memory.keys()];
  try {
    kept.push(...Object.keys(localStorage));
  } catch {
    // forbidden
  }
  return [...new Set(kept)].filter((key) => key.startsWith(prefix()));
}

function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // forbidden or spoilt
  }
}

function write(key, value) {
  const empty = Array.isArray(value) && !value.length;
  try {
    if (empty) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}
