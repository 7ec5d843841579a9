// Reports wait in this browser until the server says that it has them: a lost signal, a closed page or a server that
// is away for a while loses nothing. Sending one twice is harmless, because watched seconds only ever add up.

import { joined } from "watched";

const DAYS_KEPT = 90;
const MOST_RANGES = 250; // the server reads 300 at a time
const PATIENCE = 20000; // milliseconds for one answer
const NEVER_TAKEN = [400, 404, 410, 413]; // said of a report that will be no better next time
let mine = "";

/** Whose browser this is now. What waits for somebody else stays until they are back. */
export function belongsTo(owner) {
  mine = owner;
}

const prefix = () => `outbox:${mine}:`;

/** Keep a report until it is sent. */
export function keep(address, watched, position) {
  const waiting = read(address);
  const all = waiting ? joined(waiting.watched, watched) : watched;
  write(address, { watched: all, position, at: Date.now() });
}

/** Send what waits for one address: null when nothing does, else the server's answer (status 0: none came). */
export async function send(address, { leaving = false } = {}) {
  const report = read(address);
  if (!report) return null;
  let answer;
  for (const watched of parts(report.watched)) {
    const ago = Math.max(0, Math.round((Date.now() - report.at) / 1000));
    answer = await tell(address, { watched, position: report.position, ago, owner: mine }, leaving);
    if (answer.status !== 200) break;
  }
  if (answer.status === 200 || NEVER_TAKEN.includes(answer.status)) drop(address, report);
  return answer;
}

function parts(watched) {
  const ranges = watched.split(",");
  const count = Math.ceil(ranges.length / MOST_RANGES);
  return Array.from({ length: count }, (_, part) => ranges.slice(part * MOST_RANGES, (part + 1) * MOST_RANGES).join());
}

async function tell(address, fields, leaving) {
  try {
    const answer = await post(address, fields, leaving);
    return { ...(await answer.json().catch(() => ({}))), status: answer.status };
  } catch {
    return { status: 0 };
  }
}

/** Send everything of ours that still waits from earlier pages. */
export async function sendAll() {
  for (const key of keys()) await send(key.slice(prefix().length));
}

/** A POST as the server expects it from this page. Answers JSON. */
export function post(address, fields, keepalive = false) {
  const token = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    body: new URLSearchParams(fields),
    keepalive,
    signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE), // an answer that never comes holds up the video
  });
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix()));
  } catch {
    return [];
  }
}

const memory = new Map(); // where storage is forbidden, the page itself remembers

function read(address) {
  let report = memory.get(prefix() + address);
  try {
    const stored = JSON.parse(localStorage.getItem(prefix() + address));
    if (stored && !(report?.at > stored.at)) report = stored; // the older one is left where storage is full
  } catch {
    // forbidden or spoilt: what this page remembers is all there is
  }
  return report && Date.now() - report.at < DAYS_KEPT * 86400000 ? report : null;
}

function write(address, report) {
  memory.set(prefix() + address, report);
  try {
    localStorage.setItem(prefix() + address, JSON.stringify(report));
  } catch {
    // full or forbidden: memory has it
  }
}

function drop(address, sent) {
  const now = read(address);
  if (now && now.at !== sent.at) return; // more was watched while this was under way: it goes with the next one
  memory.delete(prefix() + address);
  try {
    localStorage.removeItem(prefix() + address);
  } catch {
    // nothing was there
  }
}
